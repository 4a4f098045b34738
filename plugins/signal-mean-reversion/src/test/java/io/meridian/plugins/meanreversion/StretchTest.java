package io.meridian.plugins.meanreversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StretchTest {
    private static Stretch after(int lookback, double... prices) {
        Stretch stretch = new Stretch(lookback);
        for (double price : prices) {
            stretch.update(price);
        }
        return stretch;
    }

    /** The example of Wikipedia's article "Standard deviation": a mean of 5 and a deviation of 2. */
    @Test
    void shouldCountDeviationsFromTheMean() {
        Stretch stretch = after(8, 2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(-2, stretch.value(), 1e-12);
        assertEquals(4.0 / 9, stretch.magnitude(), 1e-12);
    }

    /**
     * Against cs-bbands.xls, the worked table of StockCharts' ChartSchool on Bollinger bands (20 prices, 2 deviations). It prints
     * middle and upper band with two decimals, so the score that follows from them is known within bounds.
     */
    @Test
    void shouldBeWithinThePublishedBandsWhenFedWithTheirTable() {
        double[] prices = {
            86.16, 89.09, 88.78, 90.32, 89.07, 91.15, 89.44, 89.18, 86.93, 87.68, 86.96, 89.43, 89.32, 88.72, 87.45,
            87.26, 89.50, 87.90, 89.13, 90.70, 92.90, 92.98, 91.80, 92.66, 92.68, 92.30, 92.77, 92.54, 92.95, 93.20,
            91.07, 89.83, 89.74, 90.40, 90.74, 88.02, 88.09, 88.84, 90.78, 90.54, 91.39, 90.65
        };
        double[] middle = {
            88.71, 89.05, 89.24, 89.39, 89.51, 89.69, 89.75, 89.91, 90.08, 90.38, 90.66, 90.86, 90.88, 90.91, 90.99,
            91.15, 91.19, 91.12, 91.17, 91.25, 91.24, 91.17, 91.05
        };
        double[] upper = {
            91.29, 91.95, 92.61, 92.93, 93.31, 93.73, 93.90, 94.27, 94.57, 94.79, 95.04, 94.91, 94.90, 94.90, 94.86,
            94.67, 94.56, 94.68, 94.58, 94.53, 94.53, 94.37, 94.15
        };
        Stretch stretch = new Stretch(20);
        for (int i = 0; i < prices.length; i++) {
            stretch.update(prices[i]);
            int row = i - 19;
            if (row < 0) {
                assertFalse(stretch.isReady());
                continue;
            }
            double score = 2 * (middle[row] - prices[i]) / (upper[row] - middle[row]);
            // The input is rounded as well, so half a cent of each, and half a cent of the mean of the inputs.
            double off = 2 * 0.015 / (upper[row] - middle[row]) + Math.abs(score) * 0.02 / (upper[row] - middle[row]);
            assertEquals(score, stretch.value(), off, "row " + (i + 1));
        }
    }

    @Test
    void shouldScoreTheGreatestThereIsWhenOnePriceLeavesAllOthers() {
        Stretch stretch = after(5, 100, 100, 100, 100, 90);
        assertEquals(2, stretch.greatest());
        assertEquals(2, stretch.value(), 1e-12);
    }

    @Test
    void shouldScoreNothingWhenThePriceStandsAgain() {
        Stretch stretch = after(3, 0.1, 0.3, 0.7, 0.7, 0.7);
        assertEquals(0, stretch.value());
        stretch.update(0.7);
        assertEquals(0, stretch.value());
    }

    @Test
    void shouldExpectAFallAboveTheMeanAndARiseBelow() {
        assertTrue(after(3, 100, 100, 103).value() < 0);
        assertTrue(after(3, 100, 100, 97).value() > 0);
    }
}
