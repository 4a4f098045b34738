package io.meridian.conformance.role;

import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.sdk.VenueAdapter;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;

/** An adapter of a venue that fills the half of each order at once, and keeps the rest open. */
@MeridianPlugin(
        id = "paper-venue",
        pool = Pool.CCM,
        subscribes = "platform.ccm.XPAP.command",
        publishes = {"platform.ccm.XPAP.event", "platform.ccm.XPAP.session"},
        state = StatePolicy.SNAPSHOT)
class PaperVenue extends VenueAdapter {
    @Override
    protected String venue() {
        return "XPAP";
    }

    @Override
    public void connect() {
        session(SessionState.ACTIVE, "");
    }

    @Override
    public void disconnect() {
        session(SessionState.LOGGED_OUT, "");
    }

    @Override
    public void submit(NewOrder order) {
        accepted(order.orderId(), "v-" + order.orderId());
        filled(order.orderId(), "t-" + order.orderId(), order.quantity() / 2, order.limitPrice());
    }

    @Override
    public void cancel(CancelOrder order) {
        ended(order.orderId(), OrderState.CANCELLED, "");
    }

    @Override
    public void modify(ModifyOrder order) {
        modified(order.orderId(), order.requestId(), order.quantity(), order.limitPrice());
    }
}
