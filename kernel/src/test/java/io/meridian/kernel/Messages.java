package io.meridian.kernel;

import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.trading.ActionKind;
import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.AllocationEncoder;
import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import io.meridian.plugin.contract.trading.BookSettingsEncoder;
import io.meridian.plugin.contract.trading.BusinessDayEncoder;
import io.meridian.plugin.contract.trading.CalendarEncoder;
import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.CashKind;
import io.meridian.plugin.contract.trading.CashMovementEncoder;
import io.meridian.plugin.contract.trading.ControlEventEncoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.CorporateActionEncoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.InstrumentEncoder;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.LotMethod;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.ModifyOrderEncoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OptionRight;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementEncoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.RiskLimitEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.trading.TradeEncoder;
import io.meridian.plugin.contract.value.Decimal;
import java.time.DayOfWeek;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes messages of the trading schema for tests, from texts. One message at a time. */
final class Messages {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int length;

    int length() {
        return length;
    }

    private void done(int encoded) {
        length = MessageHeaderEncoder.ENCODED_LENGTH + encoded;
    }

    private void begin() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    static void put(DecimalEncoder to, String number) {
        if (number == null || number.isEmpty()) {
            Decimal.writeAbsent(to);
        } else {
            Decimal.parse(number).write(to);
        }
    }

    static void put(MoneyEncoder to, String amount, String currency) {
        Decimal number = Decimal.parse(amount);
        to.mantissa(number.mantissa()).scale((byte) number.scale()).currency(currency);
    }

    Messages instrument(String symbol, String venue, String currency, String tick, String lot, int days) {
        return instrument(symbol, venue, currency, tick, lot, "1", days);
    }

    Messages instrument(
            String symbol, String venue, String currency, String tick, String lot, String multiplier, int days) {
        begin();
        InstrumentEncoder m = new InstrumentEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.symbol(symbol)
                .venue(venue)
                .currency(currency)
                .kind(InstrumentKind.EQUITY)
                .settlementDays((short) days);
        m.right(OptionRight.NULL_VAL);
        put(m.tickSize(), tick);
        put(m.lotSize(), lot);
        put(m.minQuantity(), null);
        put(m.maxQuantity(), null);
        put(m.minValue(), null);
        put(m.multiplier(), multiplier);
        put(m.strike(), null);
        put(m.makerFee(), null);
        put(m.takerFee(), null);
        m.title("");
        done(m.encodedLength());
        return this;
    }

    /** What an order can say beyond the usual. */
    record Terms(
            OrderType type,
            TimeInForce force,
            String limit,
            String stop,
            String display,
            long expireAt,
            String parent) {
        static Terms limit(String price) {
            return new Terms(OrderType.LIMIT, TimeInForce.DAY, price, null, null, 0, "");
        }

        static Terms market() {
            return new Terms(OrderType.MARKET, TimeInForce.DAY, null, null, null, 0, "");
        }
    }

    Messages newOrder(String id, String portfolio, String symbol, Side side, String quantity, Terms terms) {
        begin();
        NewOrderEncoder m = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.expireAt(terms.expireAt())
                .orderId(id)
                .parentId(terms.parent())
                .portfolio(portfolio)
                .sourceModel("model");
        m.symbol(symbol)
                .side(side)
                .orderType(terms.type())
                .timeInForce(terms.force())
                .algorithm(Algorithm.DIRECT);
        put(m.quantity(), quantity);
        put(m.limitPrice(), terms.limit());
        put(m.stopPrice(), terms.stop());
        put(m.displayQuantity(), terms.display());
        put(m.participation(), null);
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages modify(String id, String request, String quantity, String limit) {
        begin();
        ModifyOrderEncoder m = new ModifyOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).requestId(request);
        put(m.quantity(), quantity);
        put(m.limitPrice(), limit);
        put(m.stopPrice(), null);
        put(m.displayQuantity(), null);
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages cancel(String id, String request) {
        begin();
        CancelOrderEncoder m = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).requestId(request).note("");
        done(m.encodedLength());
        return this;
    }

    Messages report(String id, long number, String request, OrderState state, OrderCause cause) {
        return report(id, number, request, "", state, cause);
    }

    Messages report(String id, long number, String request, String venueOrderId, OrderState state, OrderCause cause) {
        begin();
        OrderEventEncoder m = new OrderEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.orderId(id).eventNumber(number).requestId(request).venueOrderId(venueOrderId);
        m.state(state).previousState(OrderState.NULL_VAL).cause(cause).side(Side.BUY);
        put(m.quantity(), null);
        put(m.filledQuantity(), null);
        put(m.leavesQuantity(), null);
        put(m.averagePrice(), null);
        put(m.limitPrice(), null);
        put(m.stopPrice(), null);
        m.reason("");
        done(m.encodedLength());
        return this;
    }

    /** Writes the portfolio into the message that was just made, where its kind has one. */
    Messages ofPortfolio(String portfolio) {
        putPortfolio(buffer, length(), portfolio);
        return this;
    }

    static void putPortfolio(UnsafeBuffer buffer, int length, String portfolio) {
        int at = switch (Schemas.idOf(buffer, 0, length)) {
            case ModifyOrderEncoder.TEMPLATE_ID -> ModifyOrderEncoder.portfolioEncodingOffset();
            case CancelOrderEncoder.TEMPLATE_ID -> CancelOrderEncoder.portfolioEncodingOffset();
            case OrderEventEncoder.TEMPLATE_ID -> OrderEventEncoder.portfolioEncodingOffset();
            case PlacementEncoder.TEMPLATE_ID -> PlacementEncoder.portfolioEncodingOffset();
            case FillEncoder.TEMPLATE_ID -> FillEncoder.portfolioEncodingOffset();
            default -> -1;
        };
        if (at >= 0) {
            buffer.putStringWithoutLengthAscii(MessageHeaderEncoder.ENCODED_LENGTH + at, portfolio);
        }
    }

    /** Writes into the report that was just made which quantity it is about. */
    Messages aboutQuantity(String quantity) {
        put(
                new OrderEventEncoder()
                        .wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH)
                        .quantity(),
                quantity);
        return this;
    }

    Messages placement(String id, String order, String venue, String quantity, PlacementState state, long tsInit) {
        begin();
        PlacementEncoder m = new PlacementEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tsInit(tsInit).placementId(id).orderId(order).venue(venue).side(Side.BUY);
        m.orderType(OrderType.MARKET).timeInForce(TimeInForce.DAY).state(state);
        put(m.quantity(), quantity);
        put(m.filledQuantity(), null);
        put(m.limitPrice(), null);
        m.reason("");
        done(m.encodedLength());
        return this;
    }

    Messages fill(FillValues v) {
        begin();
        FillEncoder m = new FillEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tradeId(v.tradeId()).orderId(v.order()).placementId(v.placement()).referencedTradeId(v.referenced());
        m.venue(v.venue()).side(v.side()).kind(v.kind()).liquidity(Liquidity.NULL_VAL);
        m.tradeDate(v.tradeDate()).settlementDate(v.settlementDate());
        put(m.price(), v.price());
        put(m.quantity(), v.quantity());
        put(m.fee(), v.fee(), v.feeCurrency());
        done(m.encodedLength());
        return this;
    }

    Messages cash(String id, String portfolio, String amount, String currency, int date) {
        begin();
        CashMovementEncoder m = new CashMovementEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.movementId(id).portfolio(portfolio).kind(CashKind.DEPOSIT).settlementDate(date);
        put(m.amount(), amount, currency);
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages action(String id, String symbol, ActionKind kind, String amount, int newShares, int oldShares, int pay) {
        return action(id, symbol, kind, amount, "USD", newShares, oldShares, pay);
    }

    /** @param amount null when there is none */
    Messages action(
            String id,
            String symbol,
            ActionKind kind,
            String amount,
            String currency,
            int newShares,
            int oldShares,
            int pay) {
        begin();
        CorporateActionEncoder m = new CorporateActionEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.actionId(id)
                .symbol(symbol)
                .kind(kind)
                .newShares(newShares)
                .oldShares(oldShares)
                .payDate(pay);
        if (amount == null) {
            m.amount().mantissa(MoneyEncoder.mantissaNullValue());
        } else {
            put(m.amount(), amount, currency);
        }
        m.note("");
        done(m.encodedLength());
        return this;
    }

    Messages lotMethod(String id, String portfolio, LotMethod method) {
        begin();
        BookSettingsEncoder m = new BookSettingsEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.settingsId(id).portfolio(portfolio).lotMethod(method);
        done(m.encodedLength());
        return this;
    }

    Messages day(int date, DayPhase phase) {
        begin();
        BusinessDayEncoder m = new BusinessDayEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.date(date).phase(phase);
        done(m.encodedLength());
        return this;
    }

    Messages calendar(String name, int... holidays) {
        return calendar(name, 0, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), holidays);
    }

    /** @param tsInit tells calendars of one name apart */
    Messages calendar(String name, long tsInit, Set<DayOfWeek> weekend, int... holidays) {
        begin();
        CalendarEncoder m = new CalendarEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.tsInit(tsInit).name(name);
        m.weekend().clear();
        // Its bits are the weekdays, Monday the lowest.
        int bits = CalendarEncoder.weekendEncodingOffset() + MessageHeaderEncoder.ENCODED_LENGTH;
        buffer.putByte(bits, (byte)
                weekend.stream().mapToInt(day -> 1 << day.ordinal()).sum());
        CalendarEncoder.HolidaysEncoder group = m.holidaysCount(holidays.length);
        for (int holiday : holidays) {
            group.next().date(holiday);
        }
        done(m.encodedLength());
        return this;
    }

    Messages quote(String symbol, String venue, String bid, String ask) {
        begin();
        QuoteEncoder m = new QuoteEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.symbol(symbol).venue(venue);
        put(m.bidPrice(), bid);
        put(m.bidSize(), null);
        put(m.askPrice(), ask);
        put(m.askSize(), null);
        done(m.encodedLength());
        return this;
    }

    Messages trade(String symbol, String venue, String price) {
        begin();
        TradeEncoder m = new TradeEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.symbol(symbol).venue(venue).aggressor(Side.NULL_VAL);
        put(m.price(), price);
        put(m.size(), null);
        done(m.encodedLength());
        return this;
    }

    Messages limit(String id, LimitRule rule, LimitOf of, String soft, String hard, long window) {
        begin();
        RiskLimitEncoder m = new RiskLimitEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.limitId(id).rule(rule).window(window).portfolio(of.portfolio()).sender(of.sender());
        m.symbol(of.symbol()).currency(of.currency());
        put(m.softLimit(), soft);
        put(m.hardLimit(), hard);
        m.actor("").reason("");
        done(m.encodedLength());
        return this;
    }

    /** What a limit is for. */
    record LimitOf(String portfolio, String sender, String symbol, String currency) {
        static final LimitOf ALL = new LimitOf("", "", "", "");
        static final LimitOf DOLLARS = new LimitOf("", "", "", "USD");
        static final LimitOf APPLE = new LimitOf("", "", "AAPL", "");
    }

    Messages control(String id, ControlKind kind, ControlScope scope, String target) {
        begin();
        ControlEventEncoder m = new ControlEventEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.controlId(id).kind(kind).scope(scope).target(target).actor("").reason("");
        done(m.encodedLength());
        return this;
    }

    /** Shares as portfolio=number: quantities of AVERAGE_PRICE, weights of the others. */
    Messages allocation(String id, String order, AllocationMethod method, AllocationState state, String... shares) {
        begin();
        AllocationEncoder m = new AllocationEncoder().wrapAndApplyHeader(buffer, 0, header);
        m.allocationId(id).orderId(order).method(method).state(state);
        AllocationEncoder.SharesEncoder group = m.sharesCount(shares.length);
        for (String share : shares) {
            String[] parts = share.split("=");
            group.next().portfolio(parts[0]).account("");
            put(group.weight(), method == AllocationMethod.AVERAGE_PRICE ? null : parts[1]);
            put(group.quantity(), method == AllocationMethod.AVERAGE_PRICE ? parts[1] : null);
        }
        done(m.encodedLength());
        return this;
    }
}
