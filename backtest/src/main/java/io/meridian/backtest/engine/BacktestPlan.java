package io.meridian.backtest.engine;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/**
 * What is to be run on past data.
 *
 * @param venue          the plugin that stands for a venue of the tape
 * @param way            the plugins on the way of an order, from order manager to book; they hear of everything before the strategies do
 * @param strategies     the plugins whose decisions are of interest
 * @param fromNs         when the run begins; {@code Long.MIN_VALUE}: with the tape. What is on the tape before it is history
 * @param toNs           when it ends; {@code Long.MAX_VALUE}: with the tape
 * @param zone           whose midnight ends a business day
 * @param portfolio      that is given the cash and is valued
 * @param quoteSpread    the spread, in basis points, of a quote that is made of each bar; {@code NaN}: none is made
 */
public record BacktestPlan(
        Function<String, PluginSpec> venue,
        List<PluginSpec> way,
        List<PluginSpec> strategies,
        Tape tape,
        long fromNs,
        long toNs,
        ZoneId zone,
        String portfolio,
        BigDecimal cash,
        String currency,
        double quoteSpread) {

    /** The same on another tape. */
    public BacktestPlan on(Tape other) {
        return new BacktestPlan(
                venue, way, strategies, other, fromNs, toNs, zone, portfolio, cash, currency, quoteSpread);
    }
}
