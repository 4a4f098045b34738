package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BarDecoder;
import org.agrona.DirectBuffer;

/** What happened in one stretch of time. */
public final class Bar extends MarketData {
    private final BarDecoder decoder = new BarDecoder();

    Bar() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Bar();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(BarDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(BarDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(BarDecoder.currencyLength());
    }

    public long beginNs() {
        return decoder.begin();
    }

    public long periodNs() {
        return decoder.period();
    }

    public double open() {
        return number(decoder.openPrice());
    }

    public double high() {
        return number(decoder.highPrice());
    }

    public double low() {
        return number(decoder.lowPrice());
    }

    public double close() {
        return number(decoder.closePrice());
    }

    public double volume() {
        return number(decoder.volume());
    }

    /** Weighted by volume; NaN when not known. */
    public double average() {
        return number(decoder.averagePrice());
    }

    public long trades() {
        return decoder.trades();
    }

    /** Whether it is not over, and another of the same begin follows. */
    public boolean isPartial() {
        return decoder.flags().partial();
    }

    /** All its fields, exact. Valid as long as the event. */
    public BarDecoder decoder() {
        return decoder;
    }

    @Override
    public Bar copy() {
        return (Bar) super.copy();
    }
}
