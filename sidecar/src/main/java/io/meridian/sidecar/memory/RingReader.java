package io.meridian.sidecar.memory;

import org.agrona.BitUtil;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Reads an Agrona ring whose writer is not trusted. The place in the ring is kept here and never read back, and each
 * record is checked to lie within the ring before anyone looks at it.
 */
final class RingReader {
    /** What {@link #poll} gives when the ring makes no sense. */
    static final int CORRUPT = -1;

    private static final int PADDING = -1;
    private static final int NOTHING = 0;

    private final AtomicBuffer buffer;
    private final int capacity;
    private final int longest;
    private final int headIndex;
    private final LongHashSet dealtWith = new LongHashSet();
    private long head;
    private long lookedUpTo;

    /** Takes one frame, valid only during the call. */
    @FunctionalInterface
    interface FrameHandler {
        /** Returns false to leave the frame in the ring and end the poll. */
        boolean onFrame(int type, AtomicBuffer buffer, int offset, int length);

        /** Looks at a frame behind one that was left. Returns true when it is dealt with, out of turn. */
        default boolean onFrameBehind(int type, AtomicBuffer buffer, int offset, int length) {
            return false;
        }
    }

    RingReader(RingBuffer ring) {
        buffer = ring.buffer();
        capacity = ring.capacity();
        longest = ring.maxMsgLength();
        headIndex = capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET;
    }

    /** Hands over at most {@code limit} frames. Returns how many, or {@link #CORRUPT}. */
    int poll(FrameHandler handler, int limit) {
        long start = head;
        int count = 0;
        boolean left = false;
        while (count < limit && !left) {
            int length = lengthAt(head);
            if (length == NOTHING) {
                break;
            }
            if (length == CORRUPT) {
                release(start);
                return CORRUPT;
            }
            left = !isDealtWith(head) && !handOver(handler, head, length);
            if (!left) {
                head += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
                count++;
            }
        }
        release(start);
        return left && lookBehind(handler) == CORRUPT ? CORRUPT : count;
    }

    private void release(long start) {
        if (head != start) {
            buffer.putLongRelease(headIndex, head);
        }
    }

    /** The length of the record at a position, {@link #NOTHING} or {@link #CORRUPT}. */
    private int lengthAt(long position) {
        int index = (int) position & capacity - 1;
        int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index));
        if (length <= 0) {
            return NOTHING;
        }
        int bodyLength = length - RecordDescriptor.HEADER_LENGTH;
        boolean isTooLong = bodyLength > longest && buffer.getInt(RecordDescriptor.typeOffset(index)) != PADDING;
        return bodyLength < 0 || length > capacity - index || isTooLong ? CORRUPT : length;
    }

    private boolean handOver(FrameHandler handler, long position, int length) {
        int index = (int) position & capacity - 1;
        int type = buffer.getInt(RecordDescriptor.typeOffset(index));
        return type == PADDING
                || handler.onFrame(
                        type,
                        buffer,
                        RecordDescriptor.encodedMsgOffset(index),
                        length - RecordDescriptor.HEADER_LENGTH);
    }

    private boolean isDealtWith(long position) {
        return !dealtWith.isEmpty() && dealtWith.remove(position);
    }

    /** Shows each frame behind the one that was left once. */
    private int lookBehind(FrameHandler handler) {
        if (lookedUpTo <= head) {
            lookedUpTo = head + BitUtil.align(lengthAt(head), RecordDescriptor.ALIGNMENT);
        }
        int length;
        while (lookedUpTo - head < capacity && (length = lengthAt(lookedUpTo)) != NOTHING) {
            if (length == CORRUPT) {
                return CORRUPT;
            }
            int index = (int) lookedUpTo & capacity - 1;
            int type = buffer.getInt(RecordDescriptor.typeOffset(index));
            if (type != PADDING
                    && handler.onFrameBehind(
                            type,
                            buffer,
                            RecordDescriptor.encodedMsgOffset(index),
                            length - RecordDescriptor.HEADER_LENGTH)) {
                dealtWith.add(lookedUpTo);
            }
            lookedUpTo += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
        }
        return 0;
    }

    /** Whether anything was ever read. */
    boolean isUntouched() {
        return head == 0;
    }
}
