package io.meridian.backtest.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class EquityWatchTest {
    @Test
    void shouldTellThePeakTheTroughAndTheRecovery() {
        EquityWatch watch = watch(100, 120, 60, 90, 119, 120, 115);
        assertEquals(new WorstDrawdown(0.5, 1, 2, 5), watch.drawdown());
    }

    @Test
    void shouldSayNotYetWhenTheWorstWasNotMadeGoodThoughAnEarlierOneWas() {
        EquityWatch watch = watch(100, 90, 100, 110, 55, 60);
        assertEquals(new WorstDrawdown(0.5, 3, 4, WorstDrawdown.NOT_YET), watch.drawdown());
    }

    @Test
    void shouldHaveNoDepthWhenNothingWasLost() {
        assertEquals(new WorstDrawdown(0, 0, 0, 0), watch(100, 100, 101).drawdown());
    }

    @Test
    void shouldHaveAnUndefinedDepthWhenThereNeverWasAnything() {
        assertTrue(Double.isNaN(watch(0, -1, 0).drawdown().depth()));
    }

    @Test
    void shouldWeighEachValueByTheTimeItHeld() {
        EquityWatch watch = new EquityWatch(0, 100, 64);
        watch.on(10, 100, 50, 50, 50);
        watch.on(30, 200, 280, 80, -80);
        watch.on(40, 100, 100, 0, 0);
        BacktestResult.Exposure exposure = watch.exposure(100);
        // 100 for 30 of the 100, 200 for 10, 100 for 60; 50 held for 20, 80 for 10
        assertEquals(110, exposure.meanNetAssetValue(), 1e-12);
        assertEquals((50 * 20 + 80 * 10) / 100.0, exposure.meanGross(), 1e-12);
        assertEquals((50 * 20 - 80 * 10) / 100.0, exposure.meanNet(), 1e-12);
        assertEquals(0.3, exposure.timeInMarket(), 1e-12);
        assertEquals(80, exposure.highestGross());
    }

    @Test
    void shouldRefuseWhatIsNotANumber() {
        EquityWatch watch = new EquityWatch(0, 100, 64);
        assertThrows(IllegalArgumentException.class, () -> watch.on(1, Double.NaN, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> watch.on(1, 1, Double.POSITIVE_INFINITY, 0, 0));
    }

    @Property(tries = 100)
    void shouldBeTheWorstOfAllPairsThoughTheSeriesIsThinned(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int points) {
        Random random = new Random(seed);
        double[] values = new double[points];
        double value = 1_000;
        for (int i = 0; i < points; i++) {
            values[i] = value;
            value *= Math.exp(0.01 * random.nextGaussian());
        }
        double worst = 0;
        for (int i = 0; i < points; i++) {
            for (int j = i; j < points; j++) {
                worst = Math.max(worst, 1 - values[j] / values[i]);
            }
        }
        EquityWatch watch = watch(values);
        WorstDrawdown drawdown = watch.drawdown();
        assertEquals(worst, drawdown.depth(), 1e-12);
        assertEquals(worst, 1 - values[(int) drawdown.troughNs()] / values[(int) drawdown.peakNs()], 1e-12);
    }

    private static EquityWatch watch(double... values) {
        EquityWatch watch = new EquityWatch(0, values[0], 64);
        for (int i = 1; i < values.length; i++) {
            watch.on(i, values[i], values[i], 0, 0);
        }
        return watch;
    }
}
