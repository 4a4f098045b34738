package io.meridian.conformance.role;

import io.meridian.sdk.ExecutionRouter;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;

/** A router that sends one half of an order at once, and the other half when the first is filled. */
@MeridianPlugin(
        id = "halving-router",
        pool = Pool.EMS,
        subscribes = {"platform.ems.command.*", "platform.ccm.*.event"},
        publishes = {"platform.ccm.*.command", "platform.ems.event.*"})
class HalvingRouter extends ExecutionRouter {
    @Override
    public void onNewOrder(NewOrder command) {
        WorkingOrder order = begin(command);
        if (order != null) {
            place(order, order.venue(), order.quantity() / 2, order.limitPrice());
        }
    }

    @Override
    public void onCancelOrder(CancelOrder command) {
        for (WorkingOrder part : openOrders()) {
            if (part.parentId().equals(command.orderId())) {
                withdraw(part, command.requestId());
            }
        }
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        follow(event);
    }

    @Override
    public void onFill(Fill fill) {
        if (filled(fill)) {
            WorkingOrder order = order(order(fill.orderId()).parentId());
            if (order != null && !order.isOver()) {
                place(order, order.venue(), order.leavesQuantity(), order.limitPrice());
            }
        }
    }
}
