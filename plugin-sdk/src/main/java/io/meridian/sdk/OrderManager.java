package io.meridian.sdk;

import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderCommand;

/**
 * Turns targets and order commands into work for execution, and says what became of each order. It overrides
 * {@code onTargetPosition}, {@code onNewOrder}, {@code onPlacement}, {@code onFill} and what else it cares about:
 *
 * <pre>{@code
 * public void onNewOrder(NewOrder command) {
 *     WorkingOrder order = begin(command);
 *     if (order != null) {
 *         release(command);
 *         report(order, OrderState.OPEN, OrderCause.COMMAND, "");
 *     }
 * }
 *
 * public void onFill(Fill fill) {
 *     filled(fill);
 * }
 * }</pre>
 */
public abstract class OrderManager extends OrderRole {
    /**
     * Takes on an order of its own making, such as one that a target asks for.
     *
     * @param limitPrice {@code NaN}: at the market
     * @return null when it took on one of this id before
     */
    protected final WorkingOrder begin(
            String id,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double limitPrice) {
        return begin(new WorkingOrder(id, "", portfolio, venue, symbol, currency, side, quantity, limitPrice));
    }

    /** Hands a command to execution as it is. */
    protected final long release(OrderCommand command) {
        return forward(Topics.executionCommand(command.portfolio()), command);
    }

    /** Hands an order to execution. */
    protected final long release(WorkingOrder order) {
        return send(Topics.executionCommand(order.portfolio()), order);
    }

    /** Has execution cancel what is open of an order. */
    protected final long withdraw(WorkingOrder order, String requestId) {
        return sendCancel(Topics.executionCommand(order.portfolio()), order, requestId);
    }

    /**
     * Counts a fill of one of its orders, passes it on to those who follow the portfolio, and says the state that it leaves
     * the order in.
     *
     * @return false when it was counted before, is of an order that is not known here, or corrects or cancels another fill,
     *     which is for the author to judge: then it is not passed on
     */
    protected final boolean filled(Fill fill) {
        WorkingOrder order = order(fill.orderId());
        if (order == null) {
            log().error("a fill of an order that is not known here", "order", fill.orderId(), "trade", fill.tradeId());
            return false;
        }
        if (fill.kind() != FillKind.NEW || !isNew(fill)) {
            return false;
        }
        forward(Topics.orderEvent(fill.portfolio()), fill);
        report(order, order.filled(fill.quantity(), fill.price()), OrderCause.FILL, "");
        return true;
    }

    /** Passes a fill on as it is, and counts nothing: one that corrects or cancels another. */
    protected final long report(Fill fill) {
        return forward(Topics.orderEvent(fill.portfolio()), fill);
    }

    @Override
    final String reportTopic(WorkingOrder order) {
        return Topics.orderEvent(order.portfolio());
    }
}
