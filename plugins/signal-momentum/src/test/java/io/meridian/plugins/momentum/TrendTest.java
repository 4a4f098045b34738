package io.meridian.plugins.momentum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meridian.plugin.contract.trading.InsightDirection;
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
        Trend trend = after(new Trend(4, 1, 0.5), 0.03, -0.01, 0.02, 0);
        assertEquals(0.04 / Math.sqrt(0.0014), trend.score(), 1e-9);
        assertEquals(Math.exp(0.04) - 1, trend.magnitude(), 1e-12);
        assertEquals(0.04 / Math.sqrt(0.0014) / 2, trend.confidence(), 1e-9);
    }

    @Test
    void shouldForgetReturnsOlderThanTheLookback() {
        Trend trend = after(new Trend(2, 1, 0.5), 0.5, -0.4, 0.01, 0.02);
        assertEquals(0.03 / Math.sqrt(0.0005), trend.score(), 1e-9);
    }

    @Test
    void shouldBeSureWhenAllStepsAreTheSame() {
        Trend trend = after(new Trend(4, 1, 0.5), -0.01, -0.01, -0.01, -0.01);
        assertEquals(1, trend.confidence(), 1e-9);
        assertEquals(-2, trend.score(), 1e-9);
        assertEquals(InsightDirection.DOWN, trend.direction());
    }

    @Test
    void shouldExpectNothingWhenThePriceStands() {
        Trend trend = after(new Trend(2, 1, 0), 0, 0, 0);
        assertEquals(0, trend.score());
        assertEquals(InsightDirection.FLAT, trend.direction());
    }

    @Test
    void shouldStayWhatItIsWhenTheScoreIsBetweenExitAndEnter() {
        // Scores with a lookback of 2: 1.41, then (0.01 - 0.002) / 0.0102 = 0.78, which is above exit and below enter.
        Trend risen = after(new Trend(2, 1, 0.5), 0.01, 0.01, -0.002);
        assertEquals(0.78, risen.score(), 0.01);
        assertEquals(InsightDirection.UP, risen.direction());
        Trend fallen = after(new Trend(2, 1, 0.5), -0.01, -0.01, 0.002);
        assertEquals(InsightDirection.DOWN, fallen.direction());
        // The same score without a trend before it is none.
        assertEquals(
                InsightDirection.FLAT, after(new Trend(2, 1, 0.5), 0.01, -0.002).direction());
        // (0.01 - 0.008) / 0.0128 = 0.16 is below exit.
        assertEquals(
                InsightDirection.FLAT,
                after(new Trend(2, 1, 0.5), 0.01, 0.01, -0.008).direction());
    }

    @Test
    void shouldTurnAtOnceWhenThePriceTurnsHard() {
        assertEquals(
                InsightDirection.DOWN,
                after(new Trend(2, 1, 0.5), 0.01, 0.01, -0.1, -0.1).direction());
    }

    @Test
    void shouldNotBeReadyBeforeThereAreReturnsEnough() {
        assertFalse(after(new Trend(3, 1, 0.5), 0.01, 0.01).isReady());
    }
}
