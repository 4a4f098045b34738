package io.meridian.plugins.momentum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

final class TrendTest {
    private static Trend after(Trend trend, double... returns) {
        double log = Math.log(100);
        trend.update(100);
        for (double each : returns) {
            log += each;
            trend.update(Math.exp(log));
        }
        return trend;
    }

    @Test
    void shouldScoreTheSumOfReturnsByTheirOwnSize() {
        // 0.03 - 0.01 + 0.02 + 0 = 0.04, and the root of 0.0009 + 0.0001 + 0.0004.
        Trend trend = after(new Trend(4), 0.03, -0.01, 0.02, 0);
        assertEquals(0.04 / Math.sqrt(0.0014), trend.value(), 1e-9);
        assertEquals(Math.exp(0.04) - 1, trend.magnitude(), 1e-12);
    }

    @Test
    void shouldForgetReturnsOlderThanTheLookback() {
        Trend trend = after(new Trend(2), 0.5, -0.4, 0.01, 0.02);
        assertEquals(0.03 / Math.sqrt(0.0005), trend.value(), 1e-9);
    }

    @Test
    void shouldScoreTheGreatestThereIsWhenAllStepsAreTheSame() {
        Trend trend = after(new Trend(4), -0.01, -0.01, -0.01, -0.01);
        assertEquals(-2, trend.value(), 1e-9);
        assertEquals(2, trend.greatest());
    }

    @Test
    void shouldScoreNothingWhenThePriceStands() {
        assertEquals(0, after(new Trend(2), 0, 0, 0).value());
    }

    @Test
    void shouldNotBeReadyBeforeThereAreReturnsEnough() {
        assertFalse(after(new Trend(3), 0.01, 0.01).isReady());
    }
}
