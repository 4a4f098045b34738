package io.meridian.platform.kernel;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.ExpandableArrayBuffer;

/** The few messages that a test around a kernel needs. */
public final class TradingMessages {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int length;

    public byte[] bytes() {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private void begin() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    private static void absent(DecimalEncoder... fields) {
        for (DecimalEncoder field : fields) {
            field.mantissa(Decimals.ABSENT).scale((byte) 0);
        }
    }

    void instrument(String symbol, String venue) {
        begin();
        InstrumentEncoder m = new InstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.symbol(symbol)
                .venue(venue)
                .currency("USD")
                .kind(InstrumentKind.EQUITY)
                .right(OptionRight.NULL_VAL);
        Decimal.parse("0.01").write(m.tickSize());
        Decimal.ONE.write(m.lotSize());
        absent(m.minQuantity());
        absent(m.maxQuantity());
        absent(m.minValue());
        absent(m.multiplier());
        absent(m.strike());
        absent(m.makerFee());
        absent(m.takerFee());
        m.settlementDays((short) 1).title(symbol);
        length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
    }

    public void newOrder(String id, String portfolio, String symbol, String venue, String quantity) {
        begin();
        NewOrderEncoder m = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).portfolio(portfolio).symbol(symbol).venue(venue);
        Decimal.parse(quantity).write(m.quantity());
        absent(m.limitPrice());
        absent(m.stopPrice());
        absent(m.displayQuantity());
        absent(m.participation());
        m.side(Side.BUY)
                .orderType(OrderType.MARKET)
                .timeInForce(TimeInForce.DAY)
                .algorithm(Algorithm.DIRECT);
        m.note("");
        length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
    }

    void report(String id, String portfolio, long number, OrderState state, OrderCause cause) {
        begin();
        OrderEventEncoder m = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).portfolio(portfolio).eventNumber(number).side(Side.BUY);
        m.previousState(OrderState.NULL_VAL).state(state).cause(cause);
        absent(m.quantity());
        absent(m.filledQuantity());
        absent(m.leavesQuantity());
        absent(m.averagePrice());
        absent(m.limitPrice());
        absent(m.stopPrice());
        m.reason("");
        length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
    }

    public void fill(
            String trade, String order, String portfolio, String symbol, String venue, String quantity, String price) {
        begin();
        FillEncoder m = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tradeId(trade)
                .orderId(order)
                .portfolio(portfolio)
                .symbol(symbol)
                .venue(venue)
                .currency("USD");
        m.side(Side.BUY).kind(FillKind.NEW).liquidity(Liquidity.NULL_VAL);
        Decimal.parse(quantity).write(m.quantity());
        Decimal.parse(price).write(m.price());
        m.fee().mantissa(0).scale((byte) 0).currency("USD");
        length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
    }
}
