package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.QuoteDecoder;
import org.agrona.DirectBuffer;

/** Best bid and offer. */
public final class Quote extends MarketData {
    private final QuoteDecoder decoder = new QuoteDecoder();

    Quote() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Quote();
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
        return texts().take(QuoteDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(QuoteDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(QuoteDecoder.currencyLength());
    }

    /** NaN when nobody bids. */
    public double bid() {
        return number(decoder.bidPrice());
    }

    public double bidSize() {
        return number(decoder.bidSize());
    }

    /** NaN when nobody offers. */
    public double ask() {
        return number(decoder.askPrice());
    }

    public double askSize() {
        return number(decoder.askSize());
    }

    /** Halfway between bid and offer; NaN when one is missing. */
    public double mid() {
        return (bid() + ask()) / 2;
    }

    /** Offer less bid. */
    public double spread() {
        return ask() - bid();
    }

    /** All its fields, exact. Valid as long as the event. */
    public QuoteDecoder decoder() {
        return decoder;
    }

    @Override
    public Quote copy() {
        return (Quote) super.copy();
    }
}
