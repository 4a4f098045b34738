package io.meridian.platform.watch;

import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Subscription;
import io.meridian.bus.Verdict;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.demo.OrderPayload;
import io.meridian.platform.demo.QuotePayload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.EpochNanoClock;

/** Counts and times what one subscription delivers. One thread delivers; another takes a reading now and then. */
final class TrafficMeter implements MessageHandler {
    private static final long LONGEST_NS = 60_000_000_000L;

    private final EpochNanoClock clock;
    private final SingleWriterRecorder latencies = new SingleWriterRecorder(1, LONGEST_NS, 3);
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong unconfirmed = new AtomicLong();
    private final AtomicLong slowestConfirmNs = new AtomicLong();
    private final Map<Topic, LastQuote> topics = new ConcurrentHashMap<>();
    private Histogram interval;

    /** The newest prices of one topic, in parts of {@link QuotePayload#PRICE_SCALE}; 0 where there are none. */
    static final class LastQuote {
        private volatile long bid;
        private volatile long ask;

        long bid() {
            return bid;
        }

        long ask() {
            return ask;
        }
    }

    /**
     * What came since the reading before, and in all.
     *
     * @param latencies from publishing to delivery, of this interval; valid until the next reading
     */
    record Reading(
            long messages,
            long bytes,
            long lost,
            long duplicates,
            long unconfirmed,
            long slowestConfirmNs,
            Histogram latencies) {}

    TrafficMeter(EpochNanoClock clock) {
        this.clock = clock;
    }

    @Override
    public Verdict onMessage(Message message) {
        long latencyNs = clock.nanoTime() - message.publishTime();
        // Never below zero: the clock of another machine may be ahead.
        latencies.recordValue(Math.clamp(latencyNs, 1, LONGEST_NS));
        messages.lazySet(messages.getPlain() + 1);
        bytes.lazySet(bytes.getPlain() + message.length());
        LastQuote last = topics.get(message.topic());
        if (last == null) {
            last = new LastQuote();
            topics.put(message.topic(), last);
        }
        switch (message.payloadSchema()) {
            case QuotePayload.SCHEMA -> {
                last.bid = QuotePayload.bid(message.buffer(), message.offset());
                last.ask = QuotePayload.ask(message.buffer(), message.offset());
            }
            case OrderPayload.SCHEMA -> {
                unconfirmed.lazySet(OrderPayload.unconfirmed(message.buffer(), message.offset()));
                slowestConfirmNs.accumulateAndGet(
                        OrderPayload.confirmNs(message.buffer(), message.offset()), Math::max);
            }
            default -> {
                // Counted and timed, and not looked into.
            }
        }
        return Verdict.ACCEPT;
    }

    /** Takes over what the subscription has counted. For the polling thread. */
    void note(Subscription subscription) {
        lost.lazySet(subscription.lost());
        duplicates.lazySet(subscription.duplicates());
    }

    /** For one other thread. */
    Reading read() {
        interval = latencies.getIntervalHistogram(interval);
        return new Reading(
                messages.get(),
                bytes.get(),
                lost.get(),
                duplicates.get(),
                unconfirmed.get(),
                slowestConfirmNs.getAndSet(0),
                interval);
    }

    /** Every topic seen, with its newest prices. */
    Map<Topic, LastQuote> topics() {
        return topics;
    }
}
