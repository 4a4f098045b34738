package io.meridian.sdk;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.SessionStatusEncoder;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.ReportWriter.OrderReportValues;
import java.util.HashMap;
import java.util.Map;

/**
 * Speaks a venue's protocol. The platform calls {@link #connect}, {@link #submit}, {@link #cancel}, {@link #modify} and
 * {@link #disconnect}; the adapter answers with {@link #session}, {@link #accepted}, {@link #rejected}, {@link #filled} and
 * {@link #ended}. An adapter with threads of its own hands what they hear to {@code execute}.
 */
public abstract class VenueAdapter extends OrderRole {
    private final Map<String, Long> eventNumbers = new HashMap<>();
    private SessionState state;

    /** The venue's name in topics. */
    protected abstract String venue();

    /** Begins to connect; says by {@link #session} how that goes. */
    public abstract void connect();

    /** Ends the session in good order. */
    public abstract void disconnect();

    /** Sends an order to the venue. The order is valid only during the call. */
    public abstract void submit(NewOrder order);

    /** Cancels what is open of an order. */
    public abstract void cancel(CancelOrder order);

    /** Changes an open order. */
    public abstract void modify(ModifyOrder order);

    @Override
    public void onStart() {
        session(SessionState.CONNECTING, "");
        connect();
        super.onStart();
    }

    @Override
    public void onStop() {
        disconnect();
    }

    @Override
    public final void onNewOrder(NewOrder order) {
        submit(order);
    }

    @Override
    public final void onCancelOrder(CancelOrder order) {
        cancel(order);
    }

    @Override
    public final void onModifyOrder(ModifyOrder order) {
        modify(order);
    }

    /** How the session is; null before the first word. */
    protected final SessionState sessionState() {
        return state;
    }

    /** Says how the session with the venue is. The same state a second time is not said. */
    protected final void session(SessionState now, String reason) {
        if (now == state) {
            return;
        }
        int length = reports()
                .sessionStatus(encoding().scratch(), 0, clock().nanoTime(), venue(), venue(), state, now, reason);
        state = now;
        encoding()
                .publish(
                        context(),
                        Topics.venueSession(venue()),
                        SessionStatusEncoder.TEMPLATE_ID,
                        EventWriter.VERSION,
                        length);
    }

    /** The venue took an order. */
    protected final void accepted(NewOrder order, String venueOrderId) {
        report(order, venueOrderId, 0, Double.NaN, null, OrderState.OPEN, "");
    }

    /** The venue, or the adapter, does not take an order. */
    protected final void rejected(NewOrder order, String reason) {
        report(order, "", 0, Double.NaN, null, OrderState.REJECTED, reason);
    }

    /** A trade of an order: the fill itself, then the state it leaves the order in. */
    protected final void filled(
            NewOrder order, String tradeId, double quantity, double price, double filledInAll, double averagePrice) {
        fill(Topics.venueEvent(venue()), order, tradeId, quantity, price);
        OrderState now = filledInAll >= order.quantity() ? OrderState.FILLED : OrderState.PARTIALLY_FILLED;
        report(order, "", filledInAll, averagePrice, OrderState.OPEN, now, "");
    }

    /** An order ended otherwise: cancelled or expired. */
    protected final void ended(NewOrder order, OrderState now, double filledInAll, String reason) {
        report(order, "", filledInAll, Double.NaN, OrderState.OPEN, now, reason);
    }

    private void report(
            NewOrder order,
            String venueOrderId,
            double filled,
            double average,
            OrderState before,
            OrderState now,
            String reason) {
        long number = eventNumbers.merge(order.orderId(), 1L, Long::sum);
        boolean over = now != OrderState.OPEN && now != OrderState.PARTIALLY_FILLED;
        if (over) {
            eventNumbers.remove(order.orderId());
        }
        orderEvent(
                Topics.venueEvent(venue()),
                new OrderReportValues(
                        number,
                        order.orderId(),
                        venueOrderId,
                        "",
                        order.portfolio(),
                        order.venue(),
                        order.symbol(),
                        order.currency(),
                        order.side(),
                        order.quantity(),
                        filled,
                        average,
                        order.limitPrice(),
                        before,
                        now,
                        filled > 0 && over ? OrderCause.FILL : OrderCause.VENUE,
                        reason));
    }
}
