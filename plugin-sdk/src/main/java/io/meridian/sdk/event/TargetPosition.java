package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.TargetPositionDecoder;
import org.agrona.DirectBuffer;

/** How much of an instrument a portfolio is to hold. */
public final class TargetPosition extends Event {
    private final TargetPositionDecoder decoder = new TargetPositionDecoder();

    TargetPosition() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new TargetPosition();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(TargetPositionDecoder.portfolioLength());
    }

    public String model() {
        decoder.getSourceModel(texts().scratch, 0);
        return texts().take(TargetPositionDecoder.sourceModelLength());
    }

    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(TargetPositionDecoder.symbolLength());
    }

    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(TargetPositionDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(TargetPositionDecoder.currencyLength());
    }

    /** Negative is short. */
    public double quantity() {
        return number(decoder.quantity());
    }

    /** Not to be traded beyond; NaN: at the market. */
    public double limitPrice() {
        return number(decoder.limitPrice());
    }

    public long completeByNs() {
        return decoder.completeBy();
    }

    /** All its fields, exact. Valid as long as the event. */
    public TargetPositionDecoder decoder() {
        return decoder;
    }

    @Override
    public TargetPosition copy() {
        return (TargetPosition) super.copy();
    }
}
