package io.meridian.sdk.indicator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each indicator against the plainest way to compute it from all values at hand. */
final class IndicatorOracleTest {
    private static final int LENGTH = 2_000;
    private static final int[] PERIODS = {1, 2, 3, 14, 100, 999};

    private final double[] prices = new double[LENGTH];
    private final double[] quantities = new double[LENGTH];

    private void draw(long seed) {
        Random random = new Random(seed);
        double price = 100_000;
        for (int i = 0; i < LENGTH; i++) {
            // A huge outlier now and then shows whether an old value leaves something behind.
            price = Math.max(1, price + random.nextGaussian());
            prices[i] = i % 400 == 399 ? price * 1_000 : price;
            quantities[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(1_000);
        }
    }

    private void compare(String what, int warmUp, IntToDoubleFunction tested, IntToDoubleFunction oracle) {
        for (int i = 0; i < LENGTH; i++) {
            double expected = i < warmUp - 1 ? Double.NaN : oracle.applyAsDouble(i);
            double value = tested.applyAsDouble(i);
            int at = i;
            if (Double.isNaN(expected)) {
                assertEquals(expected, value, () -> what + " at " + at);
            } else {
                assertEquals(expected, value, 1e-6 + Math.abs(expected) * 1e-9, () -> what + " at " + at);
            }
        }
    }

    private double[] last(int i, int period) {
        return Arrays.copyOfRange(prices, i + 1 - period, i + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithTheSumOverTheWindowWhenValuesSlide(long seed) {
        draw(seed);
        for (int period : PERIODS) {
            Sma sma = new Sma(period);
            compare(
                    "SMA " + period,
                    sma.warmUp(),
                    i -> sma.update(prices[i]),
                    i -> Arrays.stream(last(i, period)).average().orElseThrow());
            RollingExtreme min = RollingExtreme.min(period);
            compare(
                    "min " + period,
                    min.warmUp(),
                    i -> min.update(prices[i]),
                    i -> Arrays.stream(last(i, period)).min().orElseThrow());
            RollingExtreme max = RollingExtreme.max(period);
            compare(
                    "max " + period,
                    max.warmUp(),
                    i -> max.update(prices[i]),
                    i -> Arrays.stream(last(i, period)).max().orElseThrow());
            RollingVwap vwap = new RollingVwap(period);
            compare("VWAP " + period, vwap.warmUp(), i -> vwap.update(prices[i], quantities[i]), i -> vwap(i, period));
        }
    }

    private double vwap(int i, int period) {
        double turnover = 0;
        double quantity = 0;
        for (int j = i + 1 - period; j <= i; j++) {
            turnover += prices[j] * quantities[j];
            quantity += quantities[j];
        }
        return quantity == 0 ? Double.NaN : turnover / quantity;
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void shouldKeepTheDeviationOfLargeValuesThatDifferLittleWhenTheySlide(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LENGTH; i++) {
            prices[i] = 1e9 + random.nextDouble();
        }
        for (int period : new int[] {2, 20, 250}) {
            RollingStdDev deviation = new RollingStdDev(period);
            for (int i = 0; i < LENGTH; i++) {
                double value = deviation.update(prices[i]);
                if (i >= period - 1) {
                    double[] window = last(i, period);
                    double mean =
                            Arrays.stream(window).map(x -> x - 1e9).average().orElseThrow();
                    double variance = Arrays.stream(window)
                            .map(x -> x - 1e9 - mean)
                            .map(x -> x * x)
                            .average()
                            .orElseThrow();
                    assertEquals(variance, value * value, 1e-6, "period " + period + " at " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void shouldAgreeWithTheWholeHistoryWhenItIsComputedAnew(long seed) {
        draw(seed);
        for (int period : new int[] {1, 2, 14, 100}) {
            Ema ema = new Ema(period);
            compare("EMA " + period, ema.warmUp(), i -> ema.update(prices[i]), i -> ema(i, period));
            Rsi rsi = new Rsi(period);
            compare("RSI " + period, rsi.warmUp(), i -> rsi.update(prices[i]), i -> rsi(i, period));
        }
        SessionVwap session = new SessionVwap();
        quantities[0] = 1;
        compare("session VWAP", session.warmUp(), i -> session.update(prices[i], quantities[i]), i -> vwap(i, i + 1));
    }

    private double ema(int end, int period) {
        double value = Arrays.stream(prices, 0, period).average().orElseThrow();
        for (int i = period; i <= end; i++) {
            value = prices[i] * 2 / (period + 1) + value * (period - 1) / (period + 1);
        }
        return value;
    }

    private double rsi(int end, int period) {
        double gain = 0;
        double loss = 0;
        for (int i = 1; i <= end; i++) {
            double change = prices[i] - prices[i - 1];
            double old = i <= period ? 1 : (period - 1.0) / period;
            gain = gain * old + Math.max(change, 0) / period;
            loss = loss * old + Math.max(-change, 0) / period;
        }
        return loss == 0 ? 100 : 100 - 100 / (1 + gain / loss);
    }

    @Test
    void shouldGiveTheMiddleOfTheScaleWhenNothingMoves() {
        Rsi rsi = new Rsi(3);
        for (int i = 0; i < 10; i++) {
            rsi.update(5);
        }
        assertEquals(50, rsi.value());
    }

    @Test
    void shouldWeighByQuantityWhenTradesDiffer() {
        SessionVwap vwap = new SessionVwap();
        assertEquals(Double.NaN, vwap.update(10, 0));
        vwap.update(10, 100);
        assertEquals((10.0 * 100 + 13 * 50) / 150, vwap.update(13, 50), 1e-12);
        vwap.reset();
        assertEquals((8 + 6 + 7) / 3.0, vwap.update(8, 6, 7, 1), 1e-12);
    }

    @Test
    void shouldStartAnewWhenReset() {
        draw(8);
        Macd macd = new Macd(3, 5, 2);
        Atr atr = new Atr(4);
        Bollinger bands = new Bollinger(5, 2);
        double[] first = new double[3];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                macd.update(prices[i]);
                atr.update(prices[i] + 1, prices[i] - 1, prices[i]);
                bands.update(prices[i]);
            }
            double[] now = {macd.histogram(), atr.value(), bands.percentB()};
            if (round == 0) {
                first = now;
                macd.reset();
                atr.reset();
                bands.reset();
                assertEquals(Double.NaN, macd.value());
                assertEquals(Double.NaN, atr.value());
                assertEquals(Double.NaN, bands.bandwidth());
            }
            assertEquals(Arrays.toString(first), Arrays.toString(now));
        }
    }

    @Test
    void shouldRefuseWhatWouldSpoilItAndStayAsItWasWhenFedWithNoNumber() {
        Sma sma = new Sma(2);
        sma.update(1);
        sma.update(3);
        assertThrows(IllegalArgumentException.class, () -> sma.update(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> sma.update(Double.POSITIVE_INFINITY));
        assertEquals(2, sma.value());
        RollingVwap vwap = new RollingVwap(1);
        vwap.update(5, 1);
        assertThrows(IllegalArgumentException.class, () -> vwap.update(5, -1));
        assertEquals(5, vwap.value());
        SessionVwap session = new SessionVwap();
        session.update(5, 1);
        assertThrows(IllegalArgumentException.class, () -> session.update(5, Double.NaN));
        assertEquals(5, session.value());
        Atr atr = new Atr(1);
        assertThrows(IllegalArgumentException.class, () -> atr.update(1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Ema(0));
        assertThrows(IllegalArgumentException.class, () -> new Macd(26, 12, 9));
        assertThrows(IllegalArgumentException.class, () -> new Bollinger(20, -1));
    }
}
