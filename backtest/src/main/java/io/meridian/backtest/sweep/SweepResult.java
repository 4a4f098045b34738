package io.meridian.backtest.sweep;

import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.statistics.DeflatedSharpe;
import io.meridian.backtest.statistics.Figures;
import io.meridian.backtest.statistics.Ratios;
import java.util.List;
import java.util.Map;

/**
 * What a sweep came to.
 *
 * @param axes    the values of each swept setting
 * @param rankBy  what the runs are ranked by
 * @param ranked  runs that did not fail, the best first; of equals, the one that came first in the grid
 * @param failed  runs that failed, in the order of the grid
 * @param facts   of the first run that did not fail; null when all failed
 * @param beginNs of that run
 * @param endNs   of that run
 */
public record SweepResult(
        Map<String, List<String>> axes,
        RankBy rankBy,
        List<SweepRun> ranked,
        List<SweepRun> failed,
        RunFacts facts,
        long beginNs,
        long endNs) {

    /** How many were tried, failed ones too. */
    public int tried() {
        return ranked.size() + failed.size();
    }

    /**
     * How much of the best run may be luck, as in {@link DeflatedSharpe}.
     *
     * @param trials       runs of which the Sharpe ratio is defined
     * @param expectedBest the annual Sharpe ratio that the best of as many trials without any skill is to be expected to have
     * @param deflated     the probability that the true Sharpe ratio of the first of the ranking is above that; NaN when not defined
     */
    public record Luck(int trials, double expectedBest, double deflated) {}

    public Luck luck() {
        double[] sharpes = ranked.stream()
                .mapToDouble(run -> run.figures().dailySharpe())
                .filter(Double::isFinite)
                .toArray();
        if (sharpes.length < 2) {
            return new Luck(sharpes.length, Double.NaN, Double.NaN);
        }
        Figures best = ranked.getFirst().figures();
        double deviation = Ratios.deviation(sharpes);
        double expected = DeflatedSharpe.expectedBest(sharpes.length, deviation * deviation);
        double root = Math.sqrt(best.daysPerYear());
        return new Luck(
                sharpes.length,
                expected * root,
                DeflatedSharpe.probabilityAbove(expected, best.dailySharpe(), best.sharpeError() / root));
    }
}
