package io.meridian.kernel.hub;

import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An order as the kernel has it now, as a message: what is handed to whoever looks at it, works it, or is to give it back. */
final class OrderOfState {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final NewOrderEncoder order = new NewOrderEncoder();

    DirectBuffer buffer() {
        return buffer;
    }

    /** Writes a CancelOrder from 0 on, with the id of the request that waits. @return the length */
    int writeCancel(State state, int place, long time) {
        Orders orders = state.orders();
        Instruments instruments = state.instruments();
        int instrument = orders.instrument(place);
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        cancel.wrapAndApplyHeader(buffer, 0, header);
        cancel.tsEvent(time).tsInit(time);
        orders.writeId(place, buffer, HEADER + CancelOrderEncoder.orderIdEncodingOffset());
        orders.writeRequestId(place, buffer, HEADER + CancelOrderEncoder.requestIdEncodingOffset());
        Names names = state.names();
        name(
                names,
                orders.portfolio(place),
                CancelOrderEncoder.portfolioEncodingOffset(),
                CancelOrderEncoder.portfolioLength());
        name(
                names,
                instruments.symbol(instrument),
                CancelOrderEncoder.symbolEncodingOffset(),
                CancelOrderEncoder.symbolLength());
        name(
                names,
                instruments.venue(instrument),
                CancelOrderEncoder.venueEncodingOffset(),
                CancelOrderEncoder.venueLength());
        cancel.note("");
        return HEADER + cancel.encodedLength();
    }

    /** Writes a NewOrder from 0 on. @return the length */
    int write(State state, int place, long time) {
        Orders orders = state.orders();
        Instruments instruments = state.instruments();
        int instrument = orders.instrument(place);
        int priceScale = instruments.priceScale(instrument);
        int quantityScale = instruments.quantityScale(instrument);
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        order.wrapAndApplyHeader(buffer, 0, header);
        order.tsEvent(orders.createdAt(place))
                .tsInit(time)
                .expireAt(orders.expireAt(place))
                .startAt(orders.startAt(place))
                .endAt(orders.endAt(place));
        orders.writeId(place, buffer, HEADER + NewOrderEncoder.orderIdEncodingOffset());
        long parent = orders.parent(place);
        if (parent != 0 && orders.isKept(parent)) {
            orders.writeId(orders.place(parent), buffer, HEADER + NewOrderEncoder.parentIdEncodingOffset());
        }
        Names names = state.names();
        name(
                names,
                orders.portfolio(place),
                NewOrderDecoder.portfolioEncodingOffset(),
                NewOrderDecoder.portfolioLength());
        name(names, orders.account(place), NewOrderDecoder.accountEncodingOffset(), NewOrderDecoder.accountLength());
        name(
                names,
                orders.model(place),
                NewOrderDecoder.sourceModelEncodingOffset(),
                NewOrderDecoder.sourceModelLength());
        name(
                names,
                instruments.symbol(instrument),
                NewOrderDecoder.symbolEncodingOffset(),
                NewOrderDecoder.symbolLength());
        name(
                names,
                instruments.venue(instrument),
                NewOrderDecoder.venueEncodingOffset(),
                NewOrderDecoder.venueLength());
        name(
                names,
                instruments.currency(instrument),
                NewOrderDecoder.currencyEncodingOffset(),
                NewOrderDecoder.currencyLength());
        put(order.quantity(), orders.quantity(place), quantityScale);
        put(order.limitPrice(), orders.limit(place), priceScale);
        put(order.stopPrice(), orders.stop(place), priceScale);
        put(order.displayQuantity(), orders.display(place), quantityScale);
        put(order.participation(), orders.participation(place), Instruments.FACTOR_SCALE);
        order.side(Side.get((short) orders.side(place)))
                .orderType(OrderType.get((short) orders.type(place)))
                .timeInForce(TimeInForce.get((short) orders.timeInForce(place)))
                .algorithm(Algorithm.get((short) orders.algorithm(place)));
        buffer.putByte(HEADER + NewOrderEncoder.flagsEncodingOffset(), (byte) orders.flags(place));
        order.note("");
        return HEADER + order.encodedLength();
    }

    private void name(Names names, int name, int fieldOffset, int length) {
        names.write(name, buffer, HEADER + fieldOffset, length);
    }

    private static void put(DecimalEncoder to, long mantissa, int scale) {
        to.mantissa(mantissa).scale((byte) (Decimals.isAbsent(mantissa) ? 0 : scale));
    }
}
