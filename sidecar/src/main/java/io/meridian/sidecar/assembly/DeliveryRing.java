package io.meridian.sidecar.assembly;

import io.meridian.bus.report.DeliveryReporter;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** What came for the plugin, from the guard's loop, which notes it without allocation or wait, to the thread that reports it. */
final class DeliveryRing {
    private static final int ENTRY = 29;
    private static final int ROOM = 1 << 18;
    private static final int DELIVERED = 1;
    private static final int FORGET = 2;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(ROOM + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[ENTRY]);
    /** Entries for which there was no room. */
    private final AtomicLong lost = new AtomicLong();

    /** What was noted before is void, and the ring has no room to say so: nothing else may come first. */
    private boolean owesForget;

    private DeliveryReporter reporter;
    private long toldLost;

    /** On the guard's loop. */
    void add(byte kind, int source, long topicHash, long sequence, long deliveredNs) {
        entry.putByte(0, kind);
        entry.putInt(1, source);
        entry.putLong(5, topicHash);
        entry.putLong(13, sequence);
        entry.putLong(21, deliveredNs);
        if (!forgets() || !ring.write(DELIVERED, entry, 0, ENTRY)) {
            lost.lazySet(lost.get() + 1);
            owesForget = true;
        }
    }

    /** On the guard's loop: a subscription has ended. */
    void forget() {
        owesForget = true;
        forgets();
    }

    private boolean forgets() {
        if (owesForget) {
            owesForget = !ring.write(FORGET, entry, 0, 1);
        }
        return !owesForget;
    }

    /** Passes on all that there is. On the thread that reports. */
    void drainTo(DeliveryReporter to) {
        reporter = to;
        while (ring.read(this::take) > 0) {
            // Until none is left.
            continue;
        }
        long lostNow = lost.get();
        to.lost(lostNow - toldLost);
        toldLost = lostNow;
    }

    private void take(int type, MutableDirectBuffer buffer, int index, int length) {
        if (type == FORGET) {
            reporter.forget();
        } else {
            reporter.delivered(
                    buffer.getByte(index),
                    buffer.getInt(index + 1),
                    buffer.getLong(index + 5),
                    buffer.getLong(index + 13),
                    buffer.getLong(index + 21));
        }
    }
}
