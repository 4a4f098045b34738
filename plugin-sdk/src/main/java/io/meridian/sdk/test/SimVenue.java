package io.meridian.sdk.test;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Topics;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.ReportWriter.OrderReportValues;
import io.meridian.sdk.event.TargetPosition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/**
 * Stands for the kernel and the whole way of an order: it fills what the plugin orders, and what it intends, at the touch of the last quote,
 * and reports on {@code platform.oms.event.{portfolio}}. A limit order that does not reach the touch waits for a quote that
 * does.
 */
public final class SimVenue {
    private final Sim sim;
    private final ReportWriter reports = new ReportWriter();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private final Map<String, double[]> touches = new HashMap<>();
    private final Map<String, Working> orders = new LinkedHashMap<>();
    private final Map<String, Double> positions = new HashMap<>();
    private int seen;
    private double fillOnly = Double.POSITIVE_INFINITY;
    private String rejection;
    private boolean followsTargets = true;
    private boolean holds;
    private boolean away;
    private boolean quotesChanged;

    private static final class Working {
        final NewOrder order;
        double filled;
        double value;
        long events;
        OrderState state;

        Working(NewOrder order) {
            this.order = order;
        }
    }

    SimVenue(Sim sim) {
        this.sim = sim;
    }

    // What a test says.

    /** Fills at most so much of each order from now on; the rest stays open. */
    public SimVenue fillOnly(double quantity) {
        fillOnly = quantity;
        return this;
    }

    /** Rejects the next order. */
    public SimVenue rejectNext(String reason) {
        rejection = reason;
        return this;
    }

    /** Whether targets are traded at once; they are unless set. */
    public SimVenue followTargets(boolean follows) {
        followsTargets = follows;
        return this;
    }

    /** While set, it hears nothing of orders, cancels and targets; nor will it later. */
    public SimVenue away(boolean value) {
        away = value;
        return this;
    }

    /** While set, orders stay open. */
    public SimVenue hold(boolean value) {
        holds = value;
        quotesChanged = true;
        sim.run();
        return this;
    }

    // What a test asks.

    /** What the plugin holds of a symbol by what was filled here. */
    public double position(String symbol) {
        return positions.getOrDefault(symbol, 0.0);
    }

    /** Ids of orders that are open. */
    public List<String> openOrders() {
        return List.copyOf(orders.keySet());
    }

    // Work.

    void quoted(String symbol, double bid, double ask) {
        touches.put(symbol, new double[] {bid, ask});
        quotesChanged = true;
    }

    int work() {
        int work = 0;
        while (seen < sim.bus().recorded()) {
            Published message = sim.bus().recorded(seen++);
            if (message.source() == FakeSidecar.PLUGIN_SOURCE && !away) {
                take(message.event());
                work++;
            }
        }
        if (quotesChanged) {
            quotesChanged = false;
            for (Working order : List.copyOf(orders.values())) {
                fill(order);
            }
        }
        return work;
    }

    private void take(Event event) {
        switch (event) {
            case NewOrder order when order.message().topic().startsWith("platform.oms.command.") -> place(order);
            case CancelOrder cancel
            when orders.containsKey(cancel.orderId()) ->
                end(orders.get(cancel.orderId()), OrderState.CANCELLED, OrderCause.COMMAND, "");
            case TargetPosition target when followsTargets -> follow(target);
            case null, default -> {
                // Of no interest to a venue.
            }
        }
    }

    private void place(NewOrder order) {
        Working working = new Working(order);
        if (rejection != null) {
            String reason = rejection;
            rejection = null;
            end(working, OrderState.REJECTED, OrderCause.VENUE, reason);
            return;
        }
        if (orders.putIfAbsent(order.orderId(), working) == null) {
            report(working, OrderState.OPEN, OrderCause.VENUE, "");
            fill(working);
        }
    }

    private void fill(Working working) {
        NewOrder order = working.order;
        double[] touch = touches.get(order.symbol());
        if (holds || touch == null) {
            return;
        }
        boolean buys = order.side() == Side.BUY;
        double price = buys ? touch[1] : touch[0];
        double limit = order.limitPrice();
        if (Double.isNaN(price) || !Double.isNaN(limit) && (buys ? price > limit : price < limit)) {
            return;
        }
        double quantity = Math.min(order.quantity() - working.filled, fillOnly - working.filled);
        if (!(quantity > 0)) {
            return;
        }
        working.filled += quantity;
        working.value += quantity * price;
        traded(order.portfolio(), order.orderId(), order.symbol(), order.side(), quantity, price);
        if (working.filled == order.quantity()) {
            end(working, OrderState.FILLED, OrderCause.FILL, "");
        } else {
            report(working, OrderState.PARTIALLY_FILLED, OrderCause.FILL, "");
        }
    }

    private void follow(TargetPosition target) {
        double change = target.quantity() - position(target.symbol());
        double[] touch = touches.get(target.symbol());
        if (change == 0 || touch == null) {
            return;
        }
        Side side = change > 0 ? Side.BUY : Side.SELL;
        double quantity = Math.min(Math.abs(change), fillOnly);
        traded(target.portfolio(), "target", target.symbol(), side, quantity, side == Side.BUY ? touch[1] : touch[0]);
    }

    private void traded(String portfolio, String orderId, String symbol, Side side, double quantity, double price) {
        positions.merge(symbol, side == Side.BUY ? quantity : -quantity, Double::sum);
        sim.putFill(portfolio, orderId, symbol, side, quantity, price);
    }

    private void end(Working working, OrderState state, OrderCause cause, String reason) {
        orders.remove(working.order.orderId());
        report(working, state, cause, reason);
    }

    private void report(Working working, OrderState state, OrderCause cause, String reason) {
        NewOrder order = working.order;
        int length = reports.orderEvent(
                scratch,
                0,
                sim.clock().nanoTime(),
                new OrderReportValues(
                        ++working.events,
                        order.orderId(),
                        order.parentId(),
                        "sim-" + order.orderId().hashCode(),
                        "",
                        order.portfolio(),
                        order.venue(),
                        order.symbol(),
                        order.currency(),
                        order.side(),
                        order.quantity(),
                        working.filled,
                        working.filled == 0 ? Double.NaN : working.value / working.filled,
                        order.limitPrice(),
                        working.state,
                        state,
                        cause,
                        reason));
        working.state = state;
        byte[] payload = new byte[length];
        scratch.getBytes(0, payload);
        sim.bus()
                .publish(
                        Topics.orderEvent(order.portfolio()),
                        OrderEventEncoder.TEMPLATE_ID,
                        EventWriter.VERSION,
                        payload);
    }
}
