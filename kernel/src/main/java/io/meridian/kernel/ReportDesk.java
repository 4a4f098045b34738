package io.meridian.kernel;

import io.meridian.kernel.order.Pool;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;

/**
 * Takes what others say of an order's state: compliance, execution, the venue, settlement. A report that tells nothing new is taken and
 * changes nothing.
 */
final class ReportDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final OrderMoves moves;
    private final OrderNaming naming;
    private final OrderEventDecoder command = new OrderEventDecoder();
    private int at;

    ReportDesk(State state, Journal journal, OrderMoves moves) {
        this.state = state;
        this.journal = journal;
        this.moves = moves;
        this.naming = new OrderNaming(state);
    }

    @Override
    public int pools() {
        return Pool.OMS.bit() | Pool.EMS.bit() | Pool.CCM.bit() | Pool.BOR.bit() | Pool.PERSON.bit() | Pool.TIME.bit();
    }

    @Override
    public int leastBlock() {
        return OrderEventDecoder.causeEncodingOffset() + 1;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        int id = offset + OrderEventDecoder.orderIdEncodingOffset();
        int length = OrderEventDecoder.orderIdLength();
        if (Reading.isEmpty(buffer, id)
                || !Reading.isPlain(buffer, id, length)
                || !Reading.isPlain(buffer, offset + OrderEventDecoder.venueOrderIdEncodingOffset(), length)
                || !Reading.isPlain(buffer, offset + OrderEventDecoder.requestIdEncodingOffset(), length)) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.stateRaw(), OrderState.CLOSED.value())
                || !Codes.isKnown(command.causeRaw(), OrderCause.CORRECTION.value())) {
            return Refusal.MALFORMED;
        }
        Keys.write(
                journal.key(),
                buffer,
                id,
                length,
                OrderEventDecoder.TEMPLATE_ID,
                command.stateRaw(),
                0,
                journal.sender(),
                command.eventNumber(),
                command.tsInit());
        return null;
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        Orders orders = state.orders();
        int order = orders.find(buffer, at + OrderEventDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        if (!naming.isName(
                buffer,
                at + OrderEventDecoder.portfolioEncodingOffset(),
                OrderEventDecoder.portfolioLength(),
                orders.portfolio(order))) {
            return Refusal.WRONG_ORDER;
        }
        OrderCause cause = command.cause();
        OrderState from = orders.state(order);
        OrderState to = target(order, from, command.state(), cause);
        if (to == from) {
            journal.accept();
            nameVenueOrder(order, buffer);
            return null;
        }
        if (to == OrderState.PENDING_CANCEL || to == OrderState.PENDING_MODIFY) {
            // Entered by the command itself, which says what is asked for.
            return Refusal.NO_SUCH_MOVE;
        }
        if (!Transitions.exists(from, to)) {
            return isByFills(to) ? Refusal.NEEDS_FILL : Refusal.NO_SUCH_MOVE;
        }
        if (!Transitions.isAllowed(from, to, journal.pool())) {
            return Refusal.POOL_MAY_NOT_MOVE;
        }
        if (isByFills(to) && to != moves.resting(order)) {
            return Refusal.NEEDS_FILL;
        }
        if (to == OrderState.REJECTED && orders.filled(order) > 0) {
            return Refusal.NO_SUCH_MOVE;
        }
        if (to == OrderState.COMPLIANCE_APPROVED && from == OrderState.PENDING_COMPLIANCE && !isAboutTerms(order)) {
            return Refusal.TERMS_CHANGED;
        }
        journal.accept();
        nameVenueOrder(order, buffer);
        if (from == OrderState.PENDING_MODIFY && cause != OrderCause.MODIFY_REFUSED && !isEnd(to)) {
            moves.replaced(order, cause);
        } else {
            journal.moved(order, to, cause);
        }
        return null;
    }

    /** Where the report brings the order. Where it is already, when the report tells of the past or of nothing. */
    private OrderState target(int order, OrderState from, OrderState said, OrderCause cause) {
        return switch (from) {
            case PENDING_CANCEL ->
                isEnd(said) ? said : cause == OrderCause.CANCEL_REFUSED ? moves.resting(order) : from;
            case PENDING_MODIFY -> {
                if (isEnd(said)) {
                    yield said;
                }
                yield cause == OrderCause.MODIFY_REFUSED || answersRequest(order) ? moves.resting(order) : from;
            }
            case SUSPENDED -> isEnd(said) || said == moves.resumed(order) ? said : from;
            // The venue's word that it took the order may come after its first fill.
            case PARTIALLY_FILLED, FILLED ->
                said == OrderState.OPEN || said == OrderState.PARTIALLY_FILLED ? from : said;
            default -> said;
        };
    }

    /** Whether the quantity and limit that the report names, where it does, are the order's: it may have been modified meanwhile. */
    private boolean isAboutTerms(int order) {
        int instrument = state.orders().instrument(order);
        long quantity = Reading.number(command.quantity(), state.instruments().quantityScale(instrument));
        long limit = Reading.number(command.limitPrice(), state.instruments().priceScale(instrument));
        return (quantity == Reading.ABSENT || quantity == state.orders().quantity(order))
                && (limit == Reading.ABSENT || limit == state.orders().limit(order));
    }

    private boolean answersRequest(int order) {
        int requestIdAt = at + OrderEventDecoder.requestIdEncodingOffset();
        return !Reading.isEmpty(command.buffer(), requestIdAt)
                && state.orders().hasRequestId(order, command.buffer(), requestIdAt);
    }

    private void nameVenueOrder(int order, DirectBuffer buffer) {
        int venueIdAt = at + OrderEventDecoder.venueOrderIdEncodingOffset();
        if (!Reading.isEmpty(buffer, venueIdAt) && !state.orders().hasVenueId(order, buffer, venueIdAt)) {
            journal.venueOrderNamed(order, buffer, venueIdAt);
        }
    }

    private static boolean isByFills(OrderState state) {
        return state == OrderState.PARTIALLY_FILLED || state == OrderState.FILLED;
    }

    private static boolean isEnd(OrderState state) {
        return state == OrderState.CANCELLED || state == OrderState.REJECTED || state == OrderState.EXPIRED;
    }
}
