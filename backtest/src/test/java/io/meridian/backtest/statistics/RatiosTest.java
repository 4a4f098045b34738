package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Expected numbers are worked out by hand beside each test, or by another formula than the one under test. */
final class RatiosTest {
    private static final double[] RETURNS = {0.03, -0.01, 0.02, 0.00};

    @Test
    void shouldDivideByTheSampleDeviationWhenSharpeIsTaken() {
        // mean 0.01; deviations 0.02, -0.02, 0.01, -0.01; their squares sum to 0.001; over 3, the root is
        // 0.0182574185835
        assertEquals(0.0182574185835, Ratios.deviation(RETURNS), 1e-12);
        // 0.01 / 0.0182574185835 = 0.5477225575, times the root of 252 = 15.8745078664
        assertEquals(8.6948260477, Ratios.sharpe(RETURNS, 0, 252), 1e-9);
        assertEquals(8.6948260477 / 2, Ratios.sharpe(RETURNS, 0.005, 252), 1e-9);
    }

    @Test
    void shouldCountOnlyWhatIsMissingToTheTargetWhenSortinoIsTaken() {
        // target 0: only -0.01 is short of it; the mean of its square over all four is 0.000025, the root 0.005; 0.01 /
        // 0.005 = 2
        assertEquals(0.005, Ratios.downsideDeviation(RETURNS, 0), 1e-15);
        assertEquals(2 * Math.sqrt(252), Ratios.sortino(RETURNS, 0, 252), 1e-9);
        // target 0.005: short by 0.015 and 0.005; (0.000225 + 0.000025) / 4 = 0.0000625; 0.005 / 0.00790569415 =
        // 0.63245553203
        assertEquals(0.63245553203, Ratios.sortino(RETURNS, 0.005, 1), 1e-10);
    }

    @Test
    void shouldCompoundOverYearsOfTheCalendarWhenGrowthIsAnnual() {
        long twoYears = (long) (2 * 365.25 * Curves.DAY_NS);
        // 100 to 121 in two years is 10 % a year; the fall from 150 to 120 is 20 %; 0.1 / 0.2
        EquityCurve curve = new EquityCurve(
                new long[] {0, twoYears / 4, twoYears / 2, twoYears}, new double[] {100, 150, 120, 121});
        assertEquals(0.1, Ratios.annualGrowth(curve), 1e-12);
        assertEquals(0.5, Ratios.calmar(curve), 1e-12);
    }

    @Test
    void shouldBeUndefinedWhenThereIsNothingToDivideBy() {
        double[] steady = Curves.daily(100, 101, 102.01, 103.0301, 104.060401).returns();
        assertUndefined(Ratios.sharpe(steady, 0, 252));
        assertUndefined(Ratios.sortino(steady, 0, 252));
        assertUndefined(Ratios.calmar(Curves.daily(100, 101, 102)));
        assertUndefined(Ratios.sharpe(new double[] {0.01}, 0, 252));
        assertUndefined(Ratios.sortino(new double[0], 0, 252));
        assertUndefined(Ratios.annualGrowth(Curves.daily(100)));
    }

    @Test
    void shouldBeUndefinedWhenThePortfolioWasRuined() {
        EquityCurve curve = Curves.daily(100, 50, -10, 20);
        assertUndefined(Ratios.sharpe(curve.returns(), 0, 252));
        assertUndefined(Ratios.sortino(curve.returns(), 0, 252));
        assertUndefined(Ratios.annualGrowth(Curves.daily(100, 50, -10)));
    }

    @Property
    void shouldAgreeWithTheDifferencesOfAllPairsWhenDeviationIsTaken(
            @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -0.5, max = 0.5) Double> drawn) {
        double[] returns = drawn.stream().mapToDouble(Double::doubleValue).toArray();
        double pairs = 0;
        for (int i = 0; i < returns.length; i++) {
            for (int j = 0; j < i; j++) {
                pairs += Math.pow(returns[i] - returns[j], 2);
            }
        }
        double expected = Math.sqrt(pairs / returns.length / (returns.length - 1));
        assertEquals(expected, Ratios.deviation(returns), 1e-12);
    }

    private static void assertUndefined(double ratio) {
        assertTrue(Double.isNaN(ratio), "ratio=" + ratio);
    }
}
