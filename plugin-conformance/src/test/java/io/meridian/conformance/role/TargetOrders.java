package io.meridian.conformance.role;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.OrderManager;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.TargetPosition;
import java.util.HashMap;
import java.util.Map;

/** An order manager that hands on what makes sense, and orders what targets lack. */
@MeridianPlugin(
        id = "target-orders",
        pool = Pool.OMS,
        subscribes = {"platform.oms.command.*", "platform.portfolio.target.*", "platform.ems.event.*"},
        publishes = {"platform.oms.event.*", "platform.ems.command.*"})
class TargetOrders extends OrderManager {
    private final Map<String, Double> ordered = new HashMap<>();

    @Override
    public void onNewOrder(NewOrder command) {
        WorkingOrder order = begin(command);
        if (order == null) {
            return;
        }
        if (!(order.quantity() > 0)) {
            report(order, OrderState.REJECTED, OrderCause.COMPLIANCE, "quantity=" + order.quantity());
            return;
        }
        report(order, OrderState.CREATED, OrderCause.COMMAND, "");
        release(command);
        report(order, OrderState.OPEN, OrderCause.COMMAND, "");
    }

    @Override
    public void onTargetPosition(TargetPosition target) {
        double lacks = target.quantity() - ordered.getOrDefault(target.symbol(), 0.0);
        if (lacks == 0) {
            return;
        }
        WorkingOrder order = begin(
                "target-" + target.message().source() + "-" + target.message().sequence(),
                target.portfolio(),
                target.venue(),
                target.symbol(),
                target.currency(),
                lacks > 0 ? Side.BUY : Side.SELL,
                Math.abs(lacks),
                target.limitPrice());
        if (order != null) {
            ordered.put(target.symbol(), target.quantity());
            release(order);
            report(order, OrderState.OPEN, OrderCause.COMMAND, "");
        }
    }

    @Override
    public void onFill(Fill fill) {
        filled(fill);
    }
}
