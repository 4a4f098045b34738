package io.meridian.sidecar.memory;

import org.agrona.BitUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Writes an Agrona ring whose reader is not trusted: the place in the ring is kept here, and what the reader says of its
 * own is believed only where it can be true.
 */
final class RingWriter {
    private static final int PADDING = -1;
    private static final int HEADER = RecordDescriptor.HEADER_LENGTH;

    private final AtomicBuffer buffer;
    private final int capacity;
    private final int longest;
    private final int tailIndex;
    private final int headIndex;
    private long tail;
    private long knownHead;
    private int claimed = -1;
    private int claimedLength;
    private int padding;

    RingWriter(RingBuffer ring) {
        buffer = ring.buffer();
        capacity = ring.capacity();
        longest = ring.maxMsgLength();
        tailIndex = capacity + RingBufferDescriptor.TAIL_POSITION_OFFSET;
        headIndex = capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    /** The longest frame there can be. */
    int longest() {
        return longest;
    }

    AtomicBuffer buffer() {
        return buffer;
    }

    /**
     * Makes room for a frame of {@code length} bytes and leaves {@code reserve} bytes beside it.
     *
     * @return where to write it in {@link #buffer}, or -1 when there is no room now
     */
    int claim(int length, int reserve) {
        int aligned = BitUtil.align(length + HEADER, RecordDescriptor.ALIGNMENT);
        int index = (int) tail & capacity - 1;
        int toEnd = capacity - index;
        int pad = aligned > toEnd ? toEnd : 0;
        int needed = pad + aligned + HEADER + reserve;
        if (needed > capacity - (tail - knownHead)) {
            long head = buffer.getLongVolatile(headIndex);
            if (head < knownHead || head > tail) {
                return -1;
            }
            knownHead = head;
            if (needed > capacity - (tail - head)) {
                return -1;
            }
        }
        padding = pad;
        claimed = pad == 0 ? index : 0;
        claimedLength = length + HEADER;
        return claimed + HEADER;
    }

    /** Shows the claimed frame to the reader. */
    void commit(int type) {
        int aligned = BitUtil.align(claimedLength, RecordDescriptor.ALIGNMENT);
        int next = claimed + aligned & capacity - 1;
        buffer.putLong(next, 0L);
        buffer.putInt(RecordDescriptor.typeOffset(claimed), type);
        if (padding > 0) {
            int index = (int) tail & capacity - 1;
            buffer.putIntRelease(RecordDescriptor.lengthOffset(claimed), claimedLength);
            buffer.putInt(RecordDescriptor.typeOffset(index), PADDING);
            buffer.putIntRelease(RecordDescriptor.lengthOffset(index), padding);
        } else {
            buffer.putIntRelease(RecordDescriptor.lengthOffset(claimed), claimedLength);
        }
        tail += padding + aligned;
        buffer.putLongRelease(tailIndex, tail);
        claimed = -1;
    }

    /** Copies a whole frame in; false when there is no room now. */
    boolean offer(int type, byte[] frame, int length) {
        int at = claim(length, 0);
        if (at < 0) {
            return false;
        }
        buffer.putBytes(at, frame, 0, length);
        commit(type);
        return true;
    }
}
