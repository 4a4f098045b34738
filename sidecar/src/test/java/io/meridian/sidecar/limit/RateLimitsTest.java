package io.meridian.sidecar.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.setting.Settings;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldTakeFromNoBucketWhenOneRefuses() {
        RateLimits limits = RateLimits.of(10, 1000, 1, 1000, 0);
        assertEquals(0, limits.acquire(100, true, 0));
        for (int i = 0; i < 100; i++) {
            assertEquals(SECOND, limits.acquire(100, true, 0));
        }
        // Nine messages and 900 bytes are left, since the refused orders took none.
        for (int i = 0; i < 9; i++) {
            assertEquals(0, limits.acquire(100, false, 0));
        }
        assertEquals(SECOND / 10, limits.acquire(0, false, 0));
    }

    @Test
    void shouldLimitBytes() {
        RateLimits limits = RateLimits.of(0, 1000, 0, 1000, 0);
        assertEquals(0, limits.acquire(1000, false, 0));
        assertEquals(SECOND / 2, limits.acquire(500, false, 0));
        assertEquals(0, limits.acquire(500, false, SECOND / 2));
    }

    @Test
    void shouldLetAllPassWithoutLimits() {
        RateLimits limits = RateLimits.none();
        for (int i = 0; i < 10_000; i++) {
            assertEquals(0, limits.acquire(Integer.MAX_VALUE, true, 0));
        }
    }

    @Test
    void shouldLetOnePassWhenTheBurstIsLessThanOne() {
        RateLimits limits = RateLimits.of(1, 0, 0, 1, 0);
        assertEquals(0, limits.acquire(1, false, 0));
        assertEquals(SECOND, limits.acquire(1, false, 0));
    }

    @Test
    void shouldReadSettings() {
        Settings settings = Settings.reader(List.of(LimitSettings.SCHEMA))
                .values(Map.of("sidecar.limit.orders", "2", "sidecar.limit.burst", "500ms"))
                .read();
        RateLimits limits = RateLimits.of(settings, 0);
        assertEquals(0, limits.acquire(1, true, 0));
        assertEquals(SECOND / 2, limits.acquire(1, true, 0));
        assertEquals(0, limits.acquire(1, false, 0));
    }

    @Test
    void shouldAllocateNothing() {
        RateLimits limits = RateLimits.of(1_000, 1_000_000, 100, 1000, 0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long passed = ask(limits, 0, 100_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        passed += ask(limits, 100_000, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(passed > 1000 && allocated < 10_000, () -> "allocated=" + allocated);
    }

    private static long ask(RateLimits limits, int from, int to) {
        long passed = 0;
        for (int i = from; i < to; i++) {
            passed += limits.acquire(i & 1023, (i & 1) == 0, i * 10_000L) == 0 ? 1 : 0;
        }
        return passed;
    }
}
