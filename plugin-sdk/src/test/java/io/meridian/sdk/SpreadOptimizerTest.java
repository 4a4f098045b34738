package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.TargetWeights;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SpreadOptimizerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** What it is told to spread. */
    @MeridianPlugin(
            id = "told",
            pool = Pool.OPTIMIZER,
            subscribes = "platform.signal.insight.*.*",
            publishes = "platform.portfolio.target.*",
            state = StatePolicy.SNAPSHOT,
            settings = SpreadSettings.class)
    static final class Told extends SpreadOptimizer {
        Map<String, Double> parts = Map.of();
        Map<Listing, Integer> asked = Map.of();

        @Override
        protected Map<Listing, Double> spread(Map<Listing, Integer> sides) {
            asked = Map.copyOf(sides);
            if (parts == null) {
                return null;
            }
            Map<Listing, Double> spread = new HashMap<>();
            sides.keySet().forEach(listing -> spread.put(listing, parts.getOrDefault(listing.symbol(), 0.0)));
            return spread;
        }
    }

    private static Sim sim(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("cash", "0", "maxWeight", "1", "rebalance", "0s"));
        for (String each : settings) {
            all.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return Sim.of(Told.class, all);
    }

    private static Told told(Sim sim) {
        return (Told) sim.plugin();
    }

    private static void say(Sim sim, String model, String symbol, InsightDirection direction) {
        sim.insight(model, symbol, direction, 0.01, 0.5, HOUR);
    }

    private static Map<String, Double> weights(Sim sim) {
        Map<String, Double> weights = new TreeMap<>();
        TargetWeightsDecoder decoder = sim.expectEvent(TargetWeights.class).decoder();
        decoder.sbeRewind();
        for (TargetWeightsDecoder.TargetsDecoder each : decoder.targets()) {
            weights.put(
                    each.symbol(), Decimal.read(each.weight()).toBigDecimal().doubleValue());
        }
        return weights;
    }

    @Test
    void shouldTakeTheSideOfMoreModelsWhenTheyDisagree() {
        try (Sim sim = sim("allowShort=true")) {
            say(sim, "a", "UPS", InsightDirection.UP);
            say(sim, "b", "UPS", InsightDirection.UP);
            say(sim, "c", "UPS", InsightDirection.DOWN);
            say(sim, "a", "TIE", InsightDirection.UP);
            say(sim, "b", "TIE", InsightDirection.DOWN);
            say(sim, "a", "DOWNS", InsightDirection.UP);
            say(sim, "a", "DOWNS", InsightDirection.DOWN);
            say(sim, "b", "BACK", InsightDirection.UP);
            sim.insight("b", "BACK", InsightDirection.FLAT, Double.NaN, Double.NaN, Duration.ZERO);
            sim.advance(MINUTE);
            assertEquals(Map.of(new Listing("XNAS", "UPS"), 1, new Listing("XNAS", "DOWNS"), -1), told(sim).asked);
        }
    }

    @Test
    void shouldLeaveOutOtherModelsAndFallsThatMayNotBeSoldShort() {
        try (Sim sim = sim("models=a")) {
            say(sim, "a", "UPS", InsightDirection.UP);
            say(sim, "b", "OTHER", InsightDirection.UP);
            say(sim, "a", "DOWNS", InsightDirection.DOWN);
            sim.advance(MINUTE);
            assertEquals(Map.of(new Listing("XNAS", "UPS"), 1), told(sim).asked);
        }
    }

    @Test
    void shouldLeaveOutAnInsightThatNamesNoVenue() {
        try (Sim sim = sim()) {
            sim.market("", "USD");
            say(sim, "a", "NOWHERE", InsightDirection.UP);
            sim.advance(MINUTE);
            assertEquals(Map.of(), told(sim).asked);
        }
    }

    @Test
    void shouldKeepWeightsWithinTheirBounds() {
        try (Sim sim = sim("gross=2", "maxWeight=0.9", "cash=0.1", "allowShort=true")) {
            told(sim).parts = Map.of("A", 0.5, "B", 0.3, "C", 0.2);
            say(sim, "m", "A", InsightDirection.UP);
            say(sim, "m", "B", InsightDirection.DOWN);
            say(sim, "m", "C", InsightDirection.UP);
            sim.advance(MINUTE);
            // 2 times 0.5 is cut to 0.9; 0.9 - 0.6 + 0.4 is less than 0.9.
            assertEquals(Map.of("A", 0.9, "B", -0.6, "C", 0.4), weights(sim));
            say(sim, "m", "B", InsightDirection.UP);
            sim.advance(MINUTE);
            // 0.9 + 0.6 + 0.4 = 1.9 is brought down to 0.9.
            assertEquals(0.9 * 0.9 / 1.9, weights(sim).get("A"), 1e-12);
            assertEquals(
                    0.9,
                    weights(sim).values().stream().mapToDouble(each -> each).sum(),
                    1e-12);
        }
    }

    @Test
    void shouldSayNothingWhenTheChangeIsSmall() {
        try (Sim sim = sim("minChange=0.1")) {
            say(sim, "m", "A", InsightDirection.UP);
            say(sim, "m", "B", InsightDirection.UP);
            sim.advance(MINUTE);
            sim.expectNothing();
            told(sim).parts = Map.of("A", 0.5, "B", 0.5);
            sim.advance(MINUTE);
            assertEquals(Map.of("A", 0.5, "B", 0.5), weights(sim));
            sim.forgetPublished();
            told(sim).parts = Map.of("A", 0.54, "B", 0.46);
            sim.advance(MINUTE);
            sim.expectNothing();
            told(sim).parts = Map.of("A", 0.56, "B", 0.44);
            sim.advance(MINUTE);
            assertEquals(Map.of("A", 0.56, "B", 0.44), weights(sim));
            told(sim).parts = Map.of("A", 0.56);
            sim.advance(MINUTE);
            assertEquals(Map.of("A", 0.56), weights(sim));
        }
    }

    @Test
    void shouldStayAsItIsWhenThereIsNoSpread() {
        try (Sim sim = sim()) {
            told(sim).parts = Map.of("A", 1.0);
            say(sim, "m", "A", InsightDirection.UP);
            sim.advance(MINUTE);
            sim.forgetPublished();
            told(sim).parts = null;
            say(sim, "m", "A", InsightDirection.FLAT);
            sim.advance(MINUTE);
            sim.expectNothing();
        }
    }

    @Test
    void shouldSayTheSameWeightsAgainWhenItIsTimeToRebalance() {
        try (Sim sim = sim("rebalance=10m")) {
            told(sim).parts = Map.of("A", 1.0);
            say(sim, "m", "A", InsightDirection.UP);
            sim.advance(Duration.ofMinutes(10));
            sim.expectCount("platform.portfolio.target.told", 1);
            sim.advance(MINUTE);
            sim.expectCount("platform.portfolio.target.told", 2);
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotWork() {
        assertThrows(IllegalArgumentException.class, () -> settings(MINUTE, Duration.ZERO, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(MINUTE, Duration.ZERO, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> settings(Duration.ZERO, Duration.ZERO, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> settings(MINUTE, Duration.ofNanos(-1), 1, 1));
        settings(MINUTE, Duration.ZERO, 1, 1);
    }

    private static SpreadSettings settings(Duration look, Duration rebalance, double gross, double maxWeight) {
        return new SpreadSettings("", List.of(), look, rebalance, gross, 0, maxWeight, 0, false);
    }
}
