package io.meridian.kernel;

import io.meridian.kernel.journal.PlacementMadeEncoder;
import io.meridian.kernel.order.PlacementMoves;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Placements;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.PlacementDecoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.TimeInForce;
import org.agrona.DirectBuffer;

/** Takes what execution says of the parts of an order at venues. Never more than the order is placed. */
final class PlacementDesk implements Desk {
    private final State state;
    private final Journal journal;
    private final OrderNaming naming;
    private final PlacementDecoder command = new PlacementDecoder();
    private int at;

    PlacementDesk(State state, Journal journal) {
        this.state = state;
        this.journal = journal;
        this.naming = new OrderNaming(state);
    }

    @Override
    public int pools() {
        return Pool.EMS.bit() | Pool.CCM.bit();
    }

    @Override
    public int leastBlock() {
        return PlacementDecoder.stateEncodingOffset() + 1;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        int id = offset + PlacementDecoder.placementIdEncodingOffset();
        if (Reading.isEmpty(buffer, id) || !Reading.isPlain(buffer, id, PlacementDecoder.placementIdLength())) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.stateRaw(), PlacementState.UNKNOWN.value())
                || !Codes.isKnown(command.orderTypeRaw(), OrderType.STOP_LIMIT.value())
                || !Codes.isKnown(command.timeInForceRaw(), TimeInForce.AT_CLOSE.value())) {
            return Refusal.MALFORMED;
        }
        Keys.write(
                journal.key(),
                buffer,
                id,
                PlacementDecoder.placementIdLength(),
                PlacementDecoder.TEMPLATE_ID,
                command.stateRaw(),
                0,
                journal.sender(),
                command.tsInit(),
                0);
        return null;
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        int order = state.orders().find(buffer, at + PlacementDecoder.orderIdEncodingOffset());
        if (order == Orders.NONE) {
            return Refusal.UNKNOWN_ORDER;
        }
        if (!naming.isName(
                buffer,
                at + PlacementDecoder.portfolioEncodingOffset(),
                PlacementDecoder.portfolioLength(),
                state.orders().portfolio(order))) {
            return Refusal.WRONG_ORDER;
        }
        int placement = state.placements().find(buffer, at + PlacementDecoder.placementIdEncodingOffset());
        return placement == Placements.NONE ? make(order, buffer) : move(placement, order);
    }

    private Refusal make(int order, DirectBuffer buffer) {
        Orders orders = state.orders();
        if (!isWorked(order)) {
            return Refusal.ORDER_NOT_APPROVED;
        }
        int instrument = orders.instrument(order);
        long quantity = Reading.number(command.quantity(), state.instruments().quantityScale(instrument));
        long limit = Reading.number(command.limitPrice(), state.instruments().priceScale(instrument));
        if (quantity == Reading.BAD || limit == Reading.BAD) {
            return Refusal.BAD_SCALE;
        }
        if (quantity <= 0) {
            return Refusal.BAD_QUANTITY;
        }
        if (quantity > orders.quantity(order) - orders.placed(order)) {
            return Refusal.OVER_PLACED;
        }
        PlacementState first = command.state();
        if (first != PlacementState.PENDING && first != PlacementState.SENT && first != PlacementState.OPEN) {
            return Refusal.NO_SUCH_PLACEMENT_MOVE;
        }
        int venueAt = at + PlacementDecoder.venueEncodingOffset();
        if (!Reading.isPlain(buffer, venueAt, PlacementDecoder.venueLength())) {
            return Refusal.BAD_TEXT;
        }
        int venue = journal.name(buffer, venueAt, PlacementDecoder.venueLength());
        journal.accept();
        journal.placementMade(buffer, at + PlacementDecoder.placementIdEncodingOffset())
                .order(orders.handle(order))
                .quantity(quantity)
                .limitPrice(limit)
                .placement(state.placements().next())
                .venue(venue)
                .orderType(command.orderTypeRaw())
                .timeInForce(command.timeInForceRaw())
                .state(command.stateRaw());
        journal.commit(PlacementMadeEncoder.BLOCK_LENGTH);
        return null;
    }

    private Refusal move(int placement, int order) {
        Placements placements = state.placements();
        if (placements.order(placement) != order) {
            return Refusal.PLACEMENT_EXISTS;
        }
        PlacementState from = placements.state(placement);
        PlacementState to = isPast(from, command.state()) ? from : command.state();
        if (from != to) {
            if (!PlacementMoves.isAllowed(from, to)) {
                return Refusal.NO_SUCH_PLACEMENT_MOVE;
            }
            long filled = placements.filled(placement);
            if (to == PlacementState.FILLED && filled < placements.quantity(placement)
                    || to == PlacementState.PARTIALLY_FILLED && filled == 0) {
                return Refusal.NEEDS_FILL;
            }
        }
        journal.accept();
        if (from != to && !(to == PlacementState.OPEN && placements.filled(placement) > 0)) {
            journal.placementMoved(placement, to);
        }
        return null;
    }

    /**
     * Whether an order can have parts at venues. One may have left before execution heard that the order is to change, to end or to wait; what it trades
     * counts.
     */
    private boolean isWorked(int order) {
        OrderState now = state.orders().state(order);
        return switch (now == OrderState.SUSPENDED ? state.orders().stateBefore(order) : now) {
            case COMPLIANCE_APPROVED, OPEN, PARTIALLY_FILLED, PENDING_CANCEL, PENDING_MODIFY -> true;
            default -> false;
        };
    }

    /** Whether it tells of the past: a first word again, by a router that was killed, or of what was before the last fill. */
    private static boolean isPast(PlacementState from, PlacementState to) {
        return switch (to) {
            case PENDING, SENT -> !PlacementMoves.isAllowed(from, to);
            case OPEN, PARTIALLY_FILLED -> from == PlacementState.FILLED;
            default -> false;
        };
    }
}
