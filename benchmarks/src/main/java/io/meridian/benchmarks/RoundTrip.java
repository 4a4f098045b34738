package io.meridian.benchmarks;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/** Ping and pong over the bus on engines that wait on a socket. */
final class RoundTrip {
    private static final int LIMIT = 256;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private RoundTrip() {}

    static Histogram overBus(BusPair buses, UnsafeBuffer payload, int length, int rounds) throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return PingPong.measure(
                    () -> {
                        Publisher ping = Opened.in(open, buses.first.publisher(PublisherSpec.fast(BusPair.PING)));
                        Subscription pong = Opened.in(
                                open,
                                buses.first.subscribe(SubscriptionSpec.fast(BusPair.PONG), message -> Verdict.ACCEPT));
                        return new PingPong.Asker(
                                () -> publish(ping, payload, length), () -> pong.poll(LIMIT, WAIT_NS));
                    },
                    () -> {
                        Publisher pong = Opened.in(open, buses.second.publisher(PublisherSpec.fast(BusPair.PONG)));
                        UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                        Subscription ping =
                                Opened.in(open, buses.second.subscribe(SubscriptionSpec.fast(BusPair.PING), message -> {
                                    message.buffer().getBytes(message.offset(), copy, 0, message.length());
                                    publish(pong, copy, length);
                                    return Verdict.ACCEPT;
                                }));
                        return () -> ping.poll(LIMIT, WAIT_NS);
                    },
                    rounds / 4,
                    rounds);
        } finally {
            Opened.closeAll(open);
        }
    }

    private static void publish(Publisher publisher, UnsafeBuffer payload, int length) {
        while (publisher.offer(payload, 0, length) < 0) {
            Thread.onSpinWait();
        }
    }

    /** The median in microseconds; the 99th percentile goes to {@code tails}. */
    static double medianAndTailUs(Histogram histogram, List<Double> tails) {
        tails.add(histogram.getValueAtPercentile(99) / 1e3);
        return histogram.getValueAtPercentile(50) / 1e3;
    }
}
