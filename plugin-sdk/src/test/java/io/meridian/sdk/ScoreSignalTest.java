package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScoreSignalTest {
    private static final Map<String, String> SETTINGS =
            Map.of("symbols", "AAPL,MSFT", "enter", "2", "exit", "0.5", "period", "10m");
    private static final String INSIGHTS = "platform.signal.insight.above.*";

    /** Scores a price by how far it is above 100, so that a test can say a score as a price. */
    @MeridianPlugin(
            id = "above",
            pool = Pool.SIGNAL,
            subscribes = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
            replays = {"platform.data.bar.*.*", "platform.data.quote.*.*", "platform.data.trade.*.*"},
            publishes = "platform.signal.insight.above.*",
            settings = ScoreSettings.class)
    static final class Above extends ScoreSignal {
        @Override
        protected Score score(int lookback) {
            return new Score() {
                private double price;

                @Override
                public void update(double next) {
                    price = next;
                }

                @Override
                public boolean isReady() {
                    return price > 0;
                }

                @Override
                public double value() {
                    return price - 100;
                }

                @Override
                public double greatest() {
                    return 4;
                }

                @Override
                public double magnitude() {
                    return 0.01;
                }
            };
        }
    }

    private static void scores(Sim sim, double... scores) {
        for (double score : scores) {
            double price = 100 + score;
            sim.bar("AAPL", price, price, price, price, 1000);
            sim.advance(Duration.ofMinutes(1));
        }
    }

    private static InsightDirection after(double... scores) {
        try (Sim sim = Sim.of(Above.class, SETTINGS)) {
            scores(sim, scores);
            return sim.expectEvent(Insight.class).direction();
        }
    }

    @Test
    void shouldStayWhatItIsWhenTheScoreIsBetweenExitAndEnter() {
        assertEquals(InsightDirection.FLAT, after(1.9));
        assertEquals(InsightDirection.UP, after(2));
        assertEquals(InsightDirection.UP, after(2, 0.6));
        assertEquals(InsightDirection.FLAT, after(2, 0.5));
        assertEquals(InsightDirection.FLAT, after(2, 0.5, 1.9));
        assertEquals(InsightDirection.DOWN, after(-2));
        assertEquals(InsightDirection.DOWN, after(-2, -0.6));
        assertEquals(InsightDirection.FLAT, after(-2, -0.5));
        assertEquals(InsightDirection.DOWN, after(3, -3));
        assertEquals(InsightDirection.FLAT, after(3, -1));
    }

    @Test
    void shouldSayTheScoreAsAPartOfTheGreatestWhenAskedHowSureItIs() {
        try (Sim sim = Sim.of(Above.class, SETTINGS)) {
            scores(sim, 3);
            Insight insight = sim.expectInsight("AAPL", InsightDirection.UP);
            assertEquals(0.75, insight.confidence());
            assertEquals(0.01, insight.magnitude());
            scores(sim, 0, -5);
            assertEquals(1, sim.expectInsight("AAPL", InsightDirection.DOWN).confidence());
        }
    }

    @Test
    void shouldSayAgainWhatItExpectsWhenHalfThePeriodIsOver() {
        try (Sim sim = Sim.of(Above.class, SETTINGS)) {
            scores(sim, 2, 3, 2, 3, 2);
            sim.expectCount(INSIGHTS, 1);
            scores(sim, 3);
            sim.expectCount(INSIGHTS, 2);
        }
    }

    @Test
    void shouldLeaveOutOtherSymbolsAndOtherVenuesOfASymbol() {
        try (Sim sim = Sim.of(Above.class, SETTINGS)) {
            sim.bar("GOOG", 104, 104, 104, 104, 1000);
            sim.expectNothing();
            scores(sim, 1);
            sim.expectInsight("AAPL", InsightDirection.FLAT);
            sim.forgetPublished();
            sim.market("XLON", "USD");
            scores(sim, 4);
            sim.expectNothing();
        }
    }

    @Test
    void shouldReadOnlyItsSource() {
        for (PriceSource source : PriceSource.values()) {
            try (Sim sim = Sim.of(Above.class, Map.of("source", source.name().toLowerCase(java.util.Locale.ROOT)))) {
                sim.bar("AAPL", 103, 103, 103, 103, 1000);
                sim.expectCount(INSIGHTS, source == PriceSource.BAR ? 1 : 0);
                sim.quote("AAPL", 102, 104);
                sim.expectCount(INSIGHTS, source == PriceSource.TRADE ? 0 : 1);
                sim.trade("AAPL", 103, 10);
                sim.expectCount(INSIGHTS, 1);
            }
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThrows(IllegalArgumentException.class, () -> settings(1, 1, Duration.ofMinutes(1), Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> settings(2, 1, Duration.ZERO, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> settings(2, 1, Duration.ofMinutes(1), Duration.ofNanos(-1)));
        settings(2, 1, Duration.ofMinutes(1), Duration.ZERO);
    }

    private static ScoreSettings settings(double enter, double exit, Duration period, Duration warmUp) {
        return new ScoreSettings(List.of(), PriceSource.BAR, 20, enter, exit, period, warmUp);
    }

    @Test
    void shouldNotStartWhenNoScoreCanBeAsGreatAsWantedOne() {
        Throwable failure = assertThrows(
                Throwable.class,
                () -> Sim.of(Above.class, Map.of("enter", "4.1")).close());
        String all = failure + " " + failure.getCause();
        assertTrue(all.contains("enter=4.1") && all.contains("make enter less"), all);
    }
}
