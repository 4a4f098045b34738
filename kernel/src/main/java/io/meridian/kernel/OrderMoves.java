package io.meridian.kernel;

import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;

/** Moves that follow from what an order is: where it rests, where a fill or a bust brings it, what a replacement makes of it. */
final class OrderMoves {
    private final Orders orders;
    private final Journal journal;

    OrderMoves(State state, Journal journal) {
        this.orders = state.orders();
        this.journal = journal;
    }

    /** Where an order is that is neither suspended nor waits for anything. */
    OrderState resting(int order) {
        if (orders.filled(order) > 0) {
            return orders.leaves(order) == 0 ? OrderState.FILLED : OrderState.PARTIALLY_FILLED;
        }
        return orders.isAcknowledged(order) ? OrderState.OPEN : OrderState.COMPLIANCE_APPROVED;
    }

    /** Where a suspended order goes on. */
    OrderState resumed(int order) {
        OrderState before = orders.stateBefore(order);
        return before == OrderState.CREATED || before == OrderState.PENDING_COMPLIANCE ? before : resting(order);
    }

    void move(int order, OrderState to, OrderCause cause) {
        if (orders.state(order) != to) {
            journal.moved(order, to, cause);
        }
    }

    /** After what is filled has become more or less. */
    void afterFill(int order, OrderCause cause) {
        OrderState state = orders.state(order);
        switch (state) {
            case COMPLIANCE_APPROVED, OPEN, PARTIALLY_FILLED, FILLED -> {
                if (orders.filled(order) == 0 && state != OrderState.COMPLIANCE_APPROVED) {
                    move(order, OrderState.OPEN, cause);
                } else {
                    move(order, resting(order), cause);
                }
            }
            case PENDING_CANCEL, PENDING_MODIFY, SUSPENDED -> {
                if (orders.leaves(order) == 0) {
                    move(order, OrderState.FILLED, cause);
                }
            }
            default -> {
                // Over: a late fill or a bust changes what was filled, not the state.
            }
        }
    }

    /** The venue took a modify. What was filled is kept, so the order is never smaller than that. */
    void replaced(int order, OrderCause cause) {
        journal.orderReplaced(
                order,
                Math.max(orders.askedQuantity(order), orders.filled(order)),
                orders.askedLimit(order),
                orders.askedStop(order),
                orders.askedDisplay(order),
                orders.askedExpireAt(order));
        move(order, resting(order), cause);
    }
}
