package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.MarketPhase;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the policy, as those see it who send orders. */
final class ReviewTest {
    private static final String PENDING = "PENDING_COMPLIANCE";
    private static final String APPROVED = "COMPLIANCE_APPROVED";

    @Test
    void shouldPassAnOrderWhenNoRuleIsSet() {
        try (World world = new World()) {
            world.review("o-1", Side.BUY, 100, 50);
            assertEquals(List.of(PENDING, APPROVED), world.said("o-1"));
            assertEquals(Health.HEALTHY, world.health());
        }
    }

    @Test
    void shouldRefuseWhatAPortfolioMayNotTrade() {
        try (World world = new World("allowed=" + World.PORTFOLIO + ":*.MSFT,other:XNAS.*")) {
            String said = world.review("o-1", Side.BUY, 100, 50);
            assertEquals(
                    "COMPLIANCE_REJECTED Portfolio oms-compliance may not trade XNAS.AAPL. Have compliance add it to"
                            + " the setting allowed.",
                    said);
            world.sim.review("o-2", "MSFT", Side.BUY, 1, 50);
            assertEquals(APPROVED, world.said("o-2").getLast());
        }
    }

    @Test
    void shouldLetARestrictedPositionBeReducedOnly() {
        try (World world = new World("restricted=XNAS.AAPL")) {
            world.sim.fill("before", "AAPL", Side.BUY, 100, 50);
            assertTrue(world.review("o-1", Side.BUY, 1, 50).contains("is restricted: positions may only be reduced"));
            assertEquals(APPROVED, world.review("o-2", Side.SELL, 60, 50));
            String text = world.review("o-3", Side.SELL, 60, 50);
            assertTrue(text.startsWith("COMPLIANCE_REJECTED"), "60 of 100 are on sale already: " + text);
            assertEquals(APPROVED, world.review("o-4", Side.SELL, 40, 50), "what was refused is not on sale");
        }
    }

    @Test
    void shouldRefuseToSellWhatIsNotHeldUnlessThePortfolioMaySellShort() {
        try (World world = new World()) {
            world.sim.position("AAPL", 10, 50);
            assertEquals(APPROVED, world.review("o-1", Side.SELL, 10, 50));
            assertTrue(world.review("o-2", Side.SELL, 1, 50).contains("may not sell short, and holds 10"));
            assertTrue(world.review("o-3", Side.SELL_SHORT, 1, 50).contains("may not sell short"));
        }
        try (World world = new World("shortSellers=" + World.PORTFOLIO)) {
            assertEquals(APPROVED, world.review("o-1", Side.SELL, 10, 50));
        }
    }

    @Test
    void shouldWaitForAPersonWhenTheValueIsGreat() {
        try (World world = new World("approvalValue=1000")) {
            assertEquals(APPROVED, world.review("o-1", Side.BUY, 20, 50));
            assertEquals(PENDING, world.review("o-2", Side.BUY, 20.5, 50));
            world.sim.advance(Duration.ofSeconds(5));
            assertEquals(List.of(PENDING), world.said("o-2"));
            assertTrue(world.health().reason().contains("1 orders wait for a person, the first is o-2"));
            world.sim.bus().wantSnapshot();
            world.sim.advance(Duration.ofSeconds(2));
            world.sim.crashPlugin();
            world.sim.advance(Duration.ofSeconds(2));
            assertEquals(List.of(PENDING), world.said("o-2"), "it still waits for a person after a crash");
            world.decided("o-2");
            world.sim.advance(Duration.ofSeconds(2));
            assertEquals(Health.HEALTHY, world.health());
        }
    }

    @Test
    void shouldWaitForAPriceWhenAnOrderAtTheMarketIsToBeValued() {
        try (World world = new World("approvalValue=1000")) {
            assertEquals(PENDING, world.review("o-1", Side.BUY, 10, Double.NaN));
            world.sim.quote("AAPL", 99, 101);
            world.sim.advance(Duration.ofSeconds(1));
            assertEquals(List.of(PENDING, APPROVED), world.said("o-1"), "1000 is not above 1000");
        }
    }

    @Test
    void shouldBoundAnOrderByTheVolumeWhenThatIsSet() {
        try (World world = new World("maxVolumeShare=0.1", "volumeWindow=10m")) {
            assertEquals(PENDING, world.review("o-1", Side.BUY, 100, 50));
            world.sim.market("ALL", "USD").bar("AAPL", 50, 50, 50, 50, 200).market("XNAS", "USD");
            world.sim.advance(Duration.ofSeconds(1));
            assertEquals(APPROVED, world.said("o-1").getLast());
            String text = world.review("o-2", Side.BUY, 201, 50);
            assertTrue(text.contains("The quantity 201 is more than 200"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "HALTED", "POST_CLOSE"})
    void shouldWaitUntilAnInstrumentIsTraded(String phase) {
        try (World world = new World()) {
            world.phase(MarketPhase.valueOf(phase));
            assertEquals(PENDING, world.review("o-1", Side.BUY, 100, 50));
            world.phase(MarketPhase.OPEN);
            assertEquals(List.of(PENDING, APPROVED), world.said("o-1"));
        }
    }

    @Test
    void shouldRefuseOrPassWhatIsClosedWhenThatIsSet() {
        try (World world = new World("whenClosed=REFUSE")) {
            world.phase(MarketPhase.CLOSED);
            assertEquals(
                    "COMPLIANCE_REJECTED XNAS.AAPL is CLOSED. Send the order when it is traded.",
                    world.review("o-1", Side.BUY, 100, 50));
            world.sim.bus().setting("whenClosed", "PASS");
            world.sim.run();
            assertEquals(APPROVED, world.review("o-2", Side.BUY, 100, 50));
        }
    }
}
