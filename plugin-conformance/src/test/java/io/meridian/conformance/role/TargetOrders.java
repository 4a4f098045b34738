package io.meridian.conformance.role;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Listing;
import io.meridian.sdk.OrderManager;
import io.meridian.sdk.OrderTerms;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.TargetPosition;
import java.math.BigDecimal;

/** An order manager that passes what makes sense, and orders what targets lack. */
@MeridianPlugin(
        id = "target-orders",
        pool = Pool.OMS,
        subscribes = {"platform.oms.review.*", "platform.portfolio.target.*", "platform.oms.event.*"},
        publishes = {"platform.oms.report.*", "platform.oms.command.*"})
class TargetOrders extends OrderManager {
    @Override
    public void review(WorkingOrder order) {
        if (order.quantity() > 0) {
            approve(order);
        } else {
            reject(order, "quantity=" + order.quantity() + " is not above 0; send how much to trade");
        }
    }

    @Override
    public void onTargetPosition(TargetPosition target) {
        Listing listing = new Listing(target.venue(), target.symbol());
        BigDecimal lacks = Decimal.read(target.decoder().quantity())
                .toBigDecimal()
                .subtract(held(target.portfolio(), listing))
                .subtract(working(target.portfolio(), listing));
        if (lacks.signum() != 0) {
            newOrder(OrderTerms.market(
                    target.portfolio(),
                    listing,
                    target.currency(),
                    lacks.signum() > 0 ? Side.BUY : Side.SELL,
                    lacks.abs()));
        }
    }
}
