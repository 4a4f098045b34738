package io.meridian.backtest.report;

import io.meridian.backtest.statistics.Figures;
import io.meridian.backtest.sweep.RankBy;
import io.meridian.backtest.sweep.SweepResult;
import java.util.ArrayList;
import java.util.List;

/** What the page and the terminal both say of a sweep. */
final class SweepWords {
    static final List<String> COLUMNS = List.of(
            "Sharpe ratio",
            "Its error",
            "Total return",
            "Annual growth",
            "Deepest drawdown",
            "Round trips",
            "Win rate",
            "Profit factor");

    private SweepWords() {}

    static List<String> cells(Figures figures) {
        return List.of(
                Words.ratio(figures.sharpe()),
                Words.ratio(figures.sharpeError()),
                Words.percent(figures.totalReturn()),
                Words.percent(figures.annualGrowth()),
                Words.percent(-figures.drawdown()),
                Words.count(figures.roundTrips()),
                Words.percent(figures.winRate()),
                Words.ratio(figures.profitFactor()));
    }

    static String value(RankBy rankBy, Figures figures) {
        double value = rankBy.value(figures);
        return switch (rankBy) {
            case SHARPE, SORTINO, CALMAR, PROFIT_FACTOR -> Words.ratio(value);
            case TOTAL_RETURN, ANNUAL_GROWTH, VOLATILITY, WIN_RATE -> Words.percent(value);
            case DRAWDOWN -> Words.percent(-value);
            case MEAN_TRADE -> Words.money(value);
        };
    }

    static List<String> luck(SweepResult result) {
        SweepResult.Luck luck = result.luck();
        List<String> sentences = new ArrayList<>();
        sentences.add(Words.counted(result.tried(), "setting") + " tried"
                + (result.failed().isEmpty()
                        ? "."
                        : ", " + Words.count(result.failed().size()) + " of them failed."));
        if (Double.isFinite(luck.expectedBest())) {
            sentences.add("If none had any skill and their Sharpe ratios spread as these do, the best of "
                    + Words.count(luck.trials()) + " would still be expected to show a Sharpe ratio of "
                    + Words.ratio(luck.expectedBest()) + ".");
        }
        if (Double.isFinite(luck.deflated())) {
            sentences.add("Deflated Sharpe ratio: the probability that the first of the ranking is truly above that is "
                    + Words.percent(luck.deflated()) + (luck.deflated() < 0.95 ? ", less than the usual 95%." : ".")
                    + " Neighbouring settings are not independent trials, which this leaves out of account.");
        } else {
            sentences.add(
                    "A deflated Sharpe ratio is not defined here: it takes two runs with a Sharpe ratio, and one of"
                            + " the first.");
        }
        sentences.add("Try the chosen settings on data that the sweep has not seen.");
        return sentences;
    }
}
