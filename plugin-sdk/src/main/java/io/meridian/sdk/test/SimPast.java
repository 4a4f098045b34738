package io.meridian.sdk.test;

import io.meridian.sdk.Topics;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.MarketData;
import java.time.Duration;
import org.agrona.ExpandableArrayBuffer;

/**
 * What was before a test began: it goes into the store that the plugin asks, and to no handler by itself.
 *
 * <pre>{@code
 * sim.past().bars("AAPL", Duration.ofMinutes(1), 100, 101, 102);
 * }</pre>
 */
public final class SimPast {
    private final Sim sim;
    private final EventWriter writer = new EventWriter();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private long trades;

    SimPast(Sim sim) {
        this.sim = sim;
    }

    private long at(Duration ago) {
        if (ago.isNegative()) {
            throw new IllegalArgumentException("ago=" + ago + " is not the past");
        }
        return sim.clock().nanoTime() - ago.toNanos();
    }

    /** A best bid and offer, 1,000 a side. */
    public SimPast quote(String symbol, Duration ago, double bid, double ask) {
        writer.quote(scratch, 0, at(ago), sim.venueName(), symbol, sim.currency(), bid, 1000, ask, 1000);
        return add(MarketData.Kind.QUOTE, symbol, EventWriter.QUOTE);
    }

    public SimPast trade(String symbol, Duration ago, double price, double size) {
        String id = "past-" + ++trades;
        writer.trade(scratch, 0, at(ago), sim.venueName(), symbol, sim.currency(), id, price, size);
        return add(MarketData.Kind.TRADE, symbol, EventWriter.TRADE);
    }

    /** @param ago when it ended */
    public SimPast bar(
            String symbol,
            Duration ago,
            Duration period,
            double open,
            double high,
            double low,
            double close,
            double volume) {
        writer.bar(
                scratch,
                0,
                at(ago),
                period.toNanos(),
                sim.venueName(),
                symbol,
                sim.currency(),
                open,
                high,
                low,
                close,
                volume);
        return add(MarketData.Kind.BAR, symbol, EventWriter.BAR);
    }

    /** Bars one after the other, each of one price; the last one ends now. */
    public SimPast bars(String symbol, Duration period, double... prices) {
        for (int i = 0; i < prices.length; i++) {
            double price = prices[i];
            bar(symbol, period.multipliedBy(prices.length - 1 - i), period, price, price, price, price, 1000);
        }
        return this;
    }

    private SimPast add(MarketData.Kind kind, String symbol, int length) {
        byte[] payload = new byte[length];
        scratch.getBytes(0, payload);
        sim.bus().history().add(Topics.data(kind, sim.venueName(), symbol), payload);
        return this;
    }
}
