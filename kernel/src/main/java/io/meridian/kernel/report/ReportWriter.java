package io.meridian.kernel.report;

import io.meridian.kernel.journal.LimitReachedDecoder;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Placements;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.CashEncoder;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.Liquidity;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.MoneyEncoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementEncoder;
import io.meridian.plugin.contract.trading.PositionEncoder;
import io.meridian.plugin.contract.trading.RiskEventEncoder;
import io.meridian.plugin.contract.trading.RiskOutcome;
import io.meridian.plugin.contract.trading.Severity;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes messages of the trading schema from what the state has. */
final class ReportWriter {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NAME = NewOrderDecoder.portfolioLength();
    private static final int VENUE = NewOrderDecoder.venueLength();
    private static final int CURRENCY = NewOrderDecoder.currencyLength();

    private static final byte[] NOTHING = {};

    private final Reports out;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer requestId = new UnsafeBuffer(new byte[Orders.ID_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final OrderEventEncoder orderEvent = new OrderEventEncoder();
    private final PlacementEncoder placement = new PlacementEncoder();
    private final FillEncoder fill = new FillEncoder();
    private final PositionEncoder position = new PositionEncoder();
    private final CashEncoder cash = new CashEncoder();
    private final RiskEventEncoder risk = new RiskEventEncoder();
    private State state;
    private Orders orders;
    private Instruments instruments;

    ReportWriter(Reports out) {
        this.out = out;
    }

    void of(State newState) {
        state = newState;
        orders = newState.orders();
        instruments = newState.instruments();
    }

    private void begin() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    private void name(int name, int fieldOffset, int length) {
        state.names().write(name, buffer, HEADER + fieldOffset, length);
    }

    private static void put(DecimalEncoder to, long mantissa, int scale) {
        to.mantissa(mantissa).scale((byte) (Decimals.isAbsent(mantissa) ? 0 : scale));
    }

    private void put(MoneyEncoder to, long amount, int scale, int currency) {
        to.mantissa(amount).scale((byte) scale);
        state.names().write(currency, buffer, to.offset() + MoneyDecoder.currencyEncodingOffset(), CURRENCY);
    }

    /** An order as it is now. @param reason why, where somebody said so; else empty */
    void order(int order, long time, OrderState before, short cause, String reason) {
        orders.writeRequestId(order, requestId, 0);
        order(order, time, before, cause, reason, requestId, 0);
    }

    /** As above, in answer to another request than the last one that was taken. */
    void order(
            int order,
            long time,
            OrderState before,
            short cause,
            String reason,
            DirectBuffer requestFrom,
            int requestIdAt) {
        int instrument = orders.instrument(order);
        int priceScale = instruments.priceScale(instrument);
        int quantityScale = instruments.quantityScale(instrument);
        begin();
        orderEvent.wrapAndApplyHeader(buffer, 0, header);
        orderEvent.tsEvent(time).tsInit(time).eventNumber(orders.events(order) + 1);
        orders.writeId(order, buffer, HEADER + OrderEventEncoder.orderIdEncodingOffset());
        long parent = orders.parent(order);
        if (parent != 0 && orders.isKept(parent)) {
            orders.writeId(orders.place(parent), buffer, HEADER + OrderEventEncoder.parentIdEncodingOffset());
        }
        orders.writeVenueId(order, buffer, HEADER + OrderEventEncoder.venueOrderIdEncodingOffset());
        buffer.putBytes(
                HEADER + OrderEventEncoder.requestIdEncodingOffset(), requestFrom, requestIdAt, Orders.ID_LENGTH);
        name(orders.portfolio(order), OrderEventEncoder.portfolioEncodingOffset(), NAME);
        name(instruments.symbol(instrument), OrderEventEncoder.symbolEncodingOffset(), NAME);
        name(instruments.venue(instrument), OrderEventEncoder.venueEncodingOffset(), VENUE);
        name(instruments.currency(instrument), OrderEventEncoder.currencyEncodingOffset(), CURRENCY);
        put(orderEvent.quantity(), orders.quantity(order), quantityScale);
        put(orderEvent.filledQuantity(), orders.filled(order), quantityScale);
        put(orderEvent.leavesQuantity(), orders.leaves(order), quantityScale);
        put(orderEvent.averagePrice(), average(order, instrument), priceScale);
        put(orderEvent.limitPrice(), orders.limit(order), priceScale);
        put(orderEvent.stopPrice(), orders.stop(order), priceScale);
        orderEvent
                .side(Side.get((short) orders.side(order)))
                .previousState(before)
                .state(orders.state(order))
                .cause(OrderCause.get(cause));
        if (reason.isEmpty()) {
            orderEvent.putReason(NOTHING, 0, 0);
        } else {
            orderEvent.reason(reason);
        }
        send(OrderEventEncoder.TEMPLATE_ID, orders.portfolio(order), orderEvent.encodedLength());
    }

    private long average(int order, int instrument) {
        return price(instrument, orders.filledValue(order), orders.filled(order));
    }

    /** The price at which a quantity has a value. */
    private long price(int instrument, long value, long quantity) {
        if (quantity == 0) {
            return Decimals.ABSENT;
        }
        long one = instruments.value(instrument, pow(instruments.priceScale(instrument)), quantity);
        int moneyScale = instruments.moneyScale(instrument);
        return one == 0
                ? Decimals.ABSENT
                : Decimals.divide(
                        value, moneyScale, one, moneyScale, instruments.priceScale(instrument), RoundingMode.HALF_EVEN);
    }

    private static long pow(int scale) {
        return Decimals.rescale(1, 0, scale, RoundingMode.UNNECESSARY);
    }

    void placement(int part, long time) {
        Placements placements = state.placements();
        int order = placements.order(part);
        int instrument = orders.instrument(order);
        int quantityScale = instruments.quantityScale(instrument);
        begin();
        placement.wrapAndApplyHeader(buffer, 0, header);
        placement.tsEvent(time).tsInit(time);
        placements.writeId(part, buffer, HEADER + PlacementEncoder.placementIdEncodingOffset());
        orders.writeId(order, buffer, HEADER + PlacementEncoder.orderIdEncodingOffset());
        name(orders.portfolio(order), PlacementEncoder.portfolioEncodingOffset(), NAME);
        name(instruments.symbol(instrument), PlacementEncoder.symbolEncodingOffset(), NAME);
        name(placements.venue(part), PlacementEncoder.venueEncodingOffset(), VENUE);
        name(instruments.currency(instrument), PlacementEncoder.currencyEncodingOffset(), CURRENCY);
        put(placement.quantity(), placements.quantity(part), quantityScale);
        put(placement.filledQuantity(), placements.filled(part), quantityScale);
        put(placement.limitPrice(), placements.limit(part), instruments.priceScale(instrument));
        placement
                .side(Side.get((short) orders.side(order)))
                .orderType(OrderType.get((short) placements.type(part)))
                .timeInForce(TimeInForce.get((short) placements.timeInForce(part)))
                .state(placements.state(part))
                .reason("");
        send(PlacementEncoder.TEMPLATE_ID, orders.portfolio(order), placement.encodedLength());
    }

    void fill(int trade, long tsEvent, long time, FillKind kind) {
        Fills fills = state.fills();
        int order = fills.order(trade);
        int instrument = orders.instrument(order);
        begin();
        fill.wrapAndApplyHeader(buffer, 0, header);
        fill.tsEvent(tsEvent).tsInit(time);
        fills.writeTradeId(trade, buffer, HEADER + FillEncoder.tradeIdEncodingOffset());
        orders.writeId(order, buffer, HEADER + FillEncoder.orderIdEncodingOffset());
        if (fills.placement(trade) != Placements.NONE) {
            state.placements()
                    .writeId(fills.placement(trade), buffer, HEADER + FillEncoder.placementIdEncodingOffset());
        }
        if (kind == FillKind.CANCEL) {
            fills.writeTradeId(trade, buffer, HEADER + FillEncoder.referencedTradeIdEncodingOffset());
        }
        orders.writeVenueId(order, buffer, HEADER + FillEncoder.venueOrderIdEncodingOffset());
        name(orders.portfolio(order), FillEncoder.portfolioEncodingOffset(), NAME);
        name(instruments.symbol(instrument), FillEncoder.symbolEncodingOffset(), NAME);
        name(fills.venue(trade), FillEncoder.venueEncodingOffset(), VENUE);
        name(instruments.currency(instrument), FillEncoder.currencyEncodingOffset(), CURRENCY);
        put(fill.price(), fills.price(trade), instruments.priceScale(instrument));
        put(fill.quantity(), fills.quantity(trade), instruments.quantityScale(instrument));
        put(fill.fee(), fills.fee(trade), state.moneyScale(fills.feeCurrency(trade)), fills.feeCurrency(trade));
        fill.tradeDate(fills.tradeDate(trade)).settlementDate(fills.settlementDate(trade));
        fill.side(Side.get((short) fills.side(trade))).kind(kind).liquidity(Liquidity.NULL_VAL);
        send(FillEncoder.TEMPLATE_ID, orders.portfolio(order), fill.encodedLength());
    }

    /** The account in which a position is paid. */
    int account(int held) {
        Positions positions = state.books().positions();
        return state.books().cash().find(positions.portfolio(held), instruments.currency(positions.instrument(held)));
    }

    void position(int held, long time, BookView view) {
        Positions positions = state.books().positions();
        int instrument = positions.instrument(held);
        int currency = instruments.currency(instrument);
        int moneyScale = instruments.moneyScale(instrument);
        long mark = view == BookView.PERFORMANCE ? positions.valuedPrice(held) : instruments.mark(instrument);
        long quantity = switch (view) {
            case SETTLED -> positions.settled(held);
            case PERFORMANCE -> positions.valuedQuantity(held);
            default -> positions.quantity(held);
        };
        begin();
        position.wrapAndApplyHeader(buffer, 0, header);
        position.tsEvent(time).tsInit(time).view(view);
        name(positions.portfolio(held), PositionEncoder.portfolioEncodingOffset(), NAME);
        name(instruments.symbol(instrument), PositionEncoder.symbolEncodingOffset(), NAME);
        name(instruments.venue(instrument), PositionEncoder.venueEncodingOffset(), VENUE);
        name(currency, PositionEncoder.currencyEncodingOffset(), CURRENCY);
        put(position.quantity(), quantity, instruments.quantityScale(instrument));
        put(
                position.averagePrice(),
                view == BookView.TRADE_DATE
                        ? price(instrument, positions.cost(held), Math.abs(quantity))
                        : Decimals.ABSENT,
                instruments.priceScale(instrument));
        put(position.marketPrice(), mark, instruments.priceScale(instrument));
        put(position.realisedGain(), positions.realised(held), moneyScale, currency);
        long gain = view == BookView.PERFORMANCE
                ? positions.valuedGain(held)
                : state.books().unrealised(instruments, held);
        put(position.unrealisedGain(), gain, moneyScale, currency);
        put(position.fees(), positions.fees(held), moneyScale, currency);
        send(PositionEncoder.TEMPLATE_ID, positions.portfolio(held), position.encodedLength());
    }

    void cash(int account, long time, BookView view) {
        CashAccounts accounts = state.books().cash();
        int currency = accounts.currency(account);
        int scale = state.moneyScale(currency);
        long balance = switch (view) {
            case SETTLED -> accounts.settled(account);
            case PERFORMANCE -> accounts.valued(account);
            default -> accounts.balance(account);
        };
        long reserved = view == BookView.TRADE_DATE ? accounts.openBuy(account) : 0;
        begin();
        cash.wrapAndApplyHeader(buffer, 0, header);
        cash.tsEvent(time).tsInit(time).view(view);
        name(accounts.portfolio(account), CashEncoder.portfolioEncodingOffset(), NAME);
        put(cash.balance(), balance, scale, currency);
        put(cash.available(), balance - reserved, scale, currency);
        put(cash.reserved(), reserved, scale, currency);
        send(CashEncoder.TEMPLATE_ID, accounts.portfolio(account), cash.encodedLength());
    }

    void risk(LimitReachedDecoder event) {
        int instrument = event.instrument();
        begin();
        risk.wrapAndApplyHeader(buffer, 0, header);
        risk.tsEvent(event.time())
                .tsInit(event.time())
                .rule(LimitRule.get(event.rule()).name());
        name(event.portfolio(), RiskEventEncoder.portfolioEncodingOffset(), NAME);
        if (instrument != Instruments.NONE) {
            name(instruments.symbol(instrument), RiskEventEncoder.symbolEncodingOffset(), NAME);
            name(instruments.venue(instrument), RiskEventEncoder.venueEncodingOffset(), VENUE);
        }
        put(risk.measured(), event.measured(), event.measuredScale());
        put(risk.limitValue(), event.limitValue(), event.limitScale());
        Severity severity = Severity.get(event.severity());
        risk.severity(severity)
                .outcome(severity == Severity.BREACH ? RiskOutcome.REFUSED : RiskOutcome.ALLOWED)
                .reason("");
        send(RiskEventEncoder.TEMPLATE_ID, event.portfolio(), risk.encodedLength());
    }

    private void send(int template, int portfolio, int length) {
        out.onReport(template, Math.max(portfolio, Names.NONE), buffer, 0, HEADER + length);
    }
}
