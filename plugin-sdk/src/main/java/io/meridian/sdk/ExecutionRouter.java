package io.meridian.sdk;

import io.meridian.plugin.contract.trading.FillKind;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.PlacementEncoder;
import io.meridian.plugin.contract.trading.PlacementState;
import io.meridian.plugin.contract.trading.TimeInForce;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.TradeTerms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Works orders in the market: splits them, chooses venues, and follows the parts. It overrides {@code onNewOrder},
 * {@code onCancelOrder}, {@code onOrderEvent} (of venues) and {@code onFill}:
 *
 * <pre>{@code
 * public void onNewOrder(NewOrder command) {
 *     WorkingOrder order = begin(command);
 *     if (order != null) {
 *         place(order, "XNAS", order.quantity(), order.limitPrice());
 *     }
 * }
 *
 * public void onOrderEvent(OrderEvent event) {
 *     follow(event);
 * }
 *
 * public void onFill(Fill fill) {
 *     filled(fill);
 * }
 * }</pre>
 */
public abstract class ExecutionRouter extends OrderRole {
    private final TopicsByName venueCommands = new TopicsByName(Topics::venueCommand);
    private final TopicsByName executionEvents = new TopicsByName(Topics::executionEvent);

    /**
     * Takes an order on and sends it to its venue whole, with everything that it says; what the venue says of it is then said of the order.
     *
     * @return null when it was taken on before
     */
    protected final WorkingOrder routeWhole(NewOrder command) {
        WorkingOrder order = begin(command);
        if (order != null) {
            route(command.venue(), command);
        }
        return order;
    }

    /** Sends a command to a venue as it is. */
    protected final long route(String venue, OrderCommand command) {
        return forward(venueCommands.of(venue), command);
    }

    /** As the other, for the day. */
    protected final WorkingOrder place(WorkingOrder order, String venue, double quantity, double limitPrice) {
        return place(order, venue, BigDecimal.valueOf(quantity), limitPrice, TimeInForce.DAY);
    }

    /**
     * Sends a part of an order to a venue, under an id of its own.
     *
     * @param limitPrice {@code NaN}: at the market
     * @return the part
     * @throws IllegalArgumentException when it is more than the order leaves
     */
    protected final WorkingOrder place(
            WorkingOrder order, String venue, BigDecimal quantity, double limitPrice, TimeInForce force) {
        BigDecimal placed = placed(order);
        if (quantity.signum() <= 0 || quantity.compareTo(order.exactLeaves().subtract(placed)) > 0) {
            throw new IllegalArgumentException("quantity=" + quantity + " of order=" + order.id() + " cannot be placed:"
                    + " it leaves " + order.leavesQuantity() + ", of which " + placed + " are at venues already");
        }
        String id = order.nextPartId();
        while (order(id) != null) {
            id = order.nextPartId();
        }
        WorkingOrder part = begin(new WorkingOrder(
                id,
                order.id(),
                order.portfolio(),
                venue,
                order.symbol(),
                order.currency(),
                order.side(),
                quantity.doubleValue(),
                limitPrice));
        placement(part, PlacementState.SENT, "");
        send(venueCommands.of(venue), part, force);
        return part;
    }

    /** What of an order is at venues and not filled. */
    protected final BigDecimal placed(WorkingOrder order) {
        BigDecimal placed = BigDecimal.ZERO;
        for (WorkingOrder part : parts(order)) {
            placed = placed.add(part.exactLeaves());
        }
        return placed;
    }

    /** The parts of an order that are not over. */
    protected final List<WorkingOrder> parts(WorkingOrder order) {
        List<WorkingOrder> parts = new ArrayList<>();
        for (WorkingOrder each : eachOpen()) {
            if (each.parentId().equals(order.id())) {
                parts.add(each);
            }
        }
        return parts;
    }

    /** An order that is worked in parts has other terms now, as it was asked; it is filled when they are no more than what is. */
    protected final void changed(WorkingOrder order, String requestId, double quantity, double limitPrice) {
        order.changed(quantity, limitPrice);
        OrderState now = order.exactLeaves().signum() == 0 ? OrderState.FILLED : order.state();
        report(order, now, OrderCause.VENUE, requestId, "");
    }

    /** Has the venue cancel what is open of a part. */
    protected final long withdraw(WorkingOrder part, String requestId) {
        return sendCancel(venueCommands.of(part.venue()), part, requestId);
    }

    /**
     * Takes in what a venue says of a part, or of an order that was routed whole, and tells those who follow the order. A part that was placed shortly
     * before a crash, and so is not in the state that was saved, is known again by this.
     *
     * @return the part; null when it says nothing new, or of an order that is not known here
     */
    protected final WorkingOrder follow(OrderEvent event) {
        WorkingOrder part = order(event.orderId());
        if (part == null && order(event.parentId()) != null) {
            part = begin(new WorkingOrder(event));
        }
        if (part == null || event.eventNumber() <= part.events()) {
            return null;
        }
        part.calledAtVenue(event.venueOrderId());
        if (part.parentId().isEmpty()) {
            if (!event.requestId().isEmpty() && event.cause() == OrderCause.VENUE) {
                part.changed(event.quantity(), event.limitPrice());
            }
            if (event.cause() != OrderCause.FILL) {
                report(part, event.state(), event.cause(), event.requestId(), event.reason());
            }
            return part;
        }
        // The venue's word counts: after a crash a part may have been placed again with other terms, which the venue
        // did not take.
        part.changed(event.quantity(), event.limitPrice());
        heard(part, event.state());
        placement(
                part,
                switch (event.state()) {
                    case OPEN -> PlacementState.OPEN;
                    case PARTIALLY_FILLED -> PlacementState.PARTIALLY_FILLED;
                    case FILLED -> PlacementState.FILLED;
                    case CANCELLED -> PlacementState.CANCELLED;
                    case REJECTED, COMPLIANCE_REJECTED -> PlacementState.REJECTED;
                    case EXPIRED -> PlacementState.EXPIRED;
                    default -> PlacementState.PENDING;
                },
                event.reason());
        return part;
    }

    /**
     * Counts a fill of a part, and passes it on as a fill of the order that it is a part of, with the state that it leaves
     * that in. A fill of an order that was routed whole is passed on as it is.
     *
     * @return false when it was counted before, is of an order that is not known here, or corrects or cancels another fill,
     *     which is for the author to judge: then it is not passed on
     */
    protected final boolean filled(Fill fill) {
        WorkingOrder part = order(fill.orderId());
        if (part == null) {
            log().error("a fill of an order that is not known here", "order", fill.orderId(), "trade", fill.tradeId());
            return false;
        }
        if (fill.kind() != FillKind.NEW || !isNew(fill)) {
            return false;
        }
        OrderState ofPart = part.filled(fill.quantity(), fill.price());
        WorkingOrder whole = order(part.parentId());
        String topic = executionEvents.of(fill.portfolio());
        if (whole == null) {
            forward(topic, fill);
            report(part, ofPart, OrderCause.FILL, "");
        } else {
            sendFill(
                    topic,
                    whole,
                    part.id(),
                    fill.venue(),
                    fill.tradeId(),
                    fill.quantity(),
                    fill.price(),
                    TradeTerms.of(fill));
            report(whole, whole.filled(fill.quantity(), fill.price()), OrderCause.FILL, "");
        }
        return true;
    }

    private void placement(WorkingOrder part, PlacementState state, String reason) {
        int length = reports()
                .placement(
                        encoding().scratch(),
                        0,
                        clock().nanoTime(),
                        new ReportWriter.PlacementValues(
                                part.id(),
                                part.parentId(),
                                part.venueOrderId(),
                                part.portfolio(),
                                part.venue(),
                                part.symbol(),
                                part.currency(),
                                part.side(),
                                part.quantity(),
                                part.filledQuantity(),
                                part.limitPrice(),
                                state,
                                reason));
        encoding()
                .publish(
                        context(),
                        executionEvents.of(part.portfolio()),
                        PlacementEncoder.TEMPLATE_ID,
                        EventWriter.VERSION,
                        length);
    }

    @Override
    final String reportTopic(WorkingOrder order) {
        return executionEvents.of(order.portfolio());
    }
}
