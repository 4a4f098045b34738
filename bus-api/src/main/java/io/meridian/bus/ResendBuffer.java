package io.meridian.bus;

import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeWriter;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps the frames of one durable publisher until they are confirmed, so they can be offered again when an engine lost its
 * connection. A ring of records in one byte array. It begins small and doubles when it is full, up to its limit, so that
 * thousands of publishers cost little as long as each of them is confirmed soon; once grown it stays so and allocates no
 * more.
 *
 * <pre>
 *   0               4                 8                      16                    24
 *  +---------------+-----------------+----------------------+---------------------+--------------+
 *  | frame length  | envelope length | engine's position    | sequence            | frame ...    |
 *  +---------------+-----------------+----------------------+---------------------+--------------+
 * </pre>
 *
 * A frame length of -1 says that the next record is at the ring's beginning.
 */
final class ResendBuffer {
    private static final int FRAME_LENGTH = 0;
    private static final int HEADER_LENGTH = 4;
    private static final int POSITION = 8;
    private static final int SEQUENCE = 16;
    private static final int FRAME = 24;
    private static final int WRAP = -1;
    private static final int ALIGNMENT = 8;
    private static final int INITIAL_CAPACITY = 16 * 1024;

    private final UnsafeBuffer ring = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);
    private final int limit;
    private int capacity;
    private long head;
    private long tail;
    private long resend = -1;
    private long confirmedSequence;

    /**
     * @param limit in bytes
     * @param confirmedSequence counts as confirmed from the beginning
     */
    ResendBuffer(int limit, long confirmedSequence) {
        this.limit = BitUtil.align(limit, ALIGNMENT);
        this.confirmedSequence = confirmedSequence;
        capacity = Math.min(this.limit, INITIAL_CAPACITY);
        ring.wrap(new byte[capacity]);
    }

    /** Whether a frame of this length can ever fit. */
    boolean fits(int frameLength) {
        return recordLength(frameLength) <= limit;
    }

    /** Makes room for a frame of this length if there can be any now. Not while resending. */
    boolean makeRoom(int frameLength) {
        int needed = recordLength(frameLength);
        if (head == tail) {
            // Else a large record might not fit before the ring's end, and never would.
            head = 0;
            tail = 0;
        }
        while (!hasRoom(needed)) {
            if (capacity == limit) {
                return false;
            }
            grow();
        }
        return true;
    }

    private boolean hasRoom(int needed) {
        int toEnd = capacity - index(tail);
        int total = needed <= toEnd ? needed : toEnd + needed;
        return tail + total - head <= capacity;
    }

    /** Moves all records to the beginning of a larger ring. */
    private void grow() {
        int larger = (int) Math.min(2L * capacity, limit);
        byte[] bytes = new byte[larger];
        int length = 0;
        while (head < tail) {
            int at = index(head);
            int frameLength = ring.getInt(at);
            if (frameLength == WRAP) {
                head += capacity - at;
                continue;
            }
            int record = recordLength(frameLength);
            ring.getBytes(at, bytes, length, record);
            length += record;
            head += record;
        }
        ring.wrap(bytes);
        capacity = larger;
        head = 0;
        tail = length;
    }

    private static int recordLength(int frameLength) {
        return BitUtil.align(FRAME + frameLength, ALIGNMENT);
    }

    private int index(long position) {
        return (int) (position % capacity);
    }

    /** Keeps a frame that the engine has accepted. The caller made sure of room. */
    void append(
            long position,
            long sequence,
            DirectBuffer envelope,
            int envelopeLength,
            DirectBuffer payload,
            int offset,
            int length) {
        int frameLength = envelopeLength + length;
        int needed = recordLength(frameLength);
        int toEnd = capacity - index(tail);
        if (needed > toEnd) {
            ring.putInt(index(tail), WRAP);
            tail += toEnd;
        }
        int at = index(tail);
        ring.putInt(at + FRAME_LENGTH, frameLength);
        ring.putInt(at + HEADER_LENGTH, envelopeLength);
        ring.putLong(at + POSITION, position);
        ring.putLong(at + SEQUENCE, sequence);
        ring.putBytes(at + FRAME, envelope, 0, envelopeLength);
        ring.putBytes(at + FRAME + envelopeLength, payload, offset, length);
        tail += needed;
    }

    /** Drops what the engine has confirmed and tells the sequence it reached. */
    long confirm(long position) {
        long end = resend < 0 ? tail : resend;
        while (head < end) {
            int at = index(head);
            int frameLength = ring.getInt(at);
            if (frameLength == WRAP) {
                head += capacity - at;
                continue;
            }
            if (ring.getLong(at + POSITION) > position) {
                break;
            }
            confirmedSequence = ring.getLong(at + SEQUENCE);
            head += recordLength(frameLength);
        }
        return confirmedSequence;
    }

    /** Everything kept must be offered again, before anything new. */
    void beginResend() {
        resend = head;
    }

    boolean isResending() {
        return resend >= 0;
    }

    /** Offers again as much as the engine takes; a code says why it did not take all. */
    long resend(EnginePublication publication) {
        while (resend < tail) {
            int at = index(resend);
            int frameLength = ring.getInt(at);
            if (frameLength == WRAP) {
                resend += capacity - at;
                continue;
            }
            int headerLength = ring.getInt(at + HEADER_LENGTH);
            EnvelopeWriter.addFlags(ring, at + FRAME, EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE);
            header.wrap(ring, at + FRAME, headerLength);
            long position = publication.offer(
                    header, headerLength, ring, at + FRAME + headerLength, frameLength - headerLength);
            if (position < 0) {
                return position;
            }
            ring.putLong(at + POSITION, position);
            resend += recordLength(frameLength);
        }
        resend = -1;
        return 1;
    }

    boolean isEmpty() {
        return head == tail;
    }
}
