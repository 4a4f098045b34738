package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import org.agrona.DirectBuffer;

/** How what was filled of an order is shared out among portfolios; the shares are in the {@link #decoder}. */
public final class Allocation extends Event {
    private final AllocationDecoder decoder = new AllocationDecoder();

    Allocation() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new Allocation();
    }

    @Override
    public long tsEvent() {
        return decoder.tsEvent();
    }

    @Override
    public long tsInit() {
        return decoder.tsInit();
    }

    public String allocationId() {
        decoder.getAllocationId(ids().scratch, 0);
        return ids().take(AllocationDecoder.allocationIdLength());
    }

    public String orderId() {
        decoder.getOrderId(ids().scratch, 0);
        return ids().take(AllocationDecoder.orderIdLength());
    }

    public AllocationMethod method() {
        return decoder.method();
    }

    public AllocationState state() {
        return decoder.state();
    }

    /** All its fields, exact. Valid as long as the event. */
    public AllocationDecoder decoder() {
        return decoder;
    }

    @Override
    public Allocation copy() {
        return (Allocation) super.copy();
    }
}
