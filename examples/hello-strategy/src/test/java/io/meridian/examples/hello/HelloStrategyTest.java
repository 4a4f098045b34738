package io.meridian.examples.hello;

import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Sim;
import org.junit.jupiter.api.Test;

@PluginTest(HelloStrategy.class)
final class HelloStrategyTest {
    @Test
    void shouldHoldSharesWhenThePriceIsAboveItsAverage(Sim sim) {
        sim.quote("AAPL", 100.01, 100.02);
        sim.expectTarget("AAPL", 0);
        sim.quote("AAPL", 101.01, 101.02);
        sim.expectTarget("AAPL", 100);
        sim.quote("AAPL", 99.01, 99.02);
        sim.expectTarget("AAPL", 0);
    }
}
