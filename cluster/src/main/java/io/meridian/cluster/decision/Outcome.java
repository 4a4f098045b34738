package io.meridian.cluster.decision;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How a wish ended.
 *
 * @param register what it is now, in both cases
 */
public record Outcome(Kind kind, Register register) {
    public enum Kind {
        /** It was decided so. */
        ACCEPTED,
        /** The register had another version than was expected; nothing changed. */
        CONFLICT,
        /** Who ordered it leads no more; nothing changed. */
        STALE
    }

    public boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind.ordinal());
            register.write(out);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    static Outcome decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new Outcome(Kind.values()[in.readByte()], Register.read(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the leader's answer cannot be read", unreadable);
        }
    }
}
