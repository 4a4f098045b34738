package io.meridian.audit.log;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log was at one moment, signed. Written as one line of words, of which all but the last are signed as they stand:
 * {@code meridian-audit-1 LOG SHARD FROM COUNT HEAD ROOT TIME KEY SIGNATURE}.
 *
 * @param log the id of the log: 32 digits
 * @param from how many records there were at the checkpoint before
 * @param count how many records there are
 * @param head the hash of the last one
 * @param root the Merkle root of those since the checkpoint before
 * @param timeNs epoch ns
 * @param key the id of the key that signed it
 * @param signature Ed25519
 */
public record Checkpoint(
        String log,
        String shard,
        long from,
        long count,
        String head,
        String root,
        long timeNs,
        String key,
        String signature) {
    private static final String FORMAT = "meridian-audit-1";
    private static final Pattern LINE = Pattern.compile(FORMAT
            + " ([0-9a-f]{32}) ([A-Za-z0-9_-]{1,32}) (\\d{1,18}) (\\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64})"
            + " (\\d{1,19}) ([0-9a-f]{16}) ([A-Za-z0-9+/=]{88})");
    private static final HexFormat HEX = HexFormat.of();

    /** Signs what a log is now. */
    static Checkpoint sign(
            SigningKey key, String log, String shard, long from, long count, byte[] head, byte[] root, long timeNs) {
        Checkpoint unsigned =
                new Checkpoint(log, shard, from, count, HEX.formatHex(head), HEX.formatHex(root), timeNs, key.id(), "");
        return new Checkpoint(
                log,
                shard,
                from,
                count,
                unsigned.head,
                unsigned.root,
                timeNs,
                key.id(),
                Base64.getEncoder().encodeToString(key.sign(unsigned.signed())));
    }

    /** @return null when it is no checkpoint */
    public static Checkpoint parse(String line) {
        Matcher words = LINE.matcher(line);
        if (!words.matches()) {
            return null;
        }
        try {
            Checkpoint read = new Checkpoint(
                    words.group(1),
                    words.group(2),
                    Long.parseLong(words.group(3)),
                    Long.parseLong(words.group(4)),
                    words.group(5),
                    words.group(6),
                    Long.parseLong(words.group(7)),
                    words.group(8),
                    words.group(9));
            return read.from <= read.count ? read : null;
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    /** Whether this key signed it. */
    public boolean isSignedBy(PublicKey publicKey) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(publicKey);
            check.update(signed());
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private byte[] signed() {
        return (FORMAT + " " + log + " " + shard + " " + from + " " + count + " " + head + " " + root + " " + timeNs
                        + " " + key)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** As one line. */
    public String line() {
        return new String(signed(), java.nio.charset.StandardCharsets.US_ASCII) + " " + signature;
    }

    /** The head as bytes. */
    public byte[] headBytes() {
        return HEX.parseHex(head);
    }

    /** The root as bytes. */
    public byte[] rootBytes() {
        return HEX.parseHex(root);
    }
}
