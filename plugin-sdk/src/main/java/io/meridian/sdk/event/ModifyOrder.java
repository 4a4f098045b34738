package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import org.agrona.DirectBuffer;

/** Command: change an open order; what is absent stays. */
public final class ModifyOrder extends OrderCommand {
    private final ModifyOrderDecoder decoder = new ModifyOrderDecoder();

    ModifyOrder() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new ModifyOrder();
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
    public String orderId() {
        decoder.getOrderId(ids().scratch, 0);
        return ids().take(ModifyOrderDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(ModifyOrderDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(ModifyOrderDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(ModifyOrderDecoder.venueLength());
    }

    public String requestId() {
        decoder.getRequestId(ids().scratch, 0);
        return ids().take(ModifyOrderDecoder.requestIdLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(ModifyOrderDecoder.currencyLength());
    }

    public double quantity() {
        return number(decoder.quantity());
    }

    public double limitPrice() {
        return number(decoder.limitPrice());
    }

    public double stopPrice() {
        return number(decoder.stopPrice());
    }

    /** All its fields, exact. Valid as long as the event. */
    public ModifyOrderDecoder decoder() {
        return decoder;
    }

    @Override
    public ModifyOrder copy() {
        return (ModifyOrder) super.copy();
    }
}
