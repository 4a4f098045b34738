package io.meridian.cluster.tls;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.auth.AuthToken;
import org.jgroups.util.UUID;

/**
 * Shows that a node knows what all nodes know, without saying it: a code over the node's address. What somebody overheard is of no use to a node with another address.
 */
public final class JoinToken extends AuthToken {
    private static final int LENGTH = 32;

    private final SecretKeySpec key;
    private byte[] code = new byte[0];

    /** For the library, which fills it with what another node sent. */
    public JoinToken() {
        key = null;
    }

    public JoinToken(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    @Override
    public String getName() {
        return getClass().getName();
    }

    /** @param shown what the other node sent */
    @Override
    public boolean authenticate(AuthToken shown, Message message) {
        // What a node says to itself never was on the wire.
        return shown == this
                || shown instanceof JoinToken other && MessageDigest.isEqual(other.code, codeOf(message.getSrc()));
    }

    private byte[] codeOf(Address address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(((UUID) address).toStringLong().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public int size() {
        return LENGTH;
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.write(codeOf(auth.getProtocolStack().getChannel().getAddress()));
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        code = new byte[LENGTH];
        in.readFully(code);
    }
}
