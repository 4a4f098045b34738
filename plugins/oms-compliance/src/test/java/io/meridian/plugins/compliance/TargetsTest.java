package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.sdk.Health;
import io.meridian.sdk.event.NewOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What it orders so that a portfolio comes to hold what it is to hold. */
final class TargetsTest {
    private static BigDecimal quantity(NewOrder order) {
        return Decimal.read(order.decoder().quantity()).toBigDecimal();
    }

    @Test
    void shouldOrderTheDifferenceAndNothingForTheSameAgain() {
        try (World world = new World()) {
            world.sim.quote("AAPL", 99, 101);
            world.target(100);
            world.target(100);
            NewOrder order = world.sim.expectOrder("AAPL", Side.BUY, 100);
            assertEquals("XNAS", order.venue());
            assertEquals("model", order.model());
            world.target(0);
            world.sim.expectOrder("AAPL", Side.SELL, 100);
            assertEquals(2, world.orders().size());
            assertEquals(0, world.sim.venue().position("AAPL"));
        }
    }

    @Test
    void shouldLeaveNoRestWhenTenthsAreTraded() {
        try (World world = new World()) {
            world.sim.quote("AAPL", 99, 101);
            world.target(0.1);
            world.target(0.3);
            world.target(0.6);
            world.target(0);
            assertEquals(
                    List.of(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3"), new BigDecimal("0.6")),
                    world.orders().stream().map(TargetsTest::quantity).toList());
        }
    }

    @Test
    void shouldWithdrawWhatGoesTheWrongWayBeforeItOrdersTheRest() {
        try (World world = new World()) {
            world.target(100);
            world.sim.fill("other", "AAPL", Side.BUY, 30, 100);
            world.target(10);
            assertEquals(1, world.cancels().size());
            world.sim.expectOrder("AAPL", Side.SELL, 20);
            assertEquals(2, world.orders().size());
        }
    }

    @Test
    void shouldOrderNothingUntilTheWithdrawnOrderIsOver() {
        try (World world = new World()) {
            world.target(100);
            world.sim.venue().away(true);
            world.target(40);
            world.target(60);
            assertEquals(1, world.cancels().size());
            assertEquals(1, world.orders().size());
            world.kernel(OrderState.CANCELLED, 9, OrderCause.VENUE, "");
            world.sim.expectOrder("AAPL", Side.BUY, 60);
        }
    }

    @Test
    void shouldTryToWithdrawAgainLaterWhenThatWasRefused() {
        try (World world = new World("pause=2s")) {
            world.target(100);
            world.sim.venue().away(true);
            world.target(40);
            world.kernel(OrderState.OPEN, 9, OrderCause.CANCEL_REFUSED, "CHANGE_WAITS: a modify waits");
            world.target(50);
            assertEquals(1, world.cancels().size());
            world.sim.advance(Duration.ofSeconds(2));
            assertEquals(2, world.cancels().size());
        }
    }

    @Test
    void shouldReplaceAnOrderWhenTheLimitIsAnother() {
        try (World world = new World()) {
            world.instrument("AAPL", "1", "0.05");
            world.target(100, 50.02, 0);
            assertEquals(50, world.orders().getLast().limitPrice(), "down to the tick, never beyond");
            world.target(100, 50.03, 0);
            assertEquals(1, world.orders().size());
            world.target(100, 50.06, 0);
            assertEquals(2, world.orders().size());
            assertEquals(50.05, world.orders().getLast().limitPrice());
            assertEquals(1, world.cancels().size());
        }
    }

    @Test
    void shouldWorkAnOrderOverTimeWhenTheTargetGivesTime() {
        try (World world = new World()) {
            long byNs = world.sim.clock().nanoTime() + Duration.ofMinutes(5).toNanos();
            world.target(100, Double.NaN, byNs);
            NewOrder order = world.orders().getLast();
            assertEquals(Algorithm.TWAP, order.algorithm());
            assertEquals(byNs, order.decoder().endAt());
            world.target(0);
            world.target(100, Double.NaN, 1);
            assertEquals(Algorithm.DIRECT, world.orders().getLast().algorithm(), "its time is over");
        }
    }

    @Test
    void shouldNotTradeWithinTheBandButToHoldNothing() {
        try (World world = new World("bandValue=1000", "bandShare=0.05")) {
            world.sim.quote("AAPL", 99, 101);
            world.target(100);
            world.target(109);
            world.target(104);
            assertEquals(1, world.orders().size(), "9 are worth 900");
            world.target(111);
            world.sim.expectOrder("AAPL", Side.BUY, 11);
            world.target(1000);
            world.target(1040);
            world.sim.expectOrder("AAPL", Side.BUY, 889);
            world.target(3);
            world.target(0);
            world.sim.expectOrder("AAPL", Side.SELL, 3);
        }
    }

    @Test
    void shouldSpreadTheNetAssetValueInWholeLots() {
        try (World world = new World()) {
            world.instrument("AAPL", "10", "0.01");
            world.sim.quote("AAPL", 99, 101);
            world.weights(TargetScope.PART, 0, Map.of("AAPL", 0.5));
            assertEquals(0, world.orders().size());
            assertTrue(world.health().reason().contains("lacks the portfolio's net asset value"));
            world.netAssetValue(25_990, "USD");
            world.sim.advance(Duration.ofSeconds(1));
            world.sim.expectOrder("AAPL", Side.BUY, 120);
            assertEquals(Health.HEALTHY, world.health());
        }
    }

    @Test
    void shouldSpreadTheCapitalOfTheMessageBeforeTheNetAssetValue() {
        try (World world = new World()) {
            world.netAssetValue(1_000_000, "USD");
            world.sim.quote("AAPL", 99, 101);
            world.weights(TargetScope.PART, 10_000, Map.of("AAPL", 0.5));
            world.sim.expectOrder("AAPL", Side.BUY, 50);
        }
    }

    @Test
    void shouldWaitForAPriceAndConvertNothing() {
        try (World world = new World()) {
            world.netAssetValue(10_000, "EUR");
            world.weights(TargetScope.PART, 0, Map.of("AAPL", 0.5));
            assertTrue(world.health().reason().contains("lacks a price"));
            world.sim.quote("AAPL", 99, 101);
            world.sim.advance(Duration.ofSeconds(1));
            assertEquals(0, world.orders().size());
            assertTrue(world.health().reason().contains("is in USD and its capital in EUR"));
        }
    }

    @Test
    void shouldSellWhatIsNotNamedWhenTheScopeIsWholeAndLeaveItWhenItIsPart() {
        try (World world = new World()) {
            world.sim.quote("AAPL", 99, 101).quote("MSFT", 199, 201);
            world.sim.fill("before", "MSFT", Side.BUY, 7, 200);
            world.weights(TargetScope.PART, 10_000, Map.of("AAPL", 1.0));
            world.sim.expectOrder("AAPL", Side.BUY, 100);
            world.sim.expectNoOrder("MSFT");
            world.weights(TargetScope.WHOLE, 10_000, Map.of("AAPL", 1.0));
            world.sim.expectOrder("MSFT", Side.SELL, 7);
            assertEquals(2, world.orders().size());
        }
    }

    @Test
    void shouldLeaveATargetAloneWhenItsOrdersAreRefusedAndTryLaterAndLater() {
        try (World world = new World("pause=2s", "longestPause=5s")) {
            world.sim.venue().rejectNext("STOPPED: trading is stopped");
            world.target(100);
            int sent = 1;
            for (int seconds : new int[] {2, 4, 5}) {
                assertTrue(
                        world.health().reason().contains("oms-compliance XNAS.AAPL: STOPPED: trading is stopped"),
                        world.health().reason());
                world.target(100);
                world.sim.advance(Duration.ofSeconds(seconds - 1));
                assertEquals(sent, world.orders().size(), "before " + seconds + " s");
                world.sim.venue().rejectNext("STOPPED: trading is stopped");
                world.sim.advance(Duration.ofSeconds(1));
                assertEquals(++sent, world.orders().size(), "after " + seconds + " s");
            }
            world.sim.quote("AAPL", 99, 101);
            world.sim.advance(Duration.ofSeconds(5));
            assertEquals(100, world.sim.venue().position("AAPL"));
            assertEquals(Health.HEALTHY, world.health());
        }
    }

    @Test
    void shouldBackOffWhenTheSidecarRefusesItsOrders() {
        try (World world = new World()) {
            world.sim.allowRefusals();
            world.sim.bus().latch(true);
            world.target(100);
            assertTrue(
                    world.health().reason().contains("are refused"),
                    world.health().reason());
            world.sim.bus().latch(false);
            world.sim.quote("AAPL", 99, 101);
            world.sim.advance(Duration.ofSeconds(7));
            assertEquals(100, world.sim.venue().position("AAPL"));
        }
    }

    @Test
    void shouldLeaveATargetAsItIsWhenAPersonCancelledItsOrder() {
        try (World world = new World()) {
            world.target(100);
            world.kernel(OrderState.CANCELLED, 9, OrderCause.COMMAND, "");
            world.sim.advance(Duration.ofMinutes(10));
            assertEquals(1, world.orders().size());
        }
    }

    @Test
    void shouldKnowWhatIsHeldFromAllThatTheKernelEverSaidWhenItIsNew() {
        try (World world = new World()) {
            world.sim.fill("before", "AAPL", Side.BUY, 70, 100);
            world.sim.crashPlugin();
            world.target(100);
            world.sim.expectOrder("AAPL", Side.BUY, 30);
        }
    }

    @Test
    void shouldGoOnWithItsTargetsWhenItWasKilled() {
        try (World world = new World()) {
            world.sim.venue().rejectNext("no");
            world.target(100);
            world.sim.bus().wantSnapshot();
            world.sim.advance(Duration.ofSeconds(2));
            world.sim.crashPlugin();
            world.sim.quote("AAPL", 99, 101);
            world.sim.advance(Duration.ofSeconds(6));
            assertEquals(2, world.orders().size());
            assertEquals(100, world.sim.venue().position("AAPL"));
        }
    }

    @Test
    void shouldOrderTheSameWhenTheSameHappens() {
        assertEquals(day(), day());
    }

    private static List<String> day() {
        try (World world = new World()) {
            world.sim.quote("AAPL", 99, 101).quote("MSFT", 199, 201);
            world.sim.fill("before", "MSFT", Side.BUY, 7, 200);
            world.weights(TargetScope.WHOLE, 10_000, Map.of("AAPL", 1.0));
            world.target(5);
            return world.sim.bus().published().stream()
                    .map(each -> each.topic() + java.util.HexFormat.of().formatHex(each.payload()))
                    .toList();
        }
    }
}
