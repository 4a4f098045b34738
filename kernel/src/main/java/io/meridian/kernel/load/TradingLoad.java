package io.meridian.kernel.load;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.Kernel;
import io.meridian.kernel.Sender;
import io.meridian.kernel.book.Dates;
import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.BusinessDayEncoder;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.RiskLimitEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimals;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives a kernel one command after the other: each order is sent, checked by compliance, taken by the venue and filled in part;
 * then it is filled whole and settled, or cancelled. {@link #next} allocates nothing of its own.
 *
 * <p>To measure: make one, call {@link #next} a few 100,000 times to warm it up, and then time it, or each call.
 */
public final class TradingLoad {
    private static final int INSTRUMENTS = 64;
    private static final int STEPS = 8;
    private static final int ORDERS_PER_DAY = 20_000;
    private static final int FIRST_DAY = 20_000;
    private static final long STEP_NS = 1_000;

    private final Kernel kernel;
    private final Sender strategy = new Sender(Pool.STRATEGY, "load-strategy");
    private final Sender compliance = new Sender(Pool.OMS, "load-oms");
    private final Sender venue = new Sender(Pool.CCM, "load-ccm");
    private final Sender books = new Sender(Pool.BOR, "load-bor");
    private final Sender data = new Sender(Pool.DGM, "load-dgm");

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer orderBytes = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer reportBytes = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer fillBytes = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer cancelBytes = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer dayBytes = new UnsafeBuffer(new byte[64]);
    private final NewOrderEncoder order = new NewOrderEncoder();
    private final OrderEventEncoder report = new OrderEventEncoder();
    private final FillEncoder fill = new FillEncoder();
    private final CancelOrderEncoder cancel = new CancelOrderEncoder();
    private final BusinessDayEncoder day = new BusinessDayEncoder();
    private final int orderLength;
    private final int reportLength;
    private final int fillLength;
    private final int cancelLength;

    private long now = 1_700_000_000_000_000_000L;
    private long orders;
    private int step;
    private int today;
    private boolean dayOpen;

    /** Defines instruments at once. There are no limits until {@link #limit}. */
    public TradingLoad(Kernel kernel) {
        this.kernel = kernel;
        orderLength = prepareOrder();
        reportLength = prepareReport();
        fillLength = prepareFill();
        cancelLength = prepareCancel();
        day.wrapAndApplyHeader(dayBytes, 0, header);
        for (int i = 0; i < INSTRUMENTS; i++) {
            define(i);
        }
    }

    /** Sets the usual limits for all, so wide that they refuse nothing; each new order is then checked against them. */
    public void limit() {
        set(LimitRule.PRICE_COLLAR, "", 1, 0);
        set(LimitRule.QUANTITY, "", 1_000_000, 0);
        set(LimitRule.VALUE, "USD", 1_000_000_000, 0);
        set(LimitRule.MESSAGE_RATE, "", 10_000_000, 1_000_000_000);
        set(LimitRule.POSITION, "", 1_000_000_000_000L, 0);
        set(LimitRule.GROSS_EXPOSURE, "USD", 1_000_000_000_000L, 0);
        set(LimitRule.NET_EXPOSURE, "USD", 1_000_000_000_000L, 0);
    }

    private void set(LimitRule rule, String currency, long hard, long window) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[1024]);
        RiskLimitEncoder m = new RiskLimitEncoder().wrapAndApplyHeader(bytes, 0, header);
        m.limitId(rule.name()).rule(rule).currency(currency).window(window);
        m.softLimit().mantissa(Decimals.ABSENT);
        m.hardLimit().mantissa(hard).scale((byte) 0);
        m.actor("").reason("");
        int length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
        if (kernel.take(new Sender(Pool.PERSON, "load-person"), now, bytes, 0, length) < 0) {
            throw new IllegalStateException("limit=" + rule + " was refused");
        }
    }

    /** How many orders were sent. */
    public long orders() {
        return orders;
    }

    /** One command. @return the kernel's answer; below 0 it was refused, which here is a defect */
    public long next() {
        now += STEP_NS;
        if (step == 0) {
            if (!dayOpen || orders % ORDERS_PER_DAY == 0 && orders > 0 && today * (long) ORDERS_PER_DAY <= orders) {
                return turnDay();
            }
            orders++;
        }
        boolean cancelled = (orders & 1) == 0;
        long answer = switch (step) {
            case 0 -> send();
            case 1 -> report(compliance, OrderState.PENDING_COMPLIANCE, OrderCause.COMPLIANCE);
            case 2 -> report(compliance, OrderState.COMPLIANCE_APPROVED, OrderCause.COMPLIANCE);
            case 3 -> report(venue, OrderState.OPEN, OrderCause.VENUE);
            case 4 -> trade(1, 40);
            case 5 -> cancelled ? cancel() : trade(2, 60);
            case 6 ->
                cancelled
                        ? report(venue, OrderState.CANCELLED, OrderCause.VENUE)
                        : report(books, OrderState.PENDING_SETTLEMENT, OrderCause.SETTLEMENT);
            default -> report(books, OrderState.SETTLED, OrderCause.SETTLEMENT);
        };
        step = step + 1 == STEPS || cancelled && step == 6 ? 0 : step + 1;
        return answer;
    }

    private long turnDay() {
        if (!dayOpen) {
            today++;
        }
        day.date(Dates.ofDay(FIRST_DAY + today)).phase(dayOpen ? DayPhase.END : DayPhase.BEGIN);
        dayOpen = !dayOpen;
        return kernel.take(books, now, dayBytes, 0, MessageHeaderEncoder.ENCODED_LENGTH + day.encodedLength());
    }

    private long send() {
        putNumber(orderBytes, order.offset() + NewOrderEncoder.orderIdEncodingOffset(), orders);
        int instrument = (int) (orders * 7 % INSTRUMENTS);
        putSymbol(orderBytes, order.offset() + NewOrderEncoder.symbolEncodingOffset(), instrument);
        order.side(side());
        order.limitPrice().mantissa(price()).scale((byte) 2);
        return kernel.take(strategy, now, orderBytes, 0, orderLength);
    }

    private Side side() {
        return (orders & 2) == 0 ? Side.BUY : Side.SELL;
    }

    private long price() {
        return 10_000 + orders % 100;
    }

    private long report(Sender sender, OrderState state, OrderCause cause) {
        putNumber(reportBytes, report.offset() + OrderEventEncoder.orderIdEncodingOffset(), orders);
        report.state(state).cause(cause).eventNumber(step);
        return kernel.take(sender, now, reportBytes, 0, reportLength);
    }

    private long trade(int number, long quantity) {
        putNumber(fillBytes, fill.offset() + FillEncoder.orderIdEncodingOffset(), orders);
        putNumber(fillBytes, fill.offset() + FillEncoder.tradeIdEncodingOffset(), orders * 4 + number);
        fill.side(side());
        fill.price().mantissa(price()).scale((byte) 2);
        fill.quantity().mantissa(quantity).scale((byte) 0);
        return kernel.take(venue, now, fillBytes, 0, fillLength);
    }

    private long cancel() {
        putNumber(cancelBytes, cancel.offset() + CancelOrderEncoder.orderIdEncodingOffset(), orders);
        putNumber(cancelBytes, cancel.offset() + CancelOrderEncoder.requestIdEncodingOffset(), orders);
        return kernel.take(strategy, now, cancelBytes, 0, cancelLength);
    }

    // Ids are sixteen letters that stand for the digits of a number.

    private static void putNumber(UnsafeBuffer buffer, int offset, long number) {
        buffer.putLong(offset, letters(number >>> 32), LITTLE_ENDIAN);
        buffer.putLong(offset + 8, letters(number), LITTLE_ENDIAN);
    }

    private static long letters(long number) {
        long letters = 0;
        for (int i = 0; i < 8; i++) {
            letters = letters << 8 | 'A' + (number >>> i * 4 & 15);
        }
        return letters;
    }

    private static void putSymbol(UnsafeBuffer buffer, int offset, int instrument) {
        buffer.putByte(offset, (byte) 'S');
        buffer.putByte(offset + 1, (byte) ('A' + instrument / 8));
        buffer.putByte(offset + 2, (byte) ('A' + instrument % 8));
    }

    private void define(int instrument) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[1024]);
        InstrumentEncoder m = new InstrumentEncoder().wrapAndApplyHeader(bytes, 0, header);
        putSymbol(bytes, m.offset() + InstrumentEncoder.symbolEncodingOffset(), instrument);
        m.venue("XLOD").currency("USD").kind(InstrumentKind.EQUITY).right(OptionRight.NULL_VAL);
        m.settlementDays((short) 1);
        m.tickSize().mantissa(1).scale((byte) 2);
        m.lotSize().mantissa(1).scale((byte) 0);
        m.minQuantity().mantissa(Decimals.ABSENT);
        m.maxQuantity().mantissa(Decimals.ABSENT);
        m.minValue().mantissa(Decimals.ABSENT);
        m.multiplier().mantissa(Decimals.ABSENT);
        m.title("");
        int length = MessageHeaderEncoder.ENCODED_LENGTH + m.encodedLength();
        if (kernel.take(data, now, bytes, 0, length) < 0) {
            throw new IllegalStateException("instrument=" + instrument + " was refused");
        }
    }

    private int prepareOrder() {
        order.wrapAndApplyHeader(orderBytes, 0, header);
        order.portfolio("load").sourceModel("load").venue("XLOD").currency("USD");
        order.orderType(OrderType.LIMIT)
                .timeInForce(TimeInForce.GOOD_TILL_CANCEL)
                .algorithm(Algorithm.DIRECT);
        order.quantity().mantissa(100).scale((byte) 0);
        order.stopPrice().mantissa(Decimals.ABSENT);
        order.displayQuantity().mantissa(Decimals.ABSENT);
        order.participation().mantissa(Decimals.ABSENT);
        order.note("");
        return MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength();
    }

    private int prepareReport() {
        report.wrapAndApplyHeader(reportBytes, 0, header);
        report.portfolio("load").previousState(OrderState.NULL_VAL);
        report.quantity().mantissa(Decimals.ABSENT);
        report.limitPrice().mantissa(Decimals.ABSENT);
        report.reason("");
        return MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength();
    }

    private int prepareFill() {
        fill.wrapAndApplyHeader(fillBytes, 0, header);
        fill.portfolio("load").venue("XLOD").currency("USD").kind(FillKind.NEW).liquidity(Liquidity.TAKER);
        fill.fee().mantissa(12).scale((byte) 2).currency("USD");
        return MessageHeaderEncoder.ENCODED_LENGTH + fill.encodedLength();
    }

    private int prepareCancel() {
        cancel.wrapAndApplyHeader(cancelBytes, 0, header);
        cancel.portfolio("load").note("");
        return MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength();
    }
}
