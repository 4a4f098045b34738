package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.PositionDecoder;
import org.agrona.DirectBuffer;

/** What a portfolio holds of an instrument. */
public final class Position extends BookRecord {
    private final PositionDecoder decoder = new PositionDecoder();

    Position() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Position();
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
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(PositionDecoder.portfolioLength());
    }

    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(PositionDecoder.symbolLength());
    }

    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(PositionDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(PositionDecoder.currencyLength());
    }

    public BookView view() {
        return decoder.view();
    }

    /** Negative is short. */
    public double quantity() {
        return number(decoder.quantity());
    }

    public double averagePrice() {
        return number(decoder.averagePrice());
    }

    public double marketPrice() {
        return number(decoder.marketPrice());
    }

    public double realisedGain() {
        return number(decoder.realisedGain());
    }

    public double unrealisedGain() {
        return number(decoder.unrealisedGain());
    }

    /** All its fields, exact. Valid as long as the event. */
    public PositionDecoder decoder() {
        return decoder;
    }

    @Override
    public Position copy() {
        return (Position) super.copy();
    }
}
