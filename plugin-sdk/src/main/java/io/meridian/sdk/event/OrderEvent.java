package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import org.agrona.DirectBuffer;

/** An order is now in this state. */
public final class OrderEvent extends OrderReport {
    private final OrderEventDecoder decoder = new OrderEventDecoder();

    OrderEvent() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new OrderEvent();
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
        return ids().take(OrderEventDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(OrderEventDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(OrderEventDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(OrderEventDecoder.venueLength());
    }

    public String parentId() {
        decoder.getParentId(ids().scratch, 0);
        return ids().take(OrderEventDecoder.parentIdLength());
    }

    public String venueOrderId() {
        decoder.getVenueOrderId(ids().scratch, 0);
        return ids().take(OrderEventDecoder.venueOrderIdLength());
    }

    public String requestId() {
        decoder.getRequestId(ids().scratch, 0);
        return ids().take(OrderEventDecoder.requestIdLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(OrderEventDecoder.currencyLength());
    }

    public Side side() {
        return decoder.side();
    }

    public OrderState state() {
        return decoder.state();
    }

    public OrderState previousState() {
        return decoder.previousState();
    }

    public OrderCause cause() {
        return decoder.cause();
    }

    public long eventNumber() {
        return decoder.eventNumber();
    }

    public double quantity() {
        return number(decoder.quantity());
    }

    public double filledQuantity() {
        return number(decoder.filledQuantity());
    }

    public double leavesQuantity() {
        return number(decoder.leavesQuantity());
    }

    public double limitPrice() {
        return number(decoder.limitPrice());
    }

    public double averagePrice() {
        return number(decoder.averagePrice());
    }

    /** Why, where somebody refused or stopped it. Allocates. */
    public String reason() {
        decoder.sbeRewind();
        return decoder.reason();
    }

    /** All its fields, exact. Valid as long as the event. */
    public OrderEventDecoder decoder() {
        return decoder;
    }

    @Override
    public OrderEvent copy() {
        return (OrderEvent) super.copy();
    }
}
