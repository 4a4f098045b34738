package io.meridian.kernel.report;

import io.meridian.kernel.Refusal;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.RiskEventEncoder;
import io.meridian.plugin.contract.trading.RiskOutcome;
import io.meridian.plugin.contract.trading.Severity;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes what is told of commands that were refused, from the commands themselves: the state has nothing of them. */
final class RefusalWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NAME = NewOrderDecoder.portfolioLength();
    private static final int VENUE = NewOrderDecoder.venueLength();
    private static final int CURRENCY = NewOrderDecoder.currencyLength();
    private static final int ID = NewOrderDecoder.orderIdLength();

    private final Reports out;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder read = new MessageHeaderDecoder();
    private final OrderEventEncoder orderEvent = new OrderEventEncoder();
    private final RiskEventEncoder risk = new RiskEventEncoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final FillDecoder fill = new FillDecoder();
    private State state;

    RefusalWriter(Reports out) {
        this.out = out;
    }

    void of(State newState) {
        state = newState;
    }

    static String sentence(Refusal refusal) {
        return refusal.name() + ": " + refusal.sentence();
    }

    /** A new order that was not taken, as an event of an order that is REJECTED. @param portfolio in place of its own, or null */
    void newOrder(DirectBuffer from, int offset, long time, Refusal refusal, String portfolio) {
        newOrder.wrapAndApplyHeader(from, offset, read);
        int id = newOrder.offset() + NewOrderDecoder.orderIdEncodingOffset();
        if (from.getByte(id) == 0 || !isText(from, id, ID)) {
            return;
        }
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        orderEvent.wrapAndApplyHeader(buffer, 0, header);
        orderEvent.tsEvent(time).tsInit(time).eventNumber(1);
        int at = newOrder.offset();
        copy(from, at + NewOrderDecoder.orderIdEncodingOffset(), OrderEventEncoder.orderIdEncodingOffset(), ID);
        copy(from, at + NewOrderDecoder.parentIdEncodingOffset(), OrderEventEncoder.parentIdEncodingOffset(), ID);
        copy(from, at + NewOrderDecoder.portfolioEncodingOffset(), OrderEventEncoder.portfolioEncodingOffset(), NAME);
        if (portfolio != null && portfolio.length() <= NAME) {
            orderEvent.portfolio(portfolio);
        }
        copy(from, at + NewOrderDecoder.symbolEncodingOffset(), OrderEventEncoder.symbolEncodingOffset(), NAME);
        copy(from, at + NewOrderDecoder.venueEncodingOffset(), OrderEventEncoder.venueEncodingOffset(), VENUE);
        copy(from, at + NewOrderDecoder.currencyEncodingOffset(), OrderEventEncoder.currencyEncodingOffset(), CURRENCY);
        orderEvent
                .quantity()
                .mantissa(newOrder.quantity().mantissa())
                .scale(newOrder.quantity().scale());
        orderEvent.filledQuantity().mantissa(0).scale((byte) 0);
        orderEvent.leavesQuantity().mantissa(0).scale((byte) 0);
        orderEvent.averagePrice().mantissa(Decimals.ABSENT).scale((byte) 0);
        orderEvent
                .limitPrice()
                .mantissa(newOrder.limitPrice().mantissa())
                .scale(newOrder.limitPrice().scale());
        orderEvent
                .stopPrice()
                .mantissa(newOrder.stopPrice().mantissa())
                .scale(newOrder.stopPrice().scale());
        buffer.putByte(
                HEADER + OrderEventEncoder.sideEncodingOffset(),
                from.getByte(at + NewOrderDecoder.sideEncodingOffset()));
        orderEvent
                .previousState(OrderState.NULL_VAL)
                .state(OrderState.REJECTED)
                .cause(OrderCause.RISK)
                .reason(sentence(refusal));
        if (portfolio == null) {
            send(
                    OrderEventEncoder.TEMPLATE_ID,
                    from,
                    at + NewOrderDecoder.portfolioEncodingOffset(),
                    orderEvent.encodedLength());
        } else {
            out.onReport(OrderEventEncoder.TEMPLATE_ID, Names.NONE, buffer, 0, HEADER + orderEvent.encodedLength());
        }
    }

    /** A trade that could not be booked: it happened, so a person must look at it. */
    void fill(DirectBuffer from, int offset, long time, Refusal refusal) {
        fill.wrapAndApplyHeader(from, offset, read);
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        risk.wrapAndApplyHeader(buffer, 0, header);
        risk.tsEvent(time).tsInit(time).rule("FILL_" + refusal.code());
        int at = fill.offset();
        copy(from, at + FillDecoder.portfolioEncodingOffset(), RiskEventEncoder.portfolioEncodingOffset(), NAME);
        copy(from, at + FillDecoder.orderIdEncodingOffset(), RiskEventEncoder.orderIdEncodingOffset(), ID);
        copy(from, at + FillDecoder.symbolEncodingOffset(), RiskEventEncoder.symbolEncodingOffset(), NAME);
        copy(from, at + FillDecoder.venueEncodingOffset(), RiskEventEncoder.venueEncodingOffset(), VENUE);
        risk.measured()
                .mantissa(fill.quantity().mantissa())
                .scale(fill.quantity().scale());
        risk.limitValue().mantissa(Decimals.ABSENT).scale((byte) 0);
        risk.severity(Severity.BREACH)
                .outcome(RiskOutcome.SUSPENDED)
                .reason("trade " + fill.tradeId() + " is not booked. " + sentence(refusal));
        send(RiskEventEncoder.TEMPLATE_ID, from, at + FillDecoder.portfolioEncodingOffset(), risk.encodedLength());
    }

    /** What is no text is left empty: a refused message may hold anything. */
    private void copy(DirectBuffer from, int at, int fieldOffset, int length) {
        if (isText(from, at, length)) {
            buffer.putBytes(HEADER + fieldOffset, from, at, length);
        }
    }

    private static boolean isText(DirectBuffer from, int at, int length) {
        int end = 0;
        while (end < length && from.getByte(at + end) > ' ' && from.getByte(at + end) < 0x7F) {
            end++;
        }
        while (end < length && from.getByte(at + end) == 0) {
            end++;
        }
        return end == length;
    }

    private void send(int template, DirectBuffer from, int portfolioAt, int length) {
        int portfolio = state.names().find(from, portfolioAt, NAME);
        out.onReport(template, Math.max(portfolio, 0), buffer, 0, HEADER + length);
    }
}
