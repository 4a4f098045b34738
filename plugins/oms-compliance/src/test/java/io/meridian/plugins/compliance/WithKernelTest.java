package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manager and the kernel itself understand each other. */
final class WithKernelTest {
    private static RealKernel kernel(World world) {
        RealKernel kernel = new RealKernel(world);
        world.instrument("AAPL", "1", "0.01");
        return kernel;
    }

    @Test
    void shouldBringATargetToExecutionAndCountWhatIsFilled() {
        try (World world = new World()) {
            RealKernel kernel = kernel(world);
            world.target(100);
            assertEquals(List.of("BUY 100.0 DIRECT"), kernel.execution());
            String id = world.orders().getLast().orderId();
            assertEquals(OrderState.COMPLIANCE_APPROVED, kernel.last(id).state());
            kernel.fill(id, "t-1", Side.BUY, 60);
            kernel.fill(id, "t-2", Side.BUY, 40);
            assertEquals(OrderState.FILLED, kernel.last(id).state());
            world.target(100);
            world.target(70);
            assertEquals(List.of("BUY 100.0 DIRECT", "SELL 30.0 DIRECT"), kernel.execution());
            assertEquals(List.of(), kernel.refused());
        }
    }

    @Test
    void shouldReplaceAWorkingOrderOnlyWhenTheVenueHasCancelledIt() {
        try (World world = new World()) {
            RealKernel kernel = kernel(world);
            world.target(100);
            kernel.execution(world.orders().getLast(), OrderState.OPEN);
            world.target(40);
            assertEquals(List.of("BUY 100.0 DIRECT", "cancel"), kernel.execution());
            kernel.fill(world.orders().getFirst().orderId(), "t-1", Side.BUY, 10);
            kernel.execution(world.orders().getFirst(), OrderState.CANCELLED);
            assertEquals(List.of("BUY 100.0 DIRECT", "cancel", "BUY 30.0 DIRECT"), kernel.execution());
            assertEquals(List.of(), kernel.refused());
        }
    }

    @Test
    void shouldTellWhoeverOrderedWhyItWasRefused() {
        try (World world = new World()) {
            RealKernel kernel = kernel(world);
            kernel.wish("s-1", Side.SELL, 10, 50);
            assertEquals(OrderState.COMPLIANCE_REJECTED, kernel.last("s-1").state());
            assertTrue(kernel.last("s-1").reason().contains("may not sell short"));
            assertEquals(List.of(), kernel.execution());
        }
    }

    @Test
    void shouldPassTheTermsThatAnOrderHasNowWhenItWasChangedWhileItWaited() {
        try (World world = new World("approvalValue=1000")) {
            RealKernel kernel = kernel(world);
            kernel.wish("s-1", Side.BUY, 500, 50);
            assertEquals(OrderState.PENDING_COMPLIANCE, kernel.last("s-1").state());
            kernel.modify("s-1", "m-1", 400);
            assertEquals(OrderState.PENDING_COMPLIANCE, kernel.last("s-1").state());
            kernel.modify("s-1", "m-2", 20);
            assertEquals(List.of("BUY 20.0 DIRECT"), kernel.execution());
            assertEquals(List.of(), kernel.refused());
        }
    }

    @Test
    void shouldTryAgainLaterWhenTheKernelDoesNotKnowTheInstrumentYet() {
        try (World world = new World()) {
            RealKernel kernel = new RealKernel(world);
            world.target(100);
            assertTrue(
                    world.health().reason().contains("UNKNOWN_INSTRUMENT"),
                    world.health().reason());
            world.instrument("AAPL", "1", "0.01");
            world.sim.advance(Duration.ofSeconds(6));
            kernel.run();
            assertEquals(List.of("BUY 100.0 DIRECT"), kernel.execution());
            assertEquals(Health.HEALTHY, world.health());
        }
    }

    @Test
    void shouldGoOnWithItsOrdersWhenItIsKilledBeforeASnapshot() {
        try (World world = new World()) {
            RealKernel kernel = kernel(world);
            world.target(100);
            kernel.fill(world.orders().getLast().orderId(), "t-1", Side.BUY, 30);
            world.sim.crashPlugin();
            kernel.run();
            world.target(100);
            assertEquals(List.of("BUY 100.0 DIRECT"), kernel.execution());
            world.target(30);
            assertEquals(List.of("BUY 100.0 DIRECT", "cancel"), kernel.execution(), "it knows its own order");
        }
    }
}
