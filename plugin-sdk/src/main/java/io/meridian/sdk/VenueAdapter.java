package io.meridian.sdk;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.SessionStatusEncoder;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.TradeTerms;

/**
 * Speaks a venue's protocol. The platform calls {@link #connect}, {@link #submit}, {@link #cancel}, {@link #modify} and
 * {@link #disconnect}; the adapter answers with {@link #session}, and by the order's id with {@link #accepted},
 * {@link #rejected}, {@link #filled}, {@link #ended}, {@link #modified} and {@link #refused}. An adapter with threads of its
 * own hands what they hear to {@code execute}.
 *
 * <p>An order is submitted once, however often its command comes, and cancelled or modified only while it is open.
 */
public abstract class VenueAdapter extends OrderRole {
    private final TopicsByName events = new TopicsByName(Topics::venueEvent);
    private SessionState state;

    /** The venue's name in topics. */
    protected abstract String venue();

    /** Begins to connect; says by {@link #session} how that goes. */
    public abstract void connect();

    /** Ends the session in good order. */
    public abstract void disconnect();

    /** Sends an order to the venue. The order is valid only during the call; {@code order(id)} lasts. */
    public abstract void submit(NewOrder order);

    /** Cancels what is open of an order. */
    public abstract void cancel(CancelOrder order);

    /** Changes an open order. */
    public abstract void modify(ModifyOrder order);

    @Override
    public void onStart() {
        session(SessionState.CONNECTING, "");
        connect();
        listen();
    }

    /** Subscribes to the commands for its venue, and what else it reads: all that the manifest declares, unless overridden. */
    protected void listen() {
        subscribeDeclared();
    }

    @Override
    public void onStop() {
        disconnect();
    }

    @Override
    public final void onNewOrder(NewOrder order) {
        if (begin(order) != null) {
            submit(order);
        }
    }

    @Override
    public final void onCancelOrder(CancelOrder order) {
        if (isOpen(order.orderId(), order.requestId(), OrderCause.CANCEL_REFUSED)) {
            cancel(order);
        }
    }

    @Override
    public final void onModifyOrder(ModifyOrder order) {
        if (isOpen(order.orderId(), order.requestId(), OrderCause.MODIFY_REFUSED)) {
            modify(order);
        }
    }

    private boolean isOpen(String orderId, String requestId, OrderCause refusal) {
        WorkingOrder order = order(orderId);
        if (order == null) {
            log().warn("an order that is not known here is not changed", "order", orderId, "request", requestId);
        } else if (order.isOver()) {
            report(order, order.state(), refusal, requestId, "it is over already");
        }
        return order != null && !order.isOver();
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
    protected final void accepted(String orderId, String venueOrderId) {
        WorkingOrder order = require(orderId);
        order.calledAtVenue(venueOrderId);
        report(order, OrderState.OPEN, OrderCause.VENUE, "");
    }

    /** The venue, or the adapter, does not take an order. */
    protected final void rejected(String orderId, String reason) {
        report(require(orderId), OrderState.REJECTED, OrderCause.VENUE, reason);
    }

    /** As the other, of a trade without fees of which the venue says no more. */
    protected final void filled(String orderId, String tradeId, double quantity, double price) {
        filled(
                orderId,
                tradeId,
                quantity,
                price,
                TradeTerms.none(require(orderId).currency()));
    }

    /** A trade of an order: says the fill itself, then the state that it leaves the order in. */
    protected final void filled(String orderId, String tradeId, double quantity, double price, TradeTerms terms) {
        WorkingOrder order = require(orderId);
        sendFill(events.of(venue()), order, "", order.venue(), tradeId, quantity, price, terms);
        report(order, order.filled(quantity, price), OrderCause.FILL, "");
    }

    /** An order ended otherwise: cancelled or expired. */
    protected final void ended(String orderId, OrderState now, String reason) {
        report(require(orderId), now, OrderCause.VENUE, reason);
    }

    /** As the other, in answer to a cancel. */
    protected final void ended(String orderId, OrderState now, String requestId, String reason) {
        report(require(orderId), now, OrderCause.VENUE, requestId, reason);
    }

    /** The venue changed an order as it was asked to; one that has no more than what is filled already is filled. */
    protected final void modified(String orderId, String requestId, double quantity, double limitPrice) {
        WorkingOrder order = require(orderId);
        order.changed(quantity, limitPrice);
        boolean isFull = order.filledQuantity() > 0 && order.filledQuantity() >= quantity;
        report(order, isFull ? OrderState.FILLED : order.state(), OrderCause.VENUE, requestId, "");
    }

    /**
     * The venue does not cancel or change an order, which goes on as before.
     *
     * @param cause CANCEL_REFUSED or MODIFY_REFUSED
     */
    protected final void refused(String orderId, String requestId, OrderCause cause, String reason) {
        WorkingOrder order = require(orderId);
        report(order, order.state(), cause, requestId, reason);
    }

    @Override
    final String reportTopic(WorkingOrder order) {
        return events.of(venue());
    }
}
