package io.meridian.platform.watch;

import io.meridian.bus.Message;
import io.meridian.bus.MessageHandler;
import io.meridian.bus.Subscription;
import io.meridian.bus.Verdict;
import io.meridian.bus.topic.Topic;
import io.meridian.plugin.contract.trading.DecimalDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.QuoteDecoder;
import io.meridian.plugin.contract.trading.TargetPositionDecoder;
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
    private final Map<Topic, LastQuote> topics = new ConcurrentHashMap<>();
    private final Map<String, Double> targets = new ConcurrentHashMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final TargetPositionDecoder target = new TargetPositionDecoder();
    private Histogram interval;

    /** The newest prices of one topic; NaN where there are none. */
    static final class LastQuote {
        private volatile double bid = Double.NaN;
        private volatile double ask = Double.NaN;

        double bid() {
            return bid;
        }

        double ask() {
            return ask;
        }
    }

    /**
     * What came since the reading before, and in all.
     *
     * @param latencies from publishing to delivery, of this interval; valid until the next reading
     */
    record Reading(long messages, long bytes, long lost, long duplicates, Histogram latencies) {}

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
            case QuoteDecoder.TEMPLATE_ID -> takeQuote(message, last);
            case TargetPositionDecoder.TEMPLATE_ID -> takeTarget(message);
            default -> {
                // Counted and timed, and not looked into.
            }
        }
        return Verdict.ACCEPT;
    }

    private void takeQuote(Message message, LastQuote last) {
        if (isWhole(message, QuoteDecoder.BLOCK_LENGTH)) {
            quote.wrapAndApplyHeader(message.buffer(), message.offset(), header);
            last.bid = number(quote.bidPrice());
            last.ask = number(quote.askPrice());
        }
    }

    private void takeTarget(Message message) {
        if (isWhole(message, TargetPositionDecoder.BLOCK_LENGTH)) {
            target.wrapAndApplyHeader(message.buffer(), message.offset(), header);
            targets.put(target.portfolio() + " " + target.symbol(), number(target.quantity()));
        }
    }

    private boolean isWhole(Message message, int blockLength) {
        if (message.length() < MessageHeaderDecoder.ENCODED_LENGTH + blockLength) {
            return false;
        }
        header.wrap(message.buffer(), message.offset());
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.templateId() == message.payloadSchema()
                && header.blockLength() >= blockLength
                && message.length() >= MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
    }

    private static double number(DecimalDecoder decimal) {
        return decimal.mantissa() == DecimalDecoder.mantissaNullValue()
                ? Double.NaN
                : decimal.mantissa() / Math.pow(10, decimal.scale());
    }

    /** Takes over what the subscription has counted. For the polling thread. */
    void note(Subscription subscription) {
        lost.lazySet(subscription.lost());
        duplicates.lazySet(subscription.duplicates());
    }

    /** For one other thread. */
    Reading read() {
        interval = latencies.getIntervalHistogram(interval);
        return new Reading(messages.get(), bytes.get(), lost.get(), duplicates.get(), interval);
    }

    /** What each portfolio is to hold of each symbol, as last said. */
    Map<String, Double> targets() {
        return targets;
    }

    /** Every topic seen, with its newest prices. */
    Map<Topic, LastQuote> topics() {
        return topics;
    }
}
