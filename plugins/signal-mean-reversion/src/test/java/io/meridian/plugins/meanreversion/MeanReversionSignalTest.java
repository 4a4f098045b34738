package io.meridian.plugins.meanreversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** By hand: of the prices 100, 100, 100, 100, 90 the mean is 98, the deviation 4 and the score 2, the greatest of five prices. */
@PluginTest(
        value = MeanReversionSignal.class,
        settings = {"lookback=5", "enter=1.5", "exit=0.5", "period=10m"})
final class MeanReversionSignalTest {
    private static void bars(Sim sim, String symbol, double... closes) {
        for (double close : closes) {
            sim.bar(symbol, close, close, close, close, 1000);
            sim.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void shouldExpectTheWayBackWhenThePriceFellFromItsMean(Sim sim) {
        bars(sim, "AAPL", 100, 100, 100, 100);
        sim.expectNothing();
        bars(sim, "AAPL", 90);
        Insight insight = sim.expectInsight("AAPL", InsightDirection.UP);
        assertEquals(98.0 / 90 - 1, insight.magnitude(), 1e-9);
        assertEquals(1, insight.confidence(), 1e-9);
        assertEquals(Duration.ofMinutes(10).toNanos(), insight.closeAtNs() - insight.generatedAtNs());
        assertEquals("XNAS", insight.venue());
        assertEquals("signal-mean-reversion", insight.model());
    }

    @Test
    void shouldExpectAFallWhenThePriceRoseFromItsMean(Sim sim) {
        bars(sim, "AAPL", 100, 100, 100, 100, 110);
        assertEquals(
                1 - 102.0 / 110,
                sim.expectInsight("AAPL", InsightDirection.DOWN).magnitude(),
                1e-9);
    }

    @Test
    void shouldExpectNothingMoreWhenThePriceIsBack(Sim sim) {
        bars(sim, "AAPL", 100, 100, 100, 100, 90);
        sim.expectInsight("AAPL", InsightDirection.UP);
        bars(sim, "AAPL", 98);
        sim.expectInsight("AAPL", InsightDirection.FLAT);
    }

    @Test
    void shouldKeepInstrumentsApart(Sim sim) {
        for (int i = 0; i < 4; i++) {
            bars(sim, "AAPL", 100);
            bars(sim, "MSFT", 400);
        }
        bars(sim, "AAPL", 90);
        bars(sim, "MSFT", 410);
        sim.expectInsight("AAPL", InsightDirection.UP);
        sim.expectInsight("MSFT", InsightDirection.DOWN);
    }
}
