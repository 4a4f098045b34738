package io.meridian.sidecar.memory;

import org.agrona.BitUtil;
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

    private final AtomicBuffer buffer;
    private final int capacity;
    private final int longest;
    private final int headIndex;
    private long head;

    /** Takes one frame, valid only during the call. */
    @FunctionalInterface
    interface FrameHandler {
        /** Returns false to leave the frame in the ring and end the poll. */
        boolean onFrame(int type, AtomicBuffer buffer, int offset, int length);
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
        int result = 0;
        while (count < limit) {
            int index = (int) head & capacity - 1;
            int length = buffer.getIntVolatile(RecordDescriptor.lengthOffset(index));
            if (length <= 0) {
                break;
            }
            int bodyLength = length - RecordDescriptor.HEADER_LENGTH;
            if (bodyLength < 0 || length > capacity - index) {
                result = CORRUPT;
                break;
            }
            int type = buffer.getInt(RecordDescriptor.typeOffset(index));
            if (type != PADDING) {
                if (bodyLength > longest) {
                    result = CORRUPT;
                    break;
                }
                if (!handler.onFrame(type, buffer, RecordDescriptor.encodedMsgOffset(index), bodyLength)) {
                    break;
                }
            }
            head += BitUtil.align(length, RecordDescriptor.ALIGNMENT);
            count++;
        }
        if (head != start) {
            buffer.putLongRelease(headIndex, head);
        }
        return result == CORRUPT ? CORRUPT : count;
    }

    /** Whether anything was ever read. */
    boolean isUntouched() {
        return head == 0;
    }
}
