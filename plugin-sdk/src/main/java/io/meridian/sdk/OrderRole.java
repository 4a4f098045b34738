package io.meridian.sdk;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.TradeTerms;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What roles that handle orders have in common: they know their orders, pass orders on, and say what became of them. Orders
 * are taken on once, however often the command comes, and their events are numbered. With {@code state = SNAPSHOT} all of
 * that outlives a crash.
 */
public abstract class OrderRole extends Plugin {
    private final ReportWriter reports = new ReportWriter();
    private final EventWriter events = new EventWriter();
    private final Encoding encoding = new Encoding();
    private final WorkingOrders orders = new WorkingOrders();
    private final KnownFills fills = new KnownFills();

    OrderRole() {}

    /** Where it says what became of an order. */
    abstract String reportTopic(WorkingOrder order);

    final ReportWriter reports() {
        return reports;
    }

    final Encoding encoding() {
        return encoding;
    }

    /** An order that it took on, open or over; null when there was none of this id. */
    protected final WorkingOrder order(String id) {
        return orders.get(id);
    }

    /** Orders that are not over, the oldest first. */
    protected final List<WorkingOrder> openOrders() {
        return orders.open();
    }

    /** The same to be gone through at once, while none is taken on and none ends. */
    final Iterable<WorkingOrder> eachOpen() {
        return orders.eachOpen();
    }

    /** Takes an order on. Null when it did so before: a durable command may come twice, and changes nothing then. */
    protected final WorkingOrder begin(NewOrder order) {
        return orders.add(new WorkingOrder(order));
    }

    final WorkingOrder begin(WorkingOrder order) {
        return orders.add(order);
    }

    /** For what others said of an order: it is now in that state, and nothing is published. */
    final void heard(WorkingOrder order, OrderState now) {
        order.said(now);
        orders.said(order);
    }

    /** To be called when an order's state is another. */
    final void changed(WorkingOrder order) {
        orders.said(order);
    }

    final WorkingOrder require(String id) {
        WorkingOrder order = orders.get(id);
        if (order == null) {
            throw new IllegalArgumentException("order=" + id + " is not known here. An order is taken on when its"
                    + " command comes; it outlives a crash when the manifest says state = SNAPSHOT");
        }
        return order;
    }

    /** Whether a fill comes for the first time. */
    final boolean isNew(Fill fill) {
        return fills.isNew(fill);
    }

    /**
     * Says that an order is in another state, or why it stays in the same.
     *
     * @param reason why, where somebody refused or stopped it; else empty
     * @return the message's tag, or a negative code of {@link Publisher}: then it counts as not said
     */
    protected final long report(WorkingOrder order, OrderState now, OrderCause cause, String reason) {
        return report(order, now, cause, "", reason);
    }

    /** As {@link #report(WorkingOrder, OrderState, OrderCause, String)}, in answer to a modify or cancel. */
    protected final long report(WorkingOrder order, OrderState now, OrderCause cause, String requestId, String reason) {
        long tag = publishReport(order, now, cause, requestId, reason);
        if (tag > 0) {
            order.said(now);
            orders.said(order);
        }
        return tag;
    }

    /** Publishes a report, and leaves it to the role what follows for the order. */
    final long publishReport(WorkingOrder order, OrderState now, OrderCause cause, String requestId, String reason) {
        int length = reports.orderEvent(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                new ReportWriter.OrderReportValues(
                        order.events() + 1,
                        order.id(),
                        order.parentId(),
                        order.venueOrderId(),
                        requestId,
                        order.portfolio(),
                        order.venue(),
                        order.symbol(),
                        order.currency(),
                        order.side(),
                        order.quantity(),
                        order.filledQuantity(),
                        order.averagePrice(),
                        order.limitPrice(),
                        order.state(),
                        now,
                        cause,
                        reason));
        return encoding.publish(
                context(), reportTopic(order), OrderEventEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }

    /** Passes a command on as it is, to another topic. */
    final long forward(String topic, OrderCommand command) {
        return forward(topic, command.message().schemaId(), command.message());
    }

    /** Passes a fill on as it is. */
    final long forward(String topic, Fill fill) {
        return forward(topic, FillEncoder.TEMPLATE_ID, fill.message());
    }

    private long forward(String topic, int template, Message message) {
        encoding.scratch().putBytes(0, message.buffer(), message.offset(), message.length());
        return encoding.publish(context(), topic, template, message.schemaVersion(), message.length());
    }

    /** Publishes an order for the next in line. */
    final long send(String topic, WorkingOrder order, TimeInForce force) {
        events.newOrder(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                order.id(),
                order.parentId(),
                order.portfolio(),
                context().plugin(),
                order.venue(),
                order.symbol(),
                order.currency(),
                order.side(),
                order.quantity(),
                order.limitPrice());
        events.force(force);
        return encoding.publish(
                context(), topic, NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.NEW_ORDER);
    }

    /** Publishes a cancel for the next in line. */
    final long sendCancel(String topic, WorkingOrder order, String requestId) {
        events.cancelOrder(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                order.id(),
                requestId,
                order.portfolio(),
                order.venue(),
                order.symbol());
        return encoding.publish(
                context(), topic, CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.CANCEL_ORDER);
    }

    /**
     * Publishes a fill of an order.
     *
     * @param placementId the part of it that was filled; empty when it went to the venue whole
     */
    final long sendFill(
            String topic,
            WorkingOrder order,
            String placementId,
            String venue,
            String tradeId,
            double quantity,
            double price,
            TradeTerms terms) {
        events.fill(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                tradeId,
                order.id(),
                placementId,
                order.portfolio(),
                venue,
                order.symbol(),
                order.currency(),
                order.side(),
                quantity,
                price);
        events.terms(terms);
        return encoding.publish(context(), topic, FillEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.FILL);
    }

    @Override
    void saveRole(DataOutput out) throws IOException {
        orders.save(out);
        fills.save(out);
    }

    @Override
    void loadRole(DataInput in) throws IOException {
        orders.load(in);
        fills.load(in);
    }
}
