package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.InstrumentStatusDecoder;
import io.meridian.plugin.contract.trading.MarketPhase;
import org.agrona.DirectBuffer;

/** Whether an instrument is traded now. */
public final class InstrumentStatus extends MarketData {
    private final InstrumentStatusDecoder decoder = new InstrumentStatusDecoder();

    InstrumentStatus() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new InstrumentStatus();
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
        return texts().take(InstrumentStatusDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(InstrumentStatusDecoder.venueLength());
    }

    public MarketPhase phase() {
        return decoder.phase();
    }

    public long nextChangeNs() {
        return decoder.nextChange();
    }

    /** All its fields, exact. Valid as long as the event. */
    public InstrumentStatusDecoder decoder() {
        return decoder;
    }

    @Override
    public InstrumentStatus copy() {
        return (InstrumentStatus) super.copy();
    }
}
