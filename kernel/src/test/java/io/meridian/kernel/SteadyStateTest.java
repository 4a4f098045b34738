package io.meridian.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.kernel.load.TradingLoad;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SteadyStateTest {
    private static final int COMMANDS = 100_000;

    /** Positions keep what made them, so arrays grow now and then: the rounds in which none does allocate nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingWhenItIsWarm(boolean limited) {
        Kernel kernel = new Kernel(new KernelOptions(1 << 14, 1 << 14, 1 << 12), (_, _, _) -> {});
        TradingLoad load = new TradingLoad(kernel);
        if (limited) {
            load.limit();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < COMMANDS; i++) {
                long answer = load.next();
                if (answer < 0) {
                    throw new AssertionError("refused: " + Refusal.of(answer));
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 1_000, "bytes for " + COMMANDS + " commands: " + least);
        assertTrue(kernel.state().orders().count() < 40_000, "orders that are over are forgotten");
    }

    @Test
    void shouldBeTheSameTwiceWhenTheCommandsAreTheSame() {
        assertEquals(hashAfter(20_000), hashAfter(20_000));
    }

    private static long hashAfter(int commands) {
        Kernel kernel = new Kernel(new KernelOptions(1 << 12, 1 << 12, 1 << 10), (_, _, _) -> {});
        TradingLoad load = new TradingLoad(kernel);
        for (int i = 0; i < commands; i++) {
            load.next();
        }
        return kernel.hash();
    }
}
