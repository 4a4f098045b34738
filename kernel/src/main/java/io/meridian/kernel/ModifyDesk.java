package io.meridian.kernel;

import io.meridian.kernel.order.FieldLocks;
import io.meridian.kernel.order.FieldLocks.Change;
import io.meridian.kernel.order.FieldLocks.Group;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;

/** Changes orders: at once before compliance has passed them, by cancel and replace at the venue afterwards. */
final class ModifyDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final BookJournal events;
    private final OrderMoves moves;
    private final OrderTerms terms;
    private final PreTrade controls;
    private final OrderNaming naming;
    private final ModifyOrderDecoder command = new ModifyOrderDecoder();
    private int at;
    private int block;

    ModifyDesk(State state, Journal journal, BookJournal events, OrderMoves moves, PreTrade controls) {
        this.state = state;
        this.journal = journal;
        this.events = events;
        this.controls = controls;
        this.moves = moves;
        this.terms = new OrderTerms(state.instruments());
        this.naming = new OrderNaming(state);
    }

    @Override
    public int pools() {
        return Pool.STRATEGY.bit() | Pool.OPTIMIZER.bit() | Pool.OMS.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return ModifyOrderDecoder.displayQuantityEncodingOffset() + 9;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        block = blockLength;
        return naming.readRequest(
                journal,
                buffer,
                offset + ModifyOrderDecoder.orderIdEncodingOffset(),
                offset + ModifyOrderDecoder.requestIdEncodingOffset(),
                ModifyOrderDecoder.TEMPLATE_ID,
                command.tsInit());
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        Orders orders = state.orders();
        int order = orders.find(buffer, at + ModifyOrderDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        if (!naming.isOrder(
                order,
                buffer,
                at + ModifyOrderDecoder.portfolioEncodingOffset(),
                at + ModifyOrderDecoder.symbolEncodingOffset(),
                at + ModifyOrderDecoder.venueEncodingOffset())) {
            return Refusal.WRONG_ORDER;
        }
        OrderState from = orders.state(order);
        boolean booking = hasAccount(buffer);
        if (booking && hasNoEconomics()) {
            return setAccount(order, from, buffer);
        }
        if (booking && !Reading.isPlain(buffer, accountAt(), ModifyOrderDecoder.accountLength())) {
            return Refusal.BAD_TEXT;
        }
        if (booking && FieldLocks.change(Group.BOOKING, from) == Change.LOCKED) {
            return Refusal.FIELD_LOCKED;
        }
        if (from == OrderState.PENDING_MODIFY || from == OrderState.PENDING_CANCEL) {
            return Refusal.CHANGE_WAITS;
        }
        Change change = FieldLocks.change(Group.ECONOMIC, from);
        if (change == Change.LOCKED) {
            return Refusal.FIELD_LOCKED;
        }
        int instrument = orders.instrument(order);
        int quantityScale = state.instruments().quantityScale(instrument);
        int priceScale = state.instruments().priceScale(instrument);
        long quantity = or(Reading.number(command.quantity(), quantityScale), orders.quantity(order));
        long limit = or(Reading.number(command.limitPrice(), priceScale), orders.limit(order));
        long stop = or(Reading.number(command.stopPrice(), priceScale), orders.stop(order));
        long display = or(Reading.number(command.displayQuantity(), quantityScale), orders.display(order));
        long expireAt = command.expireAt() == 0 ? orders.expireAt(order) : command.expireAt();
        Refusal refusal = terms.check(
                instrument,
                orders.type(order),
                orders.timeInForce(order),
                orders.flags(order),
                quantity,
                limit,
                stop,
                display,
                expireAt,
                journal.now());
        if (refusal != null) {
            return refusal;
        }
        if (quantity < orders.filled(order)) {
            return Refusal.BELOW_FILLED;
        }
        if (quantity == orders.quantity(order)
                && limit == orders.limit(order)
                && stop == orders.stop(order)
                && display == orders.display(order)
                && expireAt == orders.expireAt(order)) {
            return Refusal.NOTHING_CHANGES;
        }
        refusal = controls.check(
                order,
                orders.portfolio(order),
                journal.sender(),
                instrument,
                orders.side(order),
                quantity,
                limit,
                stop,
                orders.parent(order) != 0,
                journal.now());
        if (refusal != null) {
            return refusal;
        }
        int account = booking ? journal.name(buffer, accountAt(), ModifyOrderDecoder.accountLength()) : 0;
        journal.accept();
        if (booking) {
            events.accountSet(orders.handle(order), account);
        }
        if (change == Change.AT_ONCE) {
            journal.orderReplaced(order, quantity, limit, stop, display, expireAt);
            // Compliance looks again at what it has not passed yet.
            moves.move(order, OrderState.CREATED, OrderCause.COMMAND);
        } else {
            journal.changeAsked(
                    order,
                    quantity,
                    limit,
                    stop,
                    display,
                    expireAt,
                    buffer,
                    at + ModifyOrderDecoder.requestIdEncodingOffset());
            moves.move(order, OrderState.PENDING_MODIFY, OrderCause.COMMAND);
        }
        return null;
    }

    private int accountAt() {
        return at + ModifyOrderDecoder.accountEncodingOffset();
    }

    private boolean hasAccount(DirectBuffer buffer) {
        return accountAt() + ModifyOrderDecoder.accountLength() <= at + block && !Reading.isEmpty(buffer, accountAt());
    }

    private boolean hasNoEconomics() {
        return command.quantity().mantissa() == Reading.ABSENT
                && command.limitPrice().mantissa() == Reading.ABSENT
                && command.stopPrice().mantissa() == Reading.ABSENT
                && command.displayQuantity().mantissa() == Reading.ABSENT
                && command.expireAt() == 0;
    }

    /** A booking field alone: the venue has nothing to say to it. */
    private Refusal setAccount(int order, OrderState from, DirectBuffer buffer) {
        if (FieldLocks.change(Group.BOOKING, from) == Change.LOCKED) {
            return Refusal.FIELD_LOCKED;
        }
        if (!Reading.isPlain(buffer, accountAt(), ModifyOrderDecoder.accountLength())) {
            return Refusal.BAD_TEXT;
        }
        int account = journal.name(buffer, accountAt(), ModifyOrderDecoder.accountLength());
        journal.accept();
        events.accountSet(state.orders().handle(order), account);
        return null;
    }

    private static long or(long number, long before) {
        return number == Reading.ABSENT ? before : number;
    }
}
