package io.meridian.backtest.result;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a run came to. Times are epoch nanoseconds, amounts are of the currency of the {@link RunFacts}.
 *
 * @param beginNs   when the run began, as of its data
 * @param endNs     when it ended
 * @param events    that were played
 * @param bars      among them
 * @param wallNs    how long it took
 * @param prices    of what was traded, by value traded, the most first; at most as many as the builder keeps
 * @param positions at the end
 */
public record BacktestResult(
        RunFacts facts,
        long beginNs,
        long endNs,
        long events,
        long bars,
        long wallNs,
        EquitySeries equity,
        WorstDrawdown drawdown,
        Exposure exposure,
        Orders orders,
        Trading trading,
        List<PriceSeries> prices,
        List<OpenPosition> positions) {

    /**
     * Means over the time of the run, each moment counting alike, whether a market was open or not. NaN for a run that took no time.
     *
     * @param meanNetAssetValue in money
     * @param meanGross         in money
     * @param meanNet           in money
     * @param timeInMarket      the share of the time in which anything was held
     * @param highestGross      in money
     */
    public record Exposure(
            double meanNetAssetValue, double meanGross, double meanNet, double timeInMarket, double highestGross) {}

    /**
     * What became of orders.
     *
     * @param refusals by code, the most frequent first
     */
    public record Orders(long sent, long refused, long cancelled, List<Refusal> refusals) {}

    /**
     * Orders that were refused for one reason.
     *
     * @param firstNs  when the first was
     * @param sentence what was said of the first
     */
    public record Refusal(String code, long count, long firstNs, String sentence) {}

    /**
     * What was traded.
     *
     * @param fills         of them all
     * @param executions    the first of them, as many as the builder keeps
     * @param roundTrips    the first of them, as many as the builder keeps
     * @param bought        value of what was bought
     * @param sold          value of what was sold
     * @param fees          paid
     * @param slippage      what fills cost more than at the prices at which they were decided; below zero: they were better
     * @param slippageFills fills of which the price at the decision is known; slippage is of these only
     * @param slippageTraded value of those fills
     * @param tally         of all round trips
     */
    public record Trading(
            long fills,
            List<Execution> executions,
            List<RoundTrip> roundTrips,
            BigDecimal bought,
            BigDecimal sold,
            BigDecimal fees,
            BigDecimal slippage,
            long slippageFills,
            BigDecimal slippageTraded,
            Tally tally) {
        /** The value of all fills, both sides. */
        public BigDecimal traded() {
            return bought.add(sold);
        }
    }

    /**
     * Round trips by how they ended, after fees. Those that made exactly nothing are neither wins nor losses.
     *
     * @param lost      below or at zero
     * @param heldNs    the time that all were open, added up
     */
    public record Tally(long count, long wins, long losses, BigDecimal won, BigDecimal lost, double heldNs) {}
}
