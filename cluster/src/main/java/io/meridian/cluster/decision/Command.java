package io.meridian.cluster.decision;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;

/** What goes into the log that all nodes have in the same order. */
sealed interface Command {
    /**
     * A register shall have a value.
     *
     * @param id the same however often it is asked, so that it is done once
     * @param expected the version that it must have, or -1: whatever it has
     * @param fence the term in office of who orders it, or 0: nobody's order
     */
    record Put(UUID id, String key, long expected, long fence, String by, Instant at, byte[] value)
            implements Command {}

    /** Somebody wants to know what a register is, after all that was decided before. */
    record Get(String key) implements Command {}

    default byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (this) {
                case Put put -> {
                    out.writeByte('P');
                    out.writeLong(put.id().getMostSignificantBits());
                    out.writeLong(put.id().getLeastSignificantBits());
                    out.writeUTF(put.key());
                    out.writeLong(put.expected());
                    out.writeLong(put.fence());
                    out.writeUTF(put.by());
                    out.writeLong(put.at().toEpochMilli());
                    out.writeInt(put.value().length);
                    out.write(put.value());
                }
                case Get get -> {
                    out.writeByte('G');
                    out.writeUTF(get.key());
                }
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is none */
    static Command decode(byte[] bytes, int offset, int length) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
            int kind = in.readByte();
            return switch (kind) {
                case 'P' -> {
                    UUID id = new UUID(in.readLong(), in.readLong());
                    String key = in.readUTF();
                    long expected = in.readLong();
                    long fence = in.readLong();
                    String by = in.readUTF();
                    Instant at = Instant.ofEpochMilli(in.readLong());
                    int size = in.readInt();
                    if (size < 0 || size != in.available()) {
                        throw new IOException(
                                "a command says that its value has " + size + " bytes, and has " + in.available());
                    }
                    yield new Put(id, key, expected, fence, by, at, in.readAllBytes());
                }
                case 'G' -> new Get(in.readUTF());
                default -> throw new IOException("a command of kind " + kind + " is not known");
            };
        }
    }
}
