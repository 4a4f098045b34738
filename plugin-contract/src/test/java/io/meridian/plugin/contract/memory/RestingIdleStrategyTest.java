package io.meridian.plugin.contract.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RestingIdleStrategyTest {
    private static final int TIMES = 20;
    private static final long SILENT_NS = TimeUnit.MILLISECONDS.toNanos(1_050);

    private final RestingIdleStrategy idle = new RestingIdleStrategy(1_000, 1_000_000);

    private long restedMs() {
        long beginNs = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            idle.idle(0);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
    }

    @Test
    void shouldRestLongerAfterASecondOfSilenceAndShortlyAgainOnceThereIsWork() {
        long wokenNs = System.nanoTime();
        while (System.nanoTime() - wokenNs < SILENT_NS) {
            idle.idle(0);
        }
        long silent = restedMs();
        assertTrue(silent >= 2 * TIMES, () -> "it rested " + silent + " ms");
        // A busy machine may hold it up, but not each time.
        long awake = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            idle.idle(1);
            awake = Math.min(awake, restedMs());
        }
        assertTrue(awake < 2 * TIMES, "it rested " + awake + " ms while there was work");
    }
}
