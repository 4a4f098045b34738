package io.meridian.backtest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/**
 * The numerical example of "The Deflated Sharpe Ratio" (Bailey, Lopez de Prado, 2014): an annual Sharpe ratio of 2.5 over 1,250 daily returns, 250 a
 * year, skewness -3, kurtosis 10, the best of trials whose annual Sharpe ratios have a variance of one half.
 */
final class DeflatedSharpeTest {
    private static final double SHARPE = 2.5 / Math.sqrt(250);
    private static final double VARIANCE = 0.5 / 250;

    @Test
    void shouldGiveThePublishedFiguresWhenAHundredWereTried() {
        assertEquals(0.1132, DeflatedSharpe.expectedBest(100, VARIANCE), 0.00005);
        assertEquals(0.9004, deflated(100, -3, 10), 0.00005);
    }

    @Test
    void shouldGiveThePublishedFiguresWhenFewerTrialsOrNormalReturnsWouldHaveBeenEnough() {
        assertEquals(0.9505, deflated(46, -3, 10), 0.00005);
        assertEquals(0.9505, deflated(88, 0, 3), 0.00005);
    }

    @Test
    void shouldExpectNothingOfOneTrial() {
        assertEquals(0, DeflatedSharpe.expectedBest(1, 1));
        assertThrows(IllegalArgumentException.class, () -> DeflatedSharpe.expectedBest(0, 1));
    }

    @Test
    void shouldBeUndefinedWhenThereAreTooFewReturns() {
        assertTrue(Double.isNaN(DeflatedSharpe.standardError(1, 1, 0, 3)));
        assertTrue(Double.isNaN(DeflatedSharpe.probabilityAbove(0, 1, Double.NaN)));
    }

    /** From tables of the normal distribution. */
    @Test
    void shouldAgreeWithTheTablesOfTheNormalDistribution() {
        assertEquals(0.5, Normal.cumulative(0), 1e-16);
        assertEquals(0.8413447460685429, Normal.cumulative(1), 1e-15);
        assertEquals(0.0013498980316300946, Normal.cumulative(-3), 1e-16);
        assertEquals(2.866515718791939e-7, Normal.cumulative(-5), 1e-21);
        assertEquals(1.959963984540054, Normal.quantile(0.975), 1e-12);
    }

    @Property
    void shouldComeBackWhenTheQuantileOfAProbabilityIsTaken(@ForAll @DoubleRange(min = -5, max = 5) double z) {
        assertEquals(z, Normal.quantile(Normal.cumulative(z)), 1e-8);
        assertEquals(1, Normal.cumulative(z) + Normal.cumulative(-z), 1e-14);
    }

    private static double deflated(int trials, double skewness, double kurtosis) {
        return DeflatedSharpe.probabilityAbove(
                DeflatedSharpe.expectedBest(trials, VARIANCE),
                SHARPE,
                DeflatedSharpe.standardError(SHARPE, 1_250, skewness, kurtosis));
    }
}
