package io.meridian.sdk;

import io.meridian.plugin.contract.trading.CancelOrderEncoder;
import io.meridian.plugin.contract.trading.FillEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.ReportWriter;

/** What roles that handle orders have in common: they pass orders on and report what became of them. */
public abstract class OrderRole extends Plugin {
    private final ReportWriter reports = new ReportWriter();
    private final EventWriter events = new EventWriter();
    private final Encoding encoding = new Encoding();

    OrderRole() {}

    final ReportWriter reports() {
        return reports;
    }

    final Encoding encoding() {
        return encoding;
    }

    /** Passes a command or fill on as it is, to another topic. */
    final long forward(String topic, OrderCommand command) {
        return forward(topic, command.message().schemaId(), command.message());
    }

    final long forward(String topic, Fill fill) {
        return forward(topic, FillEncoder.TEMPLATE_ID, fill.message());
    }

    private long forward(String topic, int template, Message message) {
        encoding.scratch().putBytes(0, message.buffer(), message.offset(), message.length());
        return encoding.publish(context(), topic, template, message.schemaVersion(), message.length());
    }

    /** Publishes that an order is in another state. */
    protected final long orderEvent(String topic, ReportWriter.OrderReportValues values) {
        int length = reports.orderEvent(encoding.scratch(), 0, clock().nanoTime(), values);
        return encoding.publish(context(), topic, OrderEventEncoder.TEMPLATE_ID, EventWriter.VERSION, length);
    }

    /** Publishes an order for the next in line. */
    protected final long newOrder(
            String topic,
            String orderId,
            String portfolio,
            String venue,
            String symbol,
            String currency,
            Side side,
            double quantity,
            double limitPrice) {
        events.newOrder(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                orderId,
                portfolio,
                context().plugin(),
                venue,
                symbol,
                currency,
                side,
                quantity,
                limitPrice);
        return encoding.publish(
                context(), topic, NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.NEW_ORDER);
    }

    /** Publishes a cancel for the next in line. */
    protected final long cancelOrder(
            String topic, String orderId, String requestId, String portfolio, String venue, String symbol) {
        events.cancelOrder(encoding.scratch(), 0, clock().nanoTime(), orderId, requestId, portfolio, venue, symbol);
        return encoding.publish(
                context(), topic, CancelOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.CANCEL_ORDER);
    }

    /** Publishes a fill of an order. */
    protected final long fill(String topic, NewOrder order, String tradeId, double quantity, double price) {
        events.fill(
                encoding.scratch(),
                0,
                clock().nanoTime(),
                tradeId,
                order.orderId(),
                order.portfolio(),
                order.venue(),
                order.symbol(),
                order.currency(),
                order.side(),
                quantity,
                price);
        return encoding.publish(context(), topic, FillEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.FILL);
    }
}
