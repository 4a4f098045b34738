package io.meridian.sdk;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.MarketData;
import java.time.Duration;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

/** Turns data into insights: what it expects of an instrument, how much, how surely, for how long. */
public abstract class SignalEngine extends Plugin {
    private final EventWriter writer = new EventWriter();
    private final Map<String, Publisher> publishers = new Object2ObjectHashMap<>();
    private final Map<String, String> venues = new Object2ObjectHashMap<>();

    /** The model's name in topics; the plugin's id unless overridden. */
    protected String model() {
        return context().plugin();
    }

    /** Expects the price to rise. See {@link #insight}. */
    protected final long up(String symbol, double magnitude, double confidence, Duration period) {
        return insight(symbol, InsightDirection.UP, magnitude, confidence, period);
    }

    /** Expects the price to fall. */
    protected final long down(String symbol, double magnitude, double confidence, Duration period) {
        return insight(symbol, InsightDirection.DOWN, magnitude, confidence, period);
    }

    /** Expects nothing any more. */
    protected final long flat(String symbol) {
        return insight(symbol, InsightDirection.FLAT, Double.NaN, Double.NaN, Duration.ZERO);
    }

    /**
     * Publishes an insight on {@code platform.signal.insight.{model}.{symbol}}.
     *
     * @param magnitude  expected change as a fraction of the price; {@code NaN} when not known
     * @param confidence from 0 to 1; {@code NaN} when not known
     * @param period     over which it is expected, and after which it no longer holds; zero: until the next one
     * @return the message's tag, or a negative code of {@link Publisher}
     */
    protected final long insight(
            String symbol, InsightDirection direction, double magnitude, double confidence, Duration period) {
        if (context().isHistorical()) {
            return Publisher.HISTORICAL;
        }
        if (confidence < 0 || confidence > 1 || magnitude < 0) {
            throw new IllegalArgumentException("magnitude=" + magnitude + " confidence=" + confidence
                    + ": a magnitude is not negative, and a confidence is from 0 to 1");
        }
        Publisher publisher = publishers.get(symbol);
        if (publisher == null) {
            publisher = publisher(Topics.insight(model(), symbol));
            publishers.put(symbol, publisher);
        }
        long tag = Sending.claim(
                context(), publisher, InsightEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.INSIGHT);
        if (tag > 0) {
            String venue = venues.get(symbol);
            try {
                writer.insight(
                        publisher.buffer(),
                        publisher.offset(),
                        clock().nanoTime(),
                        model(),
                        venue == null ? "" : venue,
                        symbol,
                        direction,
                        magnitude,
                        confidence,
                        period.toNanos());
            } catch (RuntimeException wrong) {
                publisher.abort();
                throw wrong;
            }
            publisher.commit();
        }
        return tag;
    }

    @Override
    final void observe(Event event) {
        if (event instanceof MarketData data && !venues.containsKey(data.symbol())) {
            venues.put(data.symbol(), data.venue());
        }
    }
}
