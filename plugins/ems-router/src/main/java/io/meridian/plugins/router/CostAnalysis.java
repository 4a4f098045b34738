package io.meridian.plugins.router;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.WorkingOrder;
import java.util.Map;
import org.agrona.collections.Object2ObjectHashMap;

/** What orders cost beside their price: how far the average price was from the market's when the order came. */
final class CostAnalysis {
    private static final double BASIS_POINTS = 10_000;

    private final Map<String, Double> arrivals = new Object2ObjectHashMap<>();
    private long orders;
    private long measured;
    private double slippageSum;
    private double fillRateSum;

    /** Where figures go. */
    @FunctionalInterface
    interface Figures {
        void set(String name, double value);
    }

    /** @param price of the market then; NaN when there was none */
    void arrived(String order, double price) {
        arrivals.put(order, price);
    }

    void ended(WorkingOrder order, Figures figures) {
        Double arrival = arrivals.remove(order.id());
        if (arrival == null) {
            return;
        }
        orders++;
        fillRateSum += order.quantity() == 0 ? 0 : order.filledQuantity() / order.quantity();
        figures.set("orders", orders);
        figures.set("fill_rate.mean", fillRateSum / orders);
        double slippage = slippage(order, arrival);
        if (!Double.isNaN(slippage)) {
            slippageSum += slippage;
            figures.set("slippage_bp.last", slippage);
            figures.set("slippage_bp.mean", slippageSum / ++measured);
        }
    }

    /** In basis points of the arrival price; above 0 the order did worse than that. */
    static double slippage(WorkingOrder order, double arrival) {
        double paid = order.averagePrice();
        double worse = order.side() == Side.BUY ? paid - arrival : arrival - paid;
        return worse / arrival * BASIS_POINTS;
    }
}
