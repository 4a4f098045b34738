package io.meridian.plugins.riskparity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Health;
import io.meridian.sdk.event.TargetWeights;
import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** By hand, on two prices that turn between two values each: the weights of two are by the inverse of their deviations. */
@PluginTest(
        value = RiskParityOptimizer.class,
        settings = {"sample=1s", "lookback=4", "look=1s", "maxWeight=1", "cash=0", "portfolio=parity", "allowShort=true"
        })
final class RiskParityOptimizerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double CALM = Math.exp(0.01);
    private static final double WILD = Math.exp(0.04);

    private int turns;

    private void move(Sim sim, int seconds) {
        for (int i = 0; i < seconds; i++) {
            turns++;
            quote(sim, "CALM", turns % 2 == 0 ? 100 : 100 * CALM);
            // At another pace, or short and long could be made to have no risk at all.
            quote(sim, "WILD", turns / 2 % 2 == 0 ? 50 : 50 * WILD);
            sim.advance(SECOND);
        }
    }

    private static void quote(Sim sim, String symbol, double price) {
        sim.quote(symbol, price - 0.01, price + 0.01);
    }

    private static void say(Sim sim, String symbol, InsightDirection direction) {
        sim.insight("model", symbol, direction, 0.01, 0.5, Duration.ofMinutes(30));
    }

    private static Map<String, Double> weights(Sim sim) {
        TargetWeights weights = sim.expectEvent(TargetWeights.class);
        assertEquals("parity", weights.portfolio());
        Map<String, Double> bySymbol = new TreeMap<>();
        weights.decoder().sbeRewind();
        for (TargetWeightsDecoder.TargetsDecoder each : weights.decoder().targets()) {
            bySymbol.put(
                    each.symbol(), Decimal.read(each.weight()).toBigDecimal().doubleValue());
        }
        return bySymbol;
    }

    @Test
    void shouldWeighByRiskWhenThereAreReturnsEnough(Sim sim) {
        say(sim, "CALM", InsightDirection.UP);
        say(sim, "WILD", InsightDirection.UP);
        move(sim, 4);
        sim.expectNothing();
        assertTrue(sim.plugin().health().reason().contains("lookback=4"));
        move(sim, 2);
        assertEquals(2, weights(sim).size());
        move(sim, 4);
        // Over four returns the calm one has a deviation of 0.01, the wild one of the root of half of 0.04 squared.
        double ratio = Math.sqrt(0.5) * 4;
        assertEquals(ratio / (1 + ratio), weights(sim).get("CALM"), 1e-3);
        assertEquals(1 / (1 + ratio), weights(sim).get("WILD"), 1e-3);
        assertEquals(Health.HEALTHY, sim.plugin().health());
    }

    @Test
    void shouldHoldShortWhatIsExpectedToFall(Sim sim) {
        move(sim, 6);
        say(sim, "CALM", InsightDirection.UP);
        say(sim, "WILD", InsightDirection.DOWN);
        sim.advance(SECOND);
        Map<String, Double> weights = weights(sim);
        assertTrue(weights.get("CALM") > 0 && weights.get("WILD") < 0, weights::toString);
        assertEquals(1, weights.get("CALM") - weights.get("WILD"), 1e-12);
    }

    @Test
    void shouldKnowItsReturnsAfterACrash(Sim sim) {
        move(sim, 6);
        say(sim, "CALM", InsightDirection.UP);
        sim.crashPlugin();
        sim.advance(SECOND);
        assertEquals(Map.of("CALM", 1.0), weights(sim));
    }

    @Test
    void shouldKeepItsReturnsWhileTheMarketIsClosed(Sim sim) {
        move(sim, 6);
        sim.advance(Duration.ofHours(1));
        say(sim, "CALM", InsightDirection.UP);
        sim.advance(SECOND);
        assertEquals(Map.of("CALM", 1.0), weights(sim));
    }

    @Test
    void shouldKeepTheLastWeightsAndSayWhyWhenAMixHasNoRisk() {
        Map<String, String> settings = Map.of(
                "sample",
                "1s",
                "lookback",
                "4",
                "look",
                "1s",
                "maxWeight",
                "1",
                "shrinkage",
                "0",
                "allowShort",
                "true");
        try (Sim sim = Sim.of(RiskParityOptimizer.class, settings)) {
            for (int i = 0; i < 6; i++) {
                sim.quote("A", 100 << i % 2, 100 << i % 2);
                sim.quote("B", 7 << i % 2, 7 << i % 2);
                sim.advance(SECOND);
            }
            say(sim, "A", InsightDirection.UP);
            sim.advance(SECOND);
            sim.expectCount("platform.portfolio.target.optimizer-risk-parity", 1);
            say(sim, "B", InsightDirection.DOWN);
            sim.advance(SECOND);
            sim.expectCount("platform.portfolio.target.optimizer-risk-parity", 1);
            assertTrue(sim.plugin().health().reason().contains("shrinkage"));
            say(sim, "B", InsightDirection.UP);
            sim.advance(SECOND);
            sim.expectCount("platform.portfolio.target.optimizer-risk-parity", 2);
            assertEquals(Health.HEALTHY, sim.plugin().health());
        }
    }
}
