package io.meridian.sdk.event;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import org.agrona.DirectBuffer;

/** Command: trade this. */
public final class NewOrder extends OrderCommand {
    private final NewOrderDecoder decoder = new NewOrderDecoder();

    NewOrder() {}

    @Override
    void wrapBlock(DirectBuffer buffer, int offset, int blockLength, int version) {
        decoder.wrap(buffer, offset, blockLength, version);
    }

    @Override
    Event fresh() {
        return new NewOrder();
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
        return ids().take(NewOrderDecoder.orderIdLength());
    }

    @Override
    public String portfolio() {
        decoder.getPortfolio(texts().scratch, 0);
        return texts().take(NewOrderDecoder.portfolioLength());
    }

    @Override
    public String symbol() {
        decoder.getSymbol(texts().scratch, 0);
        return texts().take(NewOrderDecoder.symbolLength());
    }

    @Override
    public String venue() {
        decoder.getVenue(texts().scratch, 0);
        return texts().take(NewOrderDecoder.venueLength());
    }

    public String parentId() {
        decoder.getParentId(ids().scratch, 0);
        return ids().take(NewOrderDecoder.parentIdLength());
    }

    public String account() {
        decoder.getAccount(texts().scratch, 0);
        return texts().take(NewOrderDecoder.accountLength());
    }

    public String model() {
        decoder.getSourceModel(texts().scratch, 0);
        return texts().take(NewOrderDecoder.sourceModelLength());
    }

    public String currency() {
        decoder.getCurrency(texts().scratch, 0);
        return texts().take(NewOrderDecoder.currencyLength());
    }

    public Side side() {
        return decoder.side();
    }

    public OrderType type() {
        return decoder.orderType();
    }

    public TimeInForce timeInForce() {
        return decoder.timeInForce();
    }

    public Algorithm algorithm() {
        return decoder.algorithm();
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
    public NewOrderDecoder decoder() {
        return decoder;
    }

    @Override
    public NewOrder copy() {
        return (NewOrder) super.copy();
    }
}
