package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import org.agrona.DirectBuffer;

/** Command: cancel what is open of an order. */
public final class CancelOrder extends OrderCommand {
    private final CancelOrderDecoder decoder = new CancelOrderDecoder();

    CancelOrder() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new CancelOrder();
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
        return ids().take(CancelOrderDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(CancelOrderDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(CancelOrderDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(CancelOrderDecoder.venueLength());
    }

    public String requestId() {
        decoder.getRequestId(ids().scratch, 0);
        return ids().take(CancelOrderDecoder.requestIdLength());
    }

    /** All its fields, exact. Valid as long as the event. */
    public CancelOrderDecoder decoder() {
        return decoder;
    }

    @Override
    public CancelOrder copy() {
        return (CancelOrder) super.copy();
    }
}
