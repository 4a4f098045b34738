package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.statistics.Figures;
import java.util.ArrayList;
import java.util.List;

/** What a reader should know before believing the figures. */
final class Cautions {
    private static final int FEW_RETURNS = 250;
    private static final int FEW_TRIPS = 30;

    private Cautions() {}

    static List<String> of(BacktestResult result, Figures figures) {
        List<String> cautions = new ArrayList<>();
        BacktestResult.Trading trading = result.trading();
        if (trading.fills() == 0) {
            cautions.add("Nothing was traded"
                    + (result.orders().sent() == 0
                            ? ": the strategy sent no order."
                            : ", but " + Words.counted(result.orders().sent(), "order") + " sent."));
        }
        if (Double.isFinite(figures.sharpe()) && figures.dailyReturns() < FEW_RETURNS) {
            cautions.add("The Sharpe ratio is of " + figures.dailyReturns()
                    + " daily returns only: its standard error is " + Words.ratio(figures.sharpeError()) + ".");
        }
        if (trading.tally().count() > 0 && trading.tally().count() < FEW_TRIPS) {
            cautions.add("There were only " + Words.counted(trading.tally().count(), "round trip")
                    + ": win rate and profit factor say little.");
        }
        if (result.orders().refused() > 0) {
            cautions.add(Words.count(result.orders().refused()) + " of "
                    + Words.counted(result.orders().sent(), "order") + " refused.");
        }
        if (trading.fills() > 0 && trading.fees().signum() == 0) {
            cautions.add("No fee was charged.");
        }
        if (trading.slippageFills() < trading.fills()) {
            cautions.add("Slippage is of " + Words.count(trading.slippageFills()) + " of "
                    + Words.count(trading.fills()) + " fills: of the others the price at the decision is not known.");
        }
        if (!result.positions().isEmpty()) {
            cautions.add(Words.counted(result.positions().size(), "position")
                    + " still open at the end, valued at the last price without the cost of closing.");
        }
        return cautions;
    }
}
