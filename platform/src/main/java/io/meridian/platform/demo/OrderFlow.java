package io.meridian.platform.demo;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** A few durable order events a second, so that the durable path moves too, and how long they take to be confirmed. */
final class OrderFlow {
    private static final int BOOKS = 4;

    private final RandomGenerator random;
    private final Publisher[] publishers = new Publisher[BOOKS];
    private final long[] offeredNs = new long[BOOKS];
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[OrderPayload.LENGTH]);
    private long published;
    private long refused;
    private long confirmNs;

    OrderFlow(Bus bus, RandomGenerator random) {
        this.random = random;
        for (int book = 0; book < BOOKS; book++) {
            publishers[book] = bus.publisher(PublisherSpec.durable("platform.oms.event.demo." + (book + 1))
                    .schema(OrderPayload.SCHEMA, 1));
        }
    }

    /** Publishes the next order event. */
    void publish(long nowNs) {
        int book = (int) (published % BOOKS);
        OrderPayload.write(
                payload,
                published + 1,
                random.nextLong(200_000, 6_000_000),
                random.nextInt(-10, 11) * 100,
                (int) unconfirmed(),
                confirmNs,
                published - unconfirmed());
        if (publishers[book].offer(payload, 0, OrderPayload.LENGTH) > 0) {
            if (offeredNs[book] == 0) {
                offeredNs[book] = nowNs;
            }
            published++;
        } else {
            refused++;
        }
    }

    /** Takes note of confirmations. To be called often: what it measures is as exact as that. */
    void observe(long nowNs) {
        for (int book = 0; book < BOOKS; book++) {
            Publisher publisher = publishers[book];
            boolean confirmed = publisher.confirmed() == publisher.sequence();
            if (confirmed && offeredNs[book] != 0) {
                confirmNs = nowNs - offeredNs[book];
                offeredNs[book] = 0;
            }
        }
    }

    long published() {
        return published;
    }

    long refused() {
        return refused;
    }

    long unconfirmed() {
        long count = 0;
        for (Publisher publisher : publishers) {
            count += publisher.sequence() - publisher.confirmed();
        }
        return count;
    }

    /** Waits until all is confirmed, or so long for each publisher. */
    void drain(long timeoutNs) {
        for (Publisher publisher : publishers) {
            publisher.drain(timeoutNs);
        }
    }
}
