package io.meridian.audit.log;

import static io.meridian.audit.log.RecordLayout.*;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** One record as it lies in memory. Reused; nothing is checked but what {@link #wrap} says. */
public final class RecordView {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private byte[] bytes;
    private int offset;

    /**
     * Takes the record that begins at {@code at}.
     *
     * @param available how many bytes there are
     * @return its length; 0: there are not enough bytes; -1: what is there is no record
     */
    public int wrap(byte[] from, int at, int available) {
        if (available < HEAD) {
            return 0;
        }
        bytes = from;
        offset = at;
        buffer.wrap(from, at, available);
        int length = buffer.getInt(LENGTH, ORDER);
        int body = buffer.getInt(BODY_LENGTH, ORDER);
        if (body < 0
                || body > LARGEST_BODY
                || length != RecordLayout.length(body)
                || buffer.getByte(RECORD_VERSION) != VERSION) {
            return -1;
        }
        return length <= available ? length : 0;
    }

    public long index() {
        return buffer.getLong(INDEX, ORDER);
    }

    /** When it was recorded, epoch ns. */
    public long timeNs() {
        return buffer.getLong(TIME, ORDER);
    }

    public byte kind() {
        return buffer.getByte(KIND);
    }

    public byte clockSource() {
        return buffer.getByte(CLOCK_SOURCE);
    }

    public byte clockState() {
        return buffer.getByte(CLOCK_STATE);
    }

    public long clockErrorNs() {
        return buffer.getLong(CLOCK_ERROR, ORDER);
    }

    /** Where its bytes are. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it begins in {@link #bytes}. */
    public int offset() {
        return offset;
    }

    /** Where its body begins in {@link #bytes}. */
    public int bodyOffset() {
        return offset + HEAD;
    }

    public int bodyLength() {
        return buffer.getInt(BODY_LENGTH, ORDER);
    }

    /** Where its hash is in {@link #bytes}. */
    public int hashOffset() {
        return offset + RECORD_HASH;
    }

    /** Whether what is not hashed is as it is written: zeros behind the body, and in front of it. */
    public boolean isPaddedWithZeros() {
        int end = offset + RecordLayout.length(bodyLength());
        for (int i = bodyOffset() + bodyLength(); i < end; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether its body is the one that was hashed. */
    public boolean hasItsBody(Hashes hashes, byte[] scratch) {
        hashes.of(bytes, bodyOffset(), bodyLength(), scratch, 0);
        return same(scratch, 0, bytes, offset + BODY_HASH);
    }

    /** Whether its head follows from the hash before it. */
    public boolean follows(Hashes hashes, byte[] before, byte[] scratch) {
        hashes.ofRecord(before, bytes, offset, scratch, 0);
        return same(scratch, 0, bytes, hashOffset());
    }

    static boolean same(byte[] left, int leftAt, byte[] right, int rightAt) {
        return Arrays.equals(left, leftAt, leftAt + HASH, right, rightAt, rightAt + HASH);
    }
}
