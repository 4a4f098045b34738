package io.meridian.plugins.equalweight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.trading.TargetWeightsDecoder;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.event.TargetWeights;
import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@PluginTest(
        value = EqualWeightOptimizer.class,
        settings = {"portfolio=even", "maxWeight=1", "cash=0", "look=1m"})
final class EqualWeightOptimizerTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static void up(Sim sim, String... symbols) {
        for (String symbol : symbols) {
            sim.insight("model", symbol, InsightDirection.UP, 0.01, 0.5, Duration.ofMinutes(30));
        }
    }

    private static Map<String, Double> weights(Sim sim) {
        TargetWeights weights = sim.expectEvent(TargetWeights.class);
        assertEquals("even", weights.portfolio());
        assertEquals("optimizer-equal-weight", weights.model());
        assertEquals(TargetScope.WHOLE, weights.scope());
        Map<String, Double> bySymbol = new TreeMap<>();
        weights.decoder().sbeRewind();
        for (TargetWeightsDecoder.TargetsDecoder each : weights.decoder().targets()) {
            bySymbol.put(
                    each.venue() + "." + each.symbol(),
                    Decimal.read(each.weight()).toBigDecimal().doubleValue());
        }
        return bySymbol;
    }

    @Test
    void shouldHoldAsMuchOfEachThatIsExpectedToRise(Sim sim) {
        up(sim, "AAPL", "MSFT", "GOOG", "AMZN");
        sim.expectNothing();
        sim.advance(MINUTE);
        assertEquals(Map.of("XNAS.AAPL", 0.25, "XNAS.AMZN", 0.25, "XNAS.GOOG", 0.25, "XNAS.MSFT", 0.25), weights(sim));
        sim.expectCount("platform.portfolio.target.even", 1);
    }

    @Test
    void shouldSpreadAnewWhenAnInsightEnds(Sim sim) {
        up(sim, "AAPL", "MSFT");
        sim.advance(Duration.ofMinutes(20));
        up(sim, "MSFT");
        sim.advance(Duration.ofMinutes(9));
        assertEquals(Map.of("XNAS.AAPL", 0.5, "XNAS.MSFT", 0.5), weights(sim));
        sim.advance(MINUTE);
        assertEquals(Map.of("XNAS.MSFT", 1.0), weights(sim));
        sim.advance(Duration.ofMinutes(20));
        assertEquals(Map.of(), weights(sim));
    }

    @Test
    void shouldGoOnAfterACrashWithWhatItKnewBefore(Sim sim) {
        up(sim, "AAPL", "MSFT");
        sim.advance(MINUTE);
        sim.crashPlugin();
        sim.forgetPublished();
        sim.advance(MINUTE);
        sim.expectNothing();
        up(sim, "GOOG");
        sim.advance(MINUTE);
        assertEquals(3, weights(sim).size());
        sim.advance(Duration.ofMinutes(27));
        assertEquals(Map.of("XNAS.GOOG", 1.0), weights(sim));
    }
}
