package io.meridian.sdk.indicator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Against the worked tables that StockCharts publishes in its ChartSchool with the article of each indicator: cs-movavg.xls
 * (moving averages), cs-rsi.xls, cs-macd.xls, cs-atr.xls, cs-bbands.xls. They print two decimals, some ten; the tolerance is
 * half of what is printed, and a little for their own rounded input.
 */
final class PublishedValuesTest {
    private static final double[] MOVING_AVERAGE_PRICES = {
        22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36, 24.05,
        23.75, 23.83, 23.95, 23.63, 23.82, 23.87, 23.65, 23.19, 23.10, 23.33, 22.68, 23.10, 22.40, 22.17
    };

    /** Feeds all prices and compares the last values with the expected; those before must be none. */
    private static void check(double[] prices, double[] expected, double tolerance, DoubleUnaryOperator indicator) {
        int warmUp = prices.length - expected.length;
        for (int i = 0; i < prices.length; i++) {
            double value = indicator.applyAsDouble(prices[i]);
            if (i < warmUp) {
                assertTrue(Double.isNaN(value), "row " + (i + 1) + " is warm-up, and is " + value);
            } else {
                assertEquals(expected[i - warmUp], value, tolerance, "row " + (i + 1));
            }
        }
    }

    @Test
    void shouldGiveThePublishedSimpleAverageWhenFedWithItsTable() {
        double[] expected = {
            22.22, 22.21, 22.23, 22.26, 22.30, 22.42, 22.61, 22.77, 22.91, 23.08, 23.21, 23.38, 23.53, 23.65, 23.71,
            23.68, 23.61, 23.50, 23.43, 23.28, 23.13
        };
        check(MOVING_AVERAGE_PRICES, expected, 0.0101, new Sma(10)::update);
    }

    @Test
    void shouldGiveThePublishedExponentialAverageWhenFedWithItsTable() {
        double[] expected = {
            22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.80, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.53, 23.47,
            23.40, 23.39, 23.26, 23.23, 23.08, 22.92
        };
        check(MOVING_AVERAGE_PRICES, expected, 0.0101, new Ema(10)::update);
    }

    @Test
    void shouldGiveThePublishedStrengthWhenFedWithItsTable() {
        double[] prices = {
            44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328,
            45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515,
            45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314
        };
        double[] expected = {
            70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87,
            45.46, 37.30, 33.08, 37.77
        };
        check(prices, expected, 0.0055, new Rsi(14)::update);
    }

    @Test
    void shouldGiveThePublishedConvergenceAndSignalWhenFedWithItsTable() {
        double[] prices = {
            459.99, 448.85, 446.06, 450.81, 442.80, 448.97, 444.57, 441.40, 430.47, 420.05, 431.14, 425.66, 430.58,
            431.72, 437.87, 428.43, 428.35, 432.50, 443.66, 455.72, 454.49, 452.08, 452.73, 461.91, 463.58, 461.14,
            452.08, 442.66, 428.91, 429.79, 431.99, 427.72, 423.20, 426.21, 426.98, 435.69, 434.33, 429.80, 419.85,
            426.24, 402.80, 392.05, 390.53, 398.67
        };
        double[] line = {
            8.275269504,
            7.703378381,
            6.416074757,
            4.237519783,
            2.552583325,
            1.37888572,
            0.102981491,
            -1.258401953,
            -2.07055819,
            -2.621842328,
            -2.32906674,
            -2.181632115,
            -2.402626273,
            -3.342121681,
            -3.530363136,
            -5.507471249,
            -7.851274229,
            -9.719367455,
            -10.42286651
        };
        double[] signal = {
            3.037525869,
            1.905652229,
            1.058708435,
            0.410640325,
            -0.152012994,
            -0.790034732,
            -1.338100413,
            -2.17197458,
            -3.30783451,
            -4.590141099,
            -5.756686181
        };
        check(prices, line, 1e-8, new Macd()::update);

        Macd macd = new Macd();
        check(prices, signal, 1e-8, price -> {
            macd.update(price);
            assertEquals(macd.isReady(), !Double.isNaN(macd.signal()));
            return macd.signal();
        });
        assertEquals(-4.666180327, macd.histogram(), 1e-8);
    }

    @Test
    void shouldGiveThePublishedRangeWhenFedWithItsTable() {
        double[][] bars = {
            {48.70, 47.79, 48.16},
            {48.72, 48.14, 48.61},
            {48.90, 48.39, 48.75},
            {48.87, 48.37, 48.63},
            {48.82, 48.24, 48.74},
            {49.05, 48.635, 49.03},
            {49.20, 48.94, 49.07},
            {49.35, 48.86, 49.32},
            {49.92, 49.50, 49.91},
            {50.19, 49.87, 50.13},
            {50.12, 49.20, 49.53},
            {49.66, 48.90, 49.50},
            {49.88, 49.43, 49.75},
            {50.19, 49.725, 50.03},
            {50.36, 49.26, 50.31},
            {50.57, 50.09, 50.52},
            {50.65, 50.30, 50.41},
            {50.43, 49.21, 49.34},
            {49.63, 48.98, 49.37},
            {50.33, 49.61, 50.23},
            {50.29, 49.20, 49.2375},
            {50.17, 49.43, 49.93},
            {49.32, 48.08, 48.43},
            {48.50, 47.64, 48.18},
            {48.3201, 41.55, 46.57},
            {46.80, 44.2833, 45.41},
            {47.80, 47.31, 47.77},
            {48.39, 47.20, 47.72},
            {48.66, 47.90, 48.62},
            {48.79, 47.7301, 47.85}
        };
        double[] expected = {
            0.555,
            0.5939285714,
            0.5857908163,
            0.5689486152,
            0.6154522855,
            0.6179199794,
            0.6423542666,
            0.6743289618,
            0.6927697503,
            0.7754290538,
            0.7814698357,
            1.209229133,
            1.302619909,
            1.380289916,
            1.366697779,
            1.336219366,
            1.316482269
        };
        Atr atr = new Atr(14);
        int warmUp = bars.length - expected.length;
        assertEquals(warmUp + 1, atr.warmUp());
        for (int i = 0; i < bars.length; i++) {
            double value = atr.update(bars[i][0], bars[i][1], bars[i][2]);
            if (i < warmUp) {
                assertFalse(atr.isReady());
            } else {
                assertEquals(expected[i - warmUp], value, 1e-9, "bar " + (i + 1));
            }
        }
    }

    @Test
    void shouldGiveThePublishedBandsWhenFedWithItsTable() {
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
        double[] lower = {
            86.12, 86.14, 85.87, 85.85, 85.70, 85.65, 85.59, 85.56, 85.60, 85.98, 86.27, 86.82, 86.87, 86.91, 87.12,
            87.63, 87.83, 87.56, 87.76, 87.97, 87.95, 87.96, 87.95
        };
        Bollinger bands = new Bollinger();
        check(prices, middle, 0.0101, bands::update);
        bands.reset();
        check(prices, upper, 0.0151, price -> {
            bands.update(price);
            return bands.upper();
        });
        bands.reset();
        check(prices, lower, 0.0151, price -> {
            bands.update(price);
            return bands.lower();
        });
    }
}
