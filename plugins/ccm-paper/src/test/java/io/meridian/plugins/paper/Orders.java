package io.meridian.plugins.paper;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import org.agrona.ExpandableArrayBuffer;

/** Makes order commands for tests, with every field there is. */
final class Orders {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final NewOrderEncoder order = new NewOrderEncoder();

    Orders(String id, Side side, String quantity) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        order.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        order.orderId(id)
                .portfolio("p1")
                .symbol("AAPL")
                .venue("XNAS")
                .currency("USD")
                .side(side);
        Decimal.parse(quantity).write(order.quantity());
        Decimal.writeAbsent(order.limitPrice());
        Decimal.writeAbsent(order.stopPrice());
        Decimal.writeAbsent(order.displayQuantity());
        Decimal.writeAbsent(order.participation());
        order.orderType(OrderType.MARKET).timeInForce(TimeInForce.DAY).algorithm(Algorithm.DIRECT);
    }

    static Orders buy(String id, String quantity) {
        return new Orders(id, Side.BUY, quantity);
    }

    static Orders sell(String id, String quantity) {
        return new Orders(id, Side.SELL, quantity);
    }

    Orders limit(String price) {
        order.orderType(OrderType.LIMIT);
        Decimal.parse(price).write(order.limitPrice());
        return this;
    }

    Orders stop(String price) {
        order.orderType(OrderType.STOP);
        Decimal.parse(price).write(order.stopPrice());
        return this;
    }

    Orders force(TimeInForce force) {
        order.timeInForce(force);
        return this;
    }

    Orders expireAt(long timeNs) {
        order.timeInForce(TimeInForce.GOOD_TILL_TIME).expireAt(timeNs);
        return this;
    }

    Orders postOnly() {
        order.flags().postOnly(true);
        return this;
    }

    Orders display(String quantity) {
        Decimal.parse(quantity).write(order.displayQuantity());
        return this;
    }

    Orders symbol(String symbol) {
        order.symbol(symbol);
        return this;
    }

    byte[] bytes() {
        order.note("");
        byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
