package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.InsightDecoder;
import io.meridian.plugin.contract.trading.InsightDirection;
import org.agrona.DirectBuffer;

/** What a model expects of an instrument. */
public final class Insight extends Event {
    private final InsightDecoder decoder = new InsightDecoder();

    Insight() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Insight();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(InsightDecoder.symbolLength());
    }

    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(InsightDecoder.venueLength());
    }

    public String model() {
        decoder.getSourceModel(texts().scratch, 0);
        return texts().take(InsightDecoder.sourceModelLength());
    }

    public InsightDirection direction() {
        return decoder.direction();
    }

    /** Expected change as a fraction; NaN when not known. */
    public double magnitude() {
        return number(decoder.magnitude());
    }

    /** From 0 to 1; NaN when not known. */
    public double confidence() {
        return number(decoder.confidence());
    }

    public long periodNs() {
        return decoder.period();
    }

    public long generatedAtNs() {
        return decoder.generatedAt();
    }

    /** When it no longer holds. */
    public long closeAtNs() {
        return decoder.closeAt();
    }

    /** All its fields, exact. Valid as long as the event. */
    public InsightDecoder decoder() {
        return decoder;
    }

    @Override
    public Insight copy() {
        return (Insight) super.copy();
    }
}
