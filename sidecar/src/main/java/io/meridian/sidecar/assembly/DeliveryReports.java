package io.meridian.sidecar.assembly;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The messages that were handed to the plugin, for an auditor: noted on the guard's loop without allocation or wait, published in batches by another
 * thread. For each its source (4 bytes), the hash of its topic, its sequence and the time (8 bytes each, little endian).
 */
final class DeliveryReports {
    /** The instance's name follows. */
    static final String TOPIC = "platform.audit.delivered.";

    private static final int ENTRY = 28;
    private static final int ROOM = 1 << 18;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int TYPE = 1;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(ROOM + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[ENTRY]);
    private final UnsafeBuffer batch = new UnsafeBuffer(new byte[ENTRY * MOST_AT_ONCE]);
    private final AtomicLong lost = new AtomicLong();
    private int used;

    /** On the guard's loop. */
    void add(int source, long topicHash, long sequence, long deliveredNs) {
        entry.putInt(0, source, ByteOrder.LITTLE_ENDIAN);
        entry.putLong(4, topicHash, ByteOrder.LITTLE_ENDIAN);
        entry.putLong(12, sequence, ByteOrder.LITTLE_ENDIAN);
        entry.putLong(20, deliveredNs, ByteOrder.LITTLE_ENDIAN);
        if (!ring.write(TYPE, entry, 0, ENTRY)) {
            lost.lazySet(lost.get() + 1);
        }
    }

    /** How many could not be noted, since nobody took them. */
    long lost() {
        return lost.get();
    }

    /** The next batch, in one buffer that is used again; empty when there is nothing. On the thread that publishes. */
    DirectBuffer next() {
        used = 0;
        ring.read(this::take, MOST_AT_ONCE);
        return batch;
    }

    private void take(int type, MutableDirectBuffer buffer, int index, int length) {
        batch.putBytes(used, buffer, index, length);
        used += length;
    }

    /** Bytes of the batch. */
    int length() {
        return used;
    }

    static Publisher publisher(Bus bus, String instance) {
        return bus.publisher(PublisherSpec.durable(TOPIC + instance).contentType("application/octet-stream"));
    }
}
