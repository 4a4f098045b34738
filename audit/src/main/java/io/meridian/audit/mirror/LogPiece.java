package io.meridian.audit.mirror;

import io.meridian.audit.log.LogFolder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Some bytes of a file of a log, as they travel: version, the length of the file's name, the name, where in the file they stand, and the bytes.
 *
 * @param at where in the file they begin
 */
record LogPiece(String file, long at, byte[] bytes) {
    /** The most bytes of a file in one: it fits into a message of each engine. */
    static final int LARGEST = 60_000;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final byte VERSION = 1;
    private static final int LONGEST_NAME = 64;
    private static final int HEAD = 2;
    /** The largest that a file can be said to be. */
    private static final long FURTHEST = 1L << 40;

    /** @return how many bytes it takes in the buffer */
    int encode(MutableDirectBuffer buffer) {
        byte[] name = file.getBytes(StandardCharsets.US_ASCII);
        buffer.putByte(0, VERSION);
        buffer.putByte(1, (byte) name.length);
        buffer.putBytes(HEAD, name);
        buffer.putLong(HEAD + name.length, at, ORDER);
        buffer.putBytes(HEAD + name.length + Long.BYTES, bytes);
        return HEAD + name.length + Long.BYTES + bytes.length;
    }

    /** @throws IllegalArgumentException when it is none; it names no file but those of a log */
    static LogPiece decode(DirectBuffer buffer, int offset, int length) {
        if (length < HEAD || buffer.getByte(offset) != VERSION) {
            throw new IllegalArgumentException("it is no piece of a log that this version knows");
        }
        int name = buffer.getByte(offset + 1);
        int head = HEAD + name + Long.BYTES;
        if (name < 1 || name > LONGEST_NAME || length < head || length > head + LARGEST) {
            throw new IllegalArgumentException("length=" + length + " does not fit a name of " + name);
        }
        byte[] text = new byte[name];
        buffer.getBytes(offset + HEAD, text);
        String file = new String(text, StandardCharsets.ISO_8859_1);
        if (!LogFolder.isSegment(file) && !file.equals(LogFolder.CHECKPOINTS)) {
            throw new IllegalArgumentException("a log has no such file");
        }
        long at = buffer.getLong(offset + HEAD + name, ORDER);
        if (at < 0 || at > FURTHEST) {
            throw new IllegalArgumentException("at=" + at + " is in no file");
        }
        byte[] bytes = new byte[length - head];
        buffer.getBytes(offset + head, bytes);
        return new LogPiece(file, at, bytes);
    }
}
