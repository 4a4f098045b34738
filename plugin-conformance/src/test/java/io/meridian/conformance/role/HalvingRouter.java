package io.meridian.conformance.role;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.sdk.ExecutionRouter;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router that sends one half of an order at once, and the other half when the first is filled. */
@MeridianPlugin(
        id = "halving-router",
        pool = Pool.EMS,
        subscribes = {"platform.ems.command.*", "platform.ccm.*.event"},
        publishes = {"platform.ccm.*.command", "platform.ems.event.*"})
class HalvingRouter extends ExecutionRouter {
    private final Map<String, String> cancels = new HashMap<>();

    @Override
    public void onNewOrder(NewOrder command) {
        WorkingOrder order = begin(command);
        if (order != null) {
            place(order, order.venue(), order.quantity() / 2, order.limitPrice());
        }
    }

    @Override
    public void onCancelOrder(CancelOrder command) {
        if (order(command.orderId()) != null) {
            cancels.put(command.orderId(), command.requestId());
            parts(command.orderId()).forEach(part -> withdraw(part, command.requestId()));
        }
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        WorkingOrder part = follow(event);
        String request = part == null ? null : cancels.get(part.parentId());
        if (request != null && parts(part.parentId()).isEmpty()) {
            report(order(part.parentId()), OrderState.CANCELLED, OrderCause.VENUE, request, "");
        }
    }

    @Override
    public void onFill(Fill fill) {
        if (filled(fill)) {
            WorkingOrder order = order(order(fill.orderId()).parentId());
            if (order != null && !order.isOver() && !cancels.containsKey(order.id())) {
                place(order, order.venue(), order.leavesQuantity(), order.limitPrice());
            }
        }
    }

    private List<WorkingOrder> parts(String orderId) {
        return openOrders().stream()
                .filter(part -> part.parentId().equals(orderId))
                .toList();
    }
}
