package io.meridian.plugins.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.Event;
import io.meridian.sdk.event.NewOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever targets come while orders are filled, cancelled and lost from memory: nothing is ordered twice, and the end is right. */
final class ManyTargetsTest {
    private static final int STEPS = 150;
    private static final int GREATEST = 50;

    /** Execution, which does things when the test says so. */
    private static final class Execution {
        private final RealKernel kernel;
        private final Map<String, NewOrder> open = new TreeMap<>();
        private final Map<String, Long> left = new TreeMap<>();
        private final List<String> toCancel = new ArrayList<>();
        private long held;
        private int trades;
        private int seen;

        Execution(RealKernel kernel) {
            this.kernel = kernel;
        }

        void look() {
            for (; seen < kernel.handed().size(); seen++) {
                Event event = kernel.handed().get(seen);
                if (event instanceof NewOrder order) {
                    open.put(order.orderId(), order);
                    left.put(order.orderId(), (long) order.quantity());
                } else if (event instanceof CancelOrder cancel && open.containsKey(cancel.orderId())) {
                    toCancel.add(cancel.orderId());
                }
            }
        }

        void fill(SplittableRandom random, boolean whole) {
            if (open.isEmpty()) {
                return;
            }
            String id = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
            long most = left.get(id);
            long quantity = whole ? most : 1 + random.nextLong(most);
            NewOrder order = open.get(id);
            left.put(id, most - quantity);
            if (quantity == most) {
                open.remove(id);
                toCancel.remove(id);
            }
            held += order.side() == Side.BUY ? quantity : -quantity;
            kernel.fill(id, "t-" + ++trades, order.side(), quantity);
        }

        void cancel() {
            if (!toCancel.isEmpty()) {
                kernel.execution(open.remove(toCancel.removeFirst()), OrderState.CANCELLED);
            }
        }

        long working() {
            return open.values().stream()
                    .mapToLong(
                            order -> order.side() == Side.BUY ? left.get(order.orderId()) : -left.get(order.orderId()))
                    .sum();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldHoldTheLastTargetInTheEndAndNeverMoreThanAnyAskedFor(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (World world = new World("shortSellers=*")) {
            RealKernel kernel = new RealKernel(world);
            world.instrument("AAPL", "1", "0.01");
            Execution execution = new Execution(kernel);
            long target = 0;
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        target = random.nextLong(-GREATEST, GREATEST + 1);
                        world.target(target);
                    }
                    case 3, 4 -> execution.fill(random, false);
                    case 5, 6 -> execution.cancel();
                    default -> {
                        world.sim.crashPlugin();
                        kernel.run();
                    }
                }
                execution.look();
                long reach = execution.held + execution.working();
                assertTrue(Math.abs(execution.held) <= GREATEST, "seed=" + seed + " held=" + execution.held);
                assertTrue(Math.abs(reach) <= GREATEST, "seed=" + seed + " step=" + step + " reach=" + reach);
            }
            for (int i = 0; i < 20; i++) {
                execution.cancel();
                execution.fill(random, true);
                execution.look();
            }
            assertEquals(target, execution.held, "seed=" + seed);
            assertEquals(0, execution.working());
        }
    }
}
