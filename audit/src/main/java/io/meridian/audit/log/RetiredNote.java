package io.meridian.audit.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log says of itself before its oldest files are removed because their time is over: so that a beginning that is missing is told from one that
 * somebody took.
 *
 * @param records how many are removed, from the first on
 * @param head the hash of the last of them, from which the hash of the next one follows
 */
public record RetiredNote(long records, byte[] head) {
    private static final Pattern TEXT =
            Pattern.compile("\\{\"event\":\"RETIRED\",\"records\":(\\d{1,18}),\"head\":\"([0-9a-f]{64})\"\\}");

    /** As JSON. */
    public String text() {
        return "{\"event\":\"RETIRED\",\"records\":" + records + ",\"head\":\""
                + HexFormat.of().formatHex(head) + "\"}";
    }

    /** @return null: the record is no such note */
    public static RetiredNote of(RecordView record) {
        Matcher text = TEXT.matcher(
                new String(record.bytes(), record.bodyOffset(), record.bodyLength(), StandardCharsets.ISO_8859_1));
        return text.matches()
                ? new RetiredNote(Long.parseLong(text.group(1)), HexFormat.of().parseHex(text.group(2)))
                : null;
    }
}
