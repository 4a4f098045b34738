package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import org.agrona.DirectBuffer;

/** Somebody took control of something; the texts are in the {@link #decoder}. */
public final class ControlEvent extends Event {
    private final ControlEventDecoder decoder = new ControlEventDecoder();

    ControlEvent() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new ControlEvent();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String controlId() {
        decoder.getControlId(ids().scratch, 0);
        return ids().take(ControlEventDecoder.controlIdLength());
    }

    public ControlKind kind() {
        return decoder.kind();
    }

    public ControlScope scope() {
        return decoder.scope();
    }

    public long expireAtNs() {
        return decoder.expireAt();
    }

    /** All its fields, exact. Valid as long as the event. */
    public ControlEventDecoder decoder() {
        return decoder;
    }

    @Override
    public ControlEvent copy() {
        return (ControlEvent) super.copy();
    }
}
