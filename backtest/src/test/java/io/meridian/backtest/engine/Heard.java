package io.meridian.backtest.engine;

import io.meridian.sdk.Log;
import io.meridian.sdk.Refused;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a run tells. */
final class Heard implements RunListener {
    final List<String> fills = new ArrayList<>();
    final List<String> orders = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    double spent;
    double held;

    @Override
    public void onLine(String instance, long atNs, Log.Level level, String text) {
        if (level.ordinal() >= Log.Level.WARN.ordinal()) {
            complaints.add(instance + ": " + text);
        }
    }

    @Override
    public void onRefused(String instance, long atNs, Refused refused) {
        complaints.add(instance + ": " + refused.text());
    }

    @Override
    public void onDeadLetter(String instance, long atNs, String topic, String reason) {
        complaints.add(instance + ": dead letter of " + topic + ": " + reason);
    }

    @Override
    public void onFill(Fill fill) {
        fills.add(fill.tsEvent() + " " + fill.symbol() + " " + fill.signedQuantity() + " @ " + fill.price());
        spent += fill.signedQuantity() * fill.price();
        held += fill.signedQuantity();
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        orders.add(event.orderId() + " " + event.state() + " " + event.reason());
    }

    @Override
    public void onValue(long timeNs, double cash, double gross, double net) {
        values.add(cash + net);
    }
}
