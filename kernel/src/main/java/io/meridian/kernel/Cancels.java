package io.meridian.kernel;

import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;

/** Takes orders back: at once while no venue has them, else by asking whoever works them. */
final class Cancels {
    private final Orders orders;
    private final Journal journal;

    Cancels(State state, Journal journal) {
        this.orders = state.orders();
        this.journal = journal;
    }

    /** Why an order cannot be taken back now, or null. */
    Refusal refusal(int order) {
        OrderState from = orders.state(order);
        if (from == OrderState.PENDING_CANCEL) {
            return Refusal.CHANGE_WAITS;
        }
        OrderState to = target(order);
        if (!Transitions.exists(from, to)) {
            return Refusal.NO_SUCH_MOVE;
        }
        return Transitions.isAllowed(from, to, journal.pool()) ? null : Refusal.POOL_MAY_NOT_MOVE;
    }

    /** Takes back an order that nothing speaks against, once the command is accepted. */
    void cancel(int order, DirectBuffer buffer, int requestIdAt) {
        OrderState to = target(order);
        if (to == OrderState.PENDING_CANCEL) {
            journal.changeAsked(order, 0, 0, 0, 0, 0, buffer, requestIdAt);
        }
        journal.moved(order, to, OrderCause.COMMAND);
    }

    private OrderState target(int order) {
        OrderState from = orders.state(order);
        OrderState at = from == OrderState.SUSPENDED ? orders.stateBefore(order) : from;
        return at == OrderState.CREATED || at == OrderState.PENDING_COMPLIANCE
                ? OrderState.CANCELLED
                : OrderState.PENDING_CANCEL;
    }
}
