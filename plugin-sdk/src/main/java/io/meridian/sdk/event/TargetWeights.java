package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import org.agrona.DirectBuffer;

/** How a portfolio is to be spread; the weights are in the {@link #decoder}. */
public final class TargetWeights extends Event {
    private final TargetWeightsDecoder decoder = new TargetWeightsDecoder();

    TargetWeights() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new TargetWeights();
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
        return texts().take(TargetWeightsDecoder.portfolioLength());
    }

    public String model() {
        decoder.getSourceModel(texts().scratch, 0);
        return texts().take(TargetWeightsDecoder.sourceModelLength());
    }

    public TargetScope scope() {
        return decoder.scope();
    }

    public double capital() {
        return number(decoder.capital());
    }

    /** All its fields, exact. Valid as long as the event. */
    public TargetWeightsDecoder decoder() {
        return decoder;
    }

    @Override
    public TargetWeights copy() {
        return (TargetWeights) super.copy();
    }
}
