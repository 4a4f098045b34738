package io.meridian.kernel;

import io.meridian.kernel.book.Dates;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.Books;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Obligations;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.BusinessDayDecoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.TimeInForce;
import org.agrona.DirectBuffer;

/**
 * Lets days begin and end. Both settle what is due and expire orders whose time is over. At the end of a day, orders for the
 * day expire, filled orders wait for settlement, settled ones are closed, and positions are valued at their marks.
 */
final class DayDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final BookJournal events;
    private final BusinessDayDecoder command = new BusinessDayDecoder();

    DayDesk(State state, Journal journal, BookJournal events) {
        this.state = state;
        this.journal = journal;
        this.events = events;
    }

    @Override
    public int pools() {
        return Pool.TIME.bit() | Pool.BOR.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return BusinessDayDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        if (!Codes.isKnown(command.phaseRaw(), DayPhase.END.value())) {
            return Refusal.MALFORMED;
        }
        Keys.write(
                journal.key(),
                buffer,
                offset,
                0,
                BusinessDayDecoder.TEMPLATE_ID,
                command.phaseRaw(),
                0,
                0,
                command.date(),
                0);
        return null;
    }

    @Override
    public Refusal decide() {
        Books books = state.books();
        int date = command.date();
        boolean begin = command.phase() == DayPhase.BEGIN;
        if (!Dates.isDate(date) || begin && date <= books.date()) {
            return Refusal.BAD_DATE;
        }
        if (begin && books.isDayOpen()) {
            return Refusal.DAY_OPEN;
        }
        if (!begin && (!books.isDayOpen() || date != books.date())) {
            return Refusal.DAY_NOT_OPEN;
        }
        journal.accept();
        journal.actAs(Pool.TIME);
        events.dayMoved(date, command.phaseRaw());
        settle(date);
        moveOrders(begin);
        if (!begin) {
            value();
        }
        return null;
    }

    private void settle(int date) {
        Obligations obligations = state.books().obligations();
        for (int obligation = 0; obligation < obligations.places(); obligation++) {
            if (obligations.isKept(obligation) && obligations.date(obligation) <= date) {
                events.obligationSettled(obligation);
            }
        }
    }

    private void moveOrders(boolean begin) {
        Orders orders = state.orders();
        for (int order = orders.nextUnfinished(0); order != Orders.NONE; order = orders.nextUnfinished(order + 1)) {
            OrderState from = orders.state(order);
            if (Transitions.isLive(from)) {
                if (isOver(order, begin)) {
                    journal.moved(order, OrderState.EXPIRED, OrderCause.TIME);
                }
            } else if (from == OrderState.PENDING_SETTLEMENT && orders.unsettled(order) == 0) {
                journal.moved(order, OrderState.SETTLED, OrderCause.SETTLEMENT);
            } else if (!begin && from == OrderState.FILLED) {
                journal.moved(order, OrderState.PENDING_SETTLEMENT, OrderCause.SETTLEMENT);
            } else if (!begin && from == OrderState.SETTLED) {
                journal.moved(order, OrderState.CLOSED, OrderCause.SETTLEMENT);
            }
        }
    }

    private boolean isOver(int order, boolean begin) {
        Orders orders = state.orders();
        int force = orders.timeInForce(order);
        if (force == TimeInForce.GOOD_TILL_TIME.value()) {
            return orders.expireAt(order) <= journal.now();
        }
        return !begin && force != TimeInForce.GOOD_TILL_CANCEL.value();
    }

    private void value() {
        Positions positions = state.books().positions();
        Instruments instruments = state.instruments();
        for (int position = 0; position < positions.count(); position++) {
            int instrument = positions.instrument(position);
            long mark = instruments.mark(instrument);
            if (mark == Reading.ABSENT) {
                continue;
            }
            events.positionValued(position, mark, gain(positions, instruments, position));
        }
    }

    /** Realised and unrealised gain and income, less fees, at the mark. */
    private long gain(Positions positions, Instruments instruments, int position) {
        return positions.realised(position)
                + state.books().unrealised(instruments, position)
                + positions.income(position)
                - positions.fees(position);
    }
}
