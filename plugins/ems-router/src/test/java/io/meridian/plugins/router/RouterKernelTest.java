package io.meridian.plugins.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.Algorithm;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel takes all that the router says, and orders come to the end that was asked for. */
final class RouterKernelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private World world = new World(Map.of("slices", "6"));

    @AfterEach
    void shouldHaveBeenTakenByTheKernel() {
        world.close();
        assertEquals(List.of(), world.refused());
    }

    private void expect(String order, OrderState state, String filled) {
        assertEquals(state, world.told(order).state());
        assertEquals(
                new BigDecimal(filled).stripTrailingZeros(), world.told(order).filled());
    }

    @Test
    void shouldFillADirectOrderWhenTheMarketComesToIt() {
        world.quote(99.99, 100.01, 40);
        world.order("o-1", Algorithm.DIRECT, "100", "100.01", Duration.ZERO);
        expect("o-1", OrderState.PARTIALLY_FILLED, "40");
        world.quote(99.99, 100.00, 60);
        expect("o-1", OrderState.FILLED, "100");
    }

    @Test
    void shouldOpenChangeAndCancelADirectOrderWhenItIsAsked() {
        world.quote(99.99, 100.01, 40);
        world.order("o-1", Algorithm.DIRECT, "100", "99.98", Duration.ZERO);
        expect("o-1", OrderState.OPEN, "0");
        world.modify("o-1", "m-1", "80");
        expect("o-1", OrderState.OPEN, "0");
        assertEquals(
                new BigDecimal("80").stripTrailingZeros(), world.told("o-1").quantity());
        world.cancel("o-1", "c-1");
        expect("o-1", OrderState.CANCELLED, "0");
        assertEquals("c-1", world.told("o-1").requestId());
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"TWAP", "VWAP", "POV"})
    void shouldFillTheWholeOrderInPartsWhenAnAlgorithmWorksIt(Algorithm algorithm) {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", algorithm, "100", "100.05", MINUTE);
        for (int second = 0; second < 60; second++) {
            world.trade(100, 20);
            world.advance(Duration.ofSeconds(1));
            world.quote(99.99, 100.01, 500 + second);
        }
        world.advance(Duration.ofSeconds(2));
        expect("o-1", OrderState.FILLED, "100");
        assertTrue(
                world.parts().size() > 3, () -> "it had parts " + world.parts().size());
    }

    @Test
    void shouldKeepWhatIsFilledWhenAnOrderThatIsWorkedIsCancelled() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", null, MINUTE);
        world.advance(Duration.ofSeconds(25));
        world.cancel("o-1", "c-1");
        expect("o-1", OrderState.CANCELLED, "60");
        world.advance(MINUTE);
        expect("o-1", OrderState.CANCELLED, "60");
    }

    @Test
    void shouldEndWhatRestsWhenAPassiveOrderIsCancelled() {
        restart(Map.of("slices", "6", "style", "PASSIVE"));
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", "100.05", MINUTE);
        world.advance(Duration.ofSeconds(25));
        world.quote(100.00, 100.02, 500);
        world.advance(Duration.ofSeconds(2));
        world.cancel("o-1", "c-1");
        expect("o-1", OrderState.CANCELLED, "0");
    }

    @Test
    void shouldExpireWhenNobodyTradesWithIt() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", "99.00", MINUTE);
        world.advance(MINUTE.plusSeconds(3));
        expect("o-1", OrderState.EXPIRED, "0");
    }

    @Test
    void shouldFillTheNewQuantityWhenAnOrderThatIsWorkedIsMadeLarger() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", null, MINUTE);
        world.advance(Duration.ofSeconds(25));
        world.modify("o-1", "m-1", "180");
        assertEquals(
                new BigDecimal("180").stripTrailingZeros(), world.told("o-1").quantity());
        world.advance(MINUTE);
        expect("o-1", OrderState.FILLED, "180");
    }

    @Test
    void shouldBeFilledWhenAnOrderIsMadeAsSmallAsWhatIsFilled() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", null, MINUTE);
        world.advance(Duration.ofSeconds(25));
        world.modify("o-1", "m-1", "60");
        expect("o-1", OrderState.FILLED, "60");
        world.advance(MINUTE.plusSeconds(3));
        expect("o-1", OrderState.FILLED, "60");
    }

    @Test
    void shouldBookAllThatIsTradedWhenACancelIsOnItsWayWhileASliceLeaves() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", null, MINUTE);
        world.hold(true);
        world.cancel("o-1", "c-1");
        assertEquals(OrderState.PENDING_CANCEL, world.told("o-1").state());
        world.advance(Duration.ofSeconds(15));
        world.hold(false);
        expect("o-1", OrderState.CANCELLED, "40");
    }

    @Test
    void shouldBookAllThatIsTradedWhenAModifyIsOnItsWayWhileASliceLeaves() {
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", null, MINUTE);
        world.hold(true);
        world.modify("o-1", "m-1", "20");
        world.advance(Duration.ofSeconds(15));
        world.hold(false);
        expect("o-1", OrderState.PARTIALLY_FILLED, "40");
        assertEquals(OrderCause.MODIFY_REFUSED, world.told("o-1").cause());
        world.advance(MINUTE);
        expect("o-1", OrderState.FILLED, "120");
    }

    @ParameterizedTest
    @EnumSource(RouterSettings.Style.class)
    void shouldNeitherLoseNorDoubleAPartWhenItIsKilledBetweenSlices(RouterSettings.Style style) {
        restart(Map.of("slices", "6", "style", style.name()));
        world.quote(99.99, 100.01, 500);
        world.order("o-1", Algorithm.TWAP, "120", "100.05", MINUTE);
        world.saveRouter();
        world.advance(Duration.ofSeconds(12));
        world.crashRouter();
        world.advance(Duration.ofSeconds(2));
        world.crashRouter();
        world.quote(99.97, 99.98, 500);
        world.advance(Duration.ofSeconds(30));
        for (int second = 1; second < 20; second++) {
            world.quote(99.97 - second, 99.98 - second, 500);
            world.advance(Duration.ofSeconds(1));
        }
        expect("o-1", OrderState.FILLED, "120");
        // It hears again, and so says again, that a part is open which it cancelled since. The kernel knows better, and
        // nothing changes.
        world.refused().removeIf(each -> each.startsWith("NO_SUCH_PLACEMENT_MOVE Placement"));
        assertEquals(
                world.parts().size(),
                world.parts().stream().map(part -> part.orderId()).distinct().count());
    }

    private void restart(Map<String, String> settings) {
        world.close();
        world = new World(settings);
    }
}
