package io.meridian.plugins.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarketSimulatorTest {
    private static List<Published> second(Map<String, String> settings) {
        try (Sim sim = Sim.of(MarketSimulator.class, settings)) {
            sim.advance(Duration.ofMillis(1010));
            return List.copyOf(sim.bus().published());
        }
    }

    private static long count(List<Published> published, String kind) {
        return published.stream()
                .filter(message -> message.topic().startsWith("platform.data." + kind + "."))
                .count();
    }

    @Test
    void shouldPublishAtItsRateAndABarForWhatWasTraded() {
        List<Published> published = second(Map.of("rate", "1000", "symbols", "3"));
        long quotes = count(published, "quote");
        long trades = count(published, "trade");
        assertEquals(1010, quotes + trades, 10);
        assertTrue(trades > 50, "trades=" + trades);
        assertEquals(3, count(published, "bar"));
    }

    @Test
    void shouldSayAgainWhatCanBeTraded() {
        try (Sim sim = Sim.of(MarketSimulator.class, Map.of("symbols", "2", "venues", "XNAS", "rate", "1"))) {
            assertEquals(2, count(sim.bus().published(), "instrument"));
            sim.advance(Duration.ofMillis(3500));
            assertEquals(6, count(sim.bus().published(), "instrument"));
            sim.advance(Duration.ofSeconds(22));
            assertEquals(12, count(sim.bus().published(), "instrument"));
        }
    }

    @Test
    void shouldPublishTheSameBytesWhenTheSeedIsTheSame() {
        Map<String, String> settings = Map.of("seed", "42");
        List<Published> once = second(settings);
        List<Published> again = second(settings);
        assertEquals(once.size(), again.size());
        for (int i = 0; i < once.size(); i++) {
            assertEquals(once.get(i).topic(), again.get(i).topic());
            org.junit.jupiter.api.Assertions.assertArrayEquals(
                    once.get(i).payload(), again.get(i).payload());
        }
    }

    @Test
    void shouldChangeItsRateWhileItRuns() {
        try (Sim sim = Sim.of(MarketSimulator.class, Map.of("rate", "100", "tradeShare", "0"))) {
            sim.advance(Duration.ofMillis(500));
            long slow = count(sim.bus().published(), "quote");
            sim.bus().setting("rate", "1000");
            sim.run();
            sim.advance(Duration.ofMillis(500));
            assertEquals(50, slow, 2);
            assertEquals(500, count(sim.bus().published(), "quote") - slow, 10);
        }
    }

    @Test
    void shouldNotMakeUpForAStandstillInAFlood() {
        try (Sim sim = Sim.of(MarketSimulator.class, Map.of("rate", "1000", "tradeShare", "0"))) {
            sim.advance(Duration.ofMillis(100));
            long before = count(sim.bus().published(), "quote");
            sim.advance(Duration.ofMillis(100));
            assertEquals(100, count(sim.bus().published(), "quote") - before, 5);
        }
    }
}
