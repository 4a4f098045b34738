package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.InstrumentDecoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import org.agrona.DirectBuffer;

/** What can be traded, and how. */
public final class Instrument extends MarketData {
    private final InstrumentDecoder decoder = new InstrumentDecoder();

    Instrument() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Instrument();
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
        return texts().take(InstrumentDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(InstrumentDecoder.venueLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(InstrumentDecoder.currencyLength());
    }

    public InstrumentKind kind() {
        return decoder.kind();
    }

    public double tickSize() {
        return number(decoder.tickSize());
    }

    public double lotSize() {
        return number(decoder.lotSize());
    }

    public double multiplier() {
        return number(decoder.multiplier());
    }

    /** All its fields, exact. Valid as long as the event. */
    public InstrumentDecoder decoder() {
        return decoder;
    }

    @Override
    public Instrument copy() {
        return (Instrument) super.copy();
    }
}
