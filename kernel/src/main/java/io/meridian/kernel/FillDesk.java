package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.journal.FillBookedEncoder;
import io.meridian.kernel.order.PlacementMoves;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.CurrencyScales;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Limits;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Placements;
import io.meridian.kernel.state.Risk;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.MoneyDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.Side;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Books trades, busts and corrections. Two fills with the same trade id, side, price, quantity and venue are one, whoever
 * reports them.
 */
final class FillDesk implements Desk {

    private final State state;
    private final Journal journal;
    private final OrderMoves moves;
    private final ControlDesk control;
    private final HeldValues held;
    private final FillDecoder command = new FillDecoder();
    private final UnsafeBuffer tradeKey = new UnsafeBuffer(new byte[Orders.ID_LENGTH + 8]);
    private int at;

    private int order;
    private int venue;
    private long price;
    private long quantity;
    private long value;
    private long fee;

    FillDesk(State state, Journal journal, OrderMoves moves, ControlDesk control) {
        this.state = state;
        this.journal = journal;
        this.moves = moves;
        this.control = control;
        this.held = new HeldValues(state);
    }

    @Override
    public int pools() {
        return Pool.EMS.bit() | Pool.CCM.bit();
    }

    @Override
    public int leastBlock() {
        return FillDecoder.liquidityEncodingOffset() + 1;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        int id = offset + FillDecoder.tradeIdEncodingOffset();
        int venueAt = offset + FillDecoder.venueEncodingOffset();
        if (Reading.isEmpty(buffer, id)
                || !Reading.isPlain(buffer, id, FillDecoder.tradeIdLength())
                || !Reading.isPlain(buffer, venueAt, FillDecoder.venueLength())) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.sideRaw(), 3) || !Codes.isKnown(command.kindRaw(), FillKind.CANCEL.value())) {
            return Refusal.MALFORMED;
        }
        order = state.orders().find(buffer, offset + FillDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        int instrument = state.orders().instrument(order);
        price = Reading.number(command.price(), state.instruments().priceScale(instrument));
        quantity = Reading.number(command.quantity(), state.instruments().quantityScale(instrument));
        venue = journal.name(buffer, venueAt, FillDecoder.venueLength());
        Keys.write(
                journal.key(),
                buffer,
                id,
                FillDecoder.tradeIdLength(),
                FillDecoder.TEMPLATE_ID,
                command.sideRaw(),
                command.kindRaw(),
                venue,
                price,
                quantity);
        return null;
    }

    @Override
    public Refusal decide() {
        Orders orders = state.orders();
        FillKind kind = command.kind();
        Refusal refusal = kind == FillKind.NEW ? expected() : null;
        if (refusal != null) {
            return refusal;
        }
        if (command.sideRaw() != orders.side(order)) {
            return Refusal.WRONG_SIDE;
        }
        int corrected = Fills.NONE;
        if (kind != FillKind.NEW) {
            corrected = referenced();
            if (corrected == Fills.NONE || state.fills().order(corrected) != order) {
                return Refusal.UNKNOWN_FILL;
            }
            OrderState from = orders.state(order);
            if (from == OrderState.SETTLED || from == OrderState.CLOSED) {
                return Refusal.TOO_LATE;
            }
            long left = orders.filled(order) - state.fills().quantity(corrected);
            if (left + (kind == FillKind.CANCEL ? 0 : Math.max(quantity, 0)) < orders.allocated(order)) {
                return Refusal.ALLOCATED;
            }
        }
        if (kind == FillKind.CANCEL) {
            requireRoom(corrected, 0, 0);
            journal.accept();
            journal.fillBusted(corrected);
            busted(corrected);
        } else {
            refusal = book(corrected);
            if (refusal != null) {
                return refusal;
            }
        }
        throttle();
        moves.afterFill(order, kind == FillKind.NEW ? OrderCause.FILL : OrderCause.CORRECTION);
        return null;
    }

    /** Stops a sender whose orders trade too often: something in it may have gone wild. */
    private void throttle() {
        Risk risk = state.risk();
        int sender = state.orders().sender(order);
        int limit = risk.limits()
                .find(
                        LimitRule.REPEATED_EXECUTIONS,
                        state.orders().portfolio(order),
                        sender,
                        state.orders().instrument(order),
                        0);
        if (limit == Limits.NONE || risk.limits().hard(limit) == Reading.ABSENT) {
            return;
        }
        if (risk.executions().isBeyond(sender, 0, journal.now(), risk.limits().window(limit))
                && !risk.stops().isStopped(ControlScope.INSTANCE, sender)) {
            control.stop(ControlScope.INSTANCE.value(), sender, 0, true);
        }
    }

    /** Whether a trade of this order can have happened: from compliance's word on it may have left, until then it cannot. */
    private Refusal expected() {
        Orders orders = state.orders();
        OrderState from = orders.state(order);
        return switch (from == OrderState.SUSPENDED ? orders.stateBefore(order) : from) {
            case CREATED, PENDING_COMPLIANCE, COMPLIANCE_REJECTED, REJECTED -> Refusal.FILL_NOT_EXPECTED;
            case CANCELLED, EXPIRED -> orders.neverLeft(order) ? Refusal.FILL_NOT_EXPECTED : null;
            case SETTLED, CLOSED -> Refusal.TOO_LATE;
            default -> null;
        };
    }

    private Refusal book(int corrected) {
        Orders orders = state.orders();
        Fills fills = state.fills();
        int instrument = orders.instrument(order);
        DirectBuffer buffer = command.buffer();
        if (!Reading.isPresent(price) || !Reading.isPresent(quantity)) {
            return Refusal.BAD_SCALE;
        }
        if (quantity <= 0) {
            return Refusal.BAD_QUANTITY;
        }
        int currencyAt = at + FillDecoder.currencyEncodingOffset();
        int currency = state.instruments().currency(instrument);
        if (!Reading.isEmpty(buffer, currencyAt)
                && !state.names().is(currency, buffer, currencyAt, FillDecoder.currencyLength())) {
            return Refusal.WRONG_CURRENCY;
        }
        long before = corrected == Fills.NONE ? 0 : fills.quantity(corrected);
        if (quantity > orders.leaves(order) + before) {
            return Refusal.OVERFILLED;
        }
        int same = find(at + FillDecoder.tradeIdEncodingOffset());
        if (same != Fills.NONE && same != corrected) {
            return Refusal.FILL_EXISTS;
        }
        int placement = Placements.NONE;
        int placementAt = at + FillDecoder.placementIdEncodingOffset();
        if (!Reading.isEmpty(buffer, placementAt)) {
            placement = state.placements().find(buffer, placementAt);
            if (placement == Placements.NONE || state.placements().order(placement) != order) {
                return Refusal.UNKNOWN_PLACEMENT;
            }
            long placed = corrected != Fills.NONE && fills.placement(corrected) == placement ? before : 0;
            if (quantity
                    > state.placements().quantity(placement)
                            - state.placements().filled(placement)
                            + placed) {
                return Refusal.OVERFILLED;
            }
        }
        value = state.instruments().value(instrument, price, quantity);
        Math.addExact(orders.filledValue(order), value);
        requireRoom(corrected, quantity, value);
        int feeCurrencyAt = at + FillDecoder.feeEncodingOffset() + MoneyDecoder.currencyEncodingOffset();
        boolean hasFeeCurrency = !Reading.isEmpty(buffer, feeCurrencyAt);
        fee = Reading.number(
                command.fee(),
                hasFeeCurrency
                        ? CurrencyScales.of(buffer.getLong(feeCurrencyAt, LITTLE_ENDIAN))
                        : state.instruments().moneyScale(instrument));
        if (fee == Reading.BAD) {
            return Refusal.BAD_SCALE;
        }
        if (!Reading.isPlain(buffer, feeCurrencyAt, FillDecoder.currencyLength())) {
            return Refusal.BAD_TEXT;
        }
        int feeCurrency = hasFeeCurrency ? journal.name(buffer, feeCurrencyAt, FillDecoder.currencyLength()) : currency;
        if (command.tradeDate() != 0 && !Dates.isDate(command.tradeDate())
                || command.settlementDate() != 0 && !Dates.isDate(command.settlementDate())) {
            return Refusal.BAD_DATE;
        }
        journal.accept();
        if (corrected != Fills.NONE) {
            journal.fillBusted(corrected);
            busted(corrected);
        }
        booked(placement, corrected, feeCurrency);
        return null;
    }

    /** Sees before anything is written that the position can be valued without the trade that is corrected and with the new one. */
    private void requireRoom(int corrected, long newQuantity, long newValue) {
        Orders orders = state.orders();
        int position = orders.position(order);
        int sign = orders.side(order) == Side.BUY.value() ? 1 : -1;
        long change = 0;
        long cost = 0;
        if (corrected != Fills.NONE) {
            change = -sign * state.fills().quantity(corrected);
            cost = -sign * state.fills().value(corrected);
            held.requireTrade(position, state.fills().price(corrected), change, cost);
        }
        held.requireTrade(
                position, price, Math.addExact(change, sign * newQuantity), Math.addExact(cost, sign * newValue));
    }

    private void booked(int placement, int corrected, int feeCurrency) {
        int tradeDate = tradeDate(corrected);
        journal.fillBooked(command.buffer(), at + FillDecoder.tradeIdEncodingOffset())
                .order(state.orders().handle(order))
                .price(price)
                .quantity(quantity)
                .value(value)
                .fee(fee == Reading.ABSENT ? 0 : fee)
                .tsEvent(command.tsEvent())
                .fill(state.fills().next())
                .placement(placement)
                .venue(venue)
                .feeCurrency(feeCurrency)
                .tradeDate(tradeDate)
                .settlementDate(settlementDate(tradeDate, corrected))
                .corrects(corrected)
                .side(command.sideRaw())
                .liquidity(command.liquidityRaw());
        journal.commit(FillBookedEncoder.BLOCK_LENGTH);
        if (placement != Placements.NONE
                && !PlacementMoves.isOver(state.placements().state(placement))) {
            boolean whole =
                    state.placements().filled(placement) == state.placements().quantity(placement);
            PlacementState to = whole ? PlacementState.FILLED : PlacementState.PARTIALLY_FILLED;
            if (state.placements().state(placement) != to) {
                journal.placementMoved(placement, to);
            }
        }
    }

    /** As reported, else of the trade that is corrected, else today, else the date of the trade in UTC. */
    private int tradeDate(int corrected) {
        if (command.tradeDate() != 0) {
            return command.tradeDate();
        }
        if (corrected != Fills.NONE) {
            return state.fills().tradeDate(corrected);
        }
        int today = state.books().date();
        return today != 0 ? today : Dates.ofTime(command.tsEvent() != 0 ? command.tsEvent() : journal.now());
    }

    /**
     * As reported, else of the trade that is corrected if its date is kept, else so many business days of the instrument's venue after the trade.
     */
    private int settlementDate(int tradeDate, int corrected) {
        if (command.settlementDate() != 0) {
            return command.settlementDate();
        }
        if (corrected != Fills.NONE && command.tradeDate() == 0) {
            return state.fills().settlementDate(corrected);
        }
        int instrument = state.orders().instrument(order);
        return state.books()
                .calendars()
                .after(
                        state.instruments().venue(instrument),
                        tradeDate,
                        state.instruments().settlementDays(instrument));
    }

    private void busted(int fill) {
        int placement = state.fills().placement(fill);
        if (placement != Placements.NONE
                && state.placements().state(placement) == PlacementState.PARTIALLY_FILLED
                && state.placements().filled(placement) == 0) {
            journal.placementMoved(placement, PlacementState.OPEN);
        }
    }

    private int referenced() {
        return find(at + FillDecoder.referencedTradeIdEncodingOffset());
    }

    private int find(int tradeIdAt) {
        tradeKey.putBytes(0, command.buffer(), tradeIdAt, Orders.ID_LENGTH);
        tradeKey.putLong(Orders.ID_LENGTH, venue, LITTLE_ENDIAN);
        return state.fills().find(tradeKey, 0);
    }
}
