package io.meridian.plugins.momentum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@PluginTest(
        value = MomentumSignal.class,
        settings = {"symbols=AAPL,MSFT", "lookback=2", "enter=1", "exit=0.5", "period=10m"})
final class MomentumSignalTest {
    private static final String INSIGHTS = "platform.signal.insight.signal-momentum.*";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static void bars(Sim sim, String symbol, double... closes) {
        for (double close : closes) {
            sim.bar(symbol, close, close, close, close, 1000);
            sim.advance(MINUTE);
        }
    }

    @Test
    void shouldExpectMoreWhenThePriceRose(Sim sim) {
        bars(sim, "AAPL", 100, 101);
        sim.expectNothing();
        bars(sim, "AAPL", 102);
        Insight insight = sim.expectInsight("AAPL", InsightDirection.UP);
        assertEquals(0.02, insight.magnitude(), 1e-9);
        assertEquals(Duration.ofMinutes(10).toNanos(), insight.closeAtNs() - insight.generatedAtNs());
        assertEquals("XNAS", insight.venue());
    }

    @Test
    void shouldSayAnExpectationOnceUntilHalfItsPeriodIsOver(Sim sim) {
        bars(sim, "AAPL", 100, 101, 102, 103, 104, 105, 106);
        sim.expectCount(INSIGHTS, 1);
        bars(sim, "AAPL", 107);
        sim.expectCount(INSIGHTS, 2);
    }

    @Test
    void shouldTakeBackWhatItExpectedWhenThePriceComesBack(Sim sim) {
        bars(sim, "AAPL", 100, 99, 98);
        sim.expectInsight("AAPL", InsightDirection.DOWN);
        bars(sim, "AAPL", 99);
        sim.expectInsight("AAPL", InsightDirection.FLAT);
    }

    @Test
    void shouldKeepInstrumentsApart(Sim sim) {
        bars(sim, "AAPL", 100, 101, 102);
        bars(sim, "MSFT", 400, 398, 396);
        sim.expectInsight("AAPL", InsightDirection.UP);
        sim.expectInsight("MSFT", InsightDirection.DOWN);
    }

    @Test
    void shouldLeaveOutOtherSymbolsAndOtherVenuesOfASymbol(Sim sim) {
        bars(sim, "GOOG", 100, 101, 102);
        sim.expectNothing();
        bars(sim, "AAPL", 100, 101);
        sim.market("XLON", "USD");
        bars(sim, "AAPL", 90, 80);
        sim.expectNothing();
        sim.market("XNAS", "USD");
        bars(sim, "AAPL", 102);
        sim.expectInsight("AAPL", InsightDirection.UP);
    }

    @Test
    void shouldEndWithFlatWhatItSaidBeforeACrash(Sim sim) {
        bars(sim, "AAPL", 100, 101, 102);
        sim.crashPlugin();
        bars(sim, "AAPL", 102, 103, 102);
        sim.expectInsight("AAPL", InsightDirection.FLAT);
    }

    @Test
    void shouldReadQuotesThatChangeWhenSetTo() {
        try (Sim sim =
                Sim.of(MomentumSignal.class, Map.of("source", "quote", "lookback", "2", "enter", "1", "exit", "0.5"))) {
            sim.quote("AAPL", 99, 101).quote("AAPL", 100, 102);
            sim.quote("AAPL", 99.5, 102.5).quote("AAPL", 99.5, 102.5);
            sim.expectNothing();
            sim.quote("AAPL", 101, 103);
            sim.expectInsight("AAPL", InsightDirection.UP);
        }
    }

    @Test
    void shouldBeReadyWithTheFirstBarWhenTheStoreHasAPast() {
        Map<String, String> settings = Map.of("lookback", "2", "enter", "1", "exit", "0.5");
        try (Sim sim = Sim.of(MomentumSignal.class, settings, past -> past.bars("AAPL", MINUTE, 90, 100, 101))) {
            sim.advance(MINUTE);
            bars(sim, "AAPL", 102);
            Insight insight = sim.expectInsight("AAPL", InsightDirection.UP);
            // Of the last two returns: 100 to 101 to 102.
            assertEquals(0.02, insight.magnitude(), 1e-9);
            sim.expectCount(INSIGHTS, 1);
        }
    }

    @Test
    void shouldBeReadyAtOnceAfterACrashAndSayNothingOfThePast(Sim sim) {
        bars(sim, "AAPL", 100, 101, 102);
        sim.forgetPublished();
        sim.crashPlugin();
        sim.expectNothing();
        bars(sim, "AAPL", 103);
        sim.expectInsight("AAPL", InsightDirection.UP);
        // One before the crash, and one after it.
        sim.expectCount(INSIGHTS, 2);
    }

    @Test
    void shouldBeginWithWhatComesWhenSetTo() {
        Map<String, String> settings = Map.of("lookback", "2", "enter", "1", "exit", "0.5", "warmUp", "0s");
        try (Sim sim = Sim.of(MomentumSignal.class, settings, past -> past.bars("AAPL", MINUTE, 100, 101))) {
            sim.advance(MINUTE);
            bars(sim, "AAPL", 102, 103);
            sim.expectNothing();
            bars(sim, "AAPL", 104);
            sim.expectInsight("AAPL", InsightDirection.UP);
        }
    }

    @Test
    void shouldSayTheSameBytesWhenTheSameHappensAgain() {
        List<Published> first = wander();
        List<Published> second = wander();
        assertEquals(first.size(), second.size());
        for (int i = 0; i < first.size(); i++) {
            assertEquals(first.get(i).topic(), second.get(i).topic());
            assertArrayEquals(first.get(i).payload(), second.get(i).payload());
        }
    }

    private static List<Published> wander() {
        try (Sim sim = Sim.of(MomentumSignal.class, Map.of("lookback", "5", "enter", "1", "exit", "0.5"))) {
            Random random = new Random(7);
            double price = 100;
            for (int i = 0; i < 300; i++) {
                price *= 1 + random.nextGaussian() / 100;
                bars(sim, i % 2 == 0 ? "AAPL" : "MSFT", price);
            }
            List<Published> all = sim.bus().published();
            if (all.size() < 5) {
                throw new AssertionError("too little was said for a comparison: " + all.size());
            }
            return List.copyOf(all);
        }
    }
}
