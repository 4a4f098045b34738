package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.WorstDrawdown;
import io.meridian.backtest.statistics.Figures;
import java.util.List;

/** All figures in words, in the groups in which the page and the terminal show them. */
final class FigureWords {
    private FigureWords() {}

    /** @param lines a name and a value each */
    record Group(String name, List<List<String>> lines) {}

    static List<Group> of(BacktestResult result, Figures figures) {
        return List.of(returns(figures), risk(figures), trades(result, figures), costs(result, figures));
    }

    private static Group returns(Figures figures) {
        return new Group(
                "Return",
                List.of(
                        line("Net asset value at the end", Words.money(figures.finalValue())),
                        line("Total return", Words.percent(figures.totalReturn())),
                        line("Annual growth", Words.percent(figures.annualGrowth())),
                        line("Sharpe ratio", Words.ratio(figures.sharpe())),
                        line("Its standard error", Words.ratio(figures.sharpeError())),
                        line("Sortino ratio", Words.ratio(figures.sortino())),
                        line("Calmar ratio", Words.ratio(figures.calmar())),
                        line("Best day", Words.percent(figures.bestDay())),
                        line("Worst day", Words.percent(figures.worstDay())),
                        line("Daily returns", Words.count(figures.dailyReturns())),
                        line("Days counted as a year", Words.count(figures.daysPerYear()))));
    }

    private static Group risk(Figures figures) {
        return new Group(
                "Risk",
                List.of(
                        line("Volatility, a year", Words.percent(figures.volatility())),
                        line("Deepest drawdown", Words.percent(-figures.drawdown())),
                        line(
                                "From the peak of",
                                date(figures.worst(), figures.worst().peakNs())),
                        line(
                                "To the trough of",
                                date(figures.worst(), figures.worst().troughNs())),
                        line("Made good", recovery(figures.worst())),
                        line("Skewness of daily returns", Words.ratio(figures.skewness())),
                        line("Kurtosis (normal: 3)", Words.ratio(figures.kurtosis())),
                        line("Gross exposure, mean", Words.percent(figures.grossExposure())),
                        line("Net exposure, mean", Words.percent(figures.netExposure())),
                        line("Gross exposure, highest", Words.percent(figures.leverage())),
                        line("Time in the market", Words.percent(figures.timeInMarket()))));
    }

    private static Group trades(BacktestResult result, Figures figures) {
        BacktestResult.Tally tally = result.trading().tally();
        return new Group(
                "Trades",
                List.of(
                        line("Round trips", Words.count(tally.count())),
                        line("Won", Words.count(tally.wins())),
                        line("Lost", Words.count(tally.losses())),
                        line("Win rate", Words.percent(figures.winRate())),
                        line("Profit factor", Words.ratio(figures.profitFactor())),
                        line("Profit of one, mean", Words.money(figures.meanTrade())),
                        line("Mean win", Words.money(figures.meanWin())),
                        line("Mean loss", Words.money(figures.meanLoss())),
                        line("Held, mean", Words.duration(figures.meanHeldNs())),
                        line("Fills", Words.count(result.trading().fills())),
                        line("Still open", Words.count(result.positions().size()))));
    }

    private static Group costs(BacktestResult result, Figures figures) {
        BacktestResult.Trading trading = result.trading();
        boolean slippageKnown = trading.slippageFills() > 0;
        return new Group(
                "Turnover and costs",
                List.of(
                        line("Bought", Words.money(trading.bought())),
                        line("Sold", Words.money(trading.sold())),
                        line("Traded, both sides", Words.money(trading.traded())),
                        line("Turnover, a year", times(figures.turnover())),
                        line("Fees", Words.money(trading.fees())),
                        line("Fees, of what was traded", Words.basisPoints(figures.feeBasisPoints())),
                        line("Slippage", slippageKnown ? Words.money(trading.slippage()) : Words.UNDEFINED),
                        line("Slippage, of what was traded", Words.basisPoints(figures.slippageBasisPoints())),
                        line(
                                "Fees and slippage",
                                slippageKnown
                                        ? Words.money(trading.fees().add(trading.slippage()))
                                        : Words.UNDEFINED)));
    }

    static String drawdownDates(WorstDrawdown drawdown) {
        return drawdown.depth() > 0
                ? Words.date(drawdown.peakNs()) + " to " + Words.date(drawdown.troughNs()) + ", "
                        + (drawdown.recoveryNs() == WorstDrawdown.NOT_YET
                                ? "not made good"
                                : "made good " + Words.date(drawdown.recoveryNs()))
                : "never below a peak";
    }

    private static String recovery(WorstDrawdown drawdown) {
        return drawdown.recoveryNs() == WorstDrawdown.NOT_YET ? "not yet" : date(drawdown, drawdown.recoveryNs());
    }

    private static String date(WorstDrawdown drawdown, long timeNs) {
        return drawdown.depth() > 0 ? Words.date(timeNs) : Words.UNDEFINED;
    }

    private static String times(double ratio) {
        return Double.isFinite(ratio) ? Words.ratio(ratio) + " times" : Words.UNDEFINED;
    }

    private static List<String> line(String name, String value) {
        return List.of(name, value);
    }
}
