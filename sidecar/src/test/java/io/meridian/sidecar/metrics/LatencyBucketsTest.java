package io.meridian.sidecar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatencyBucketsTest {
    @Test
    void shouldFindTheBucketThatALinearSearchFinds() {
        double[] bounds = LatencyBuckets.boundsSeconds();
        Random random = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            long latencyNs = i < 100_000 ? i : random.nextLong() >>> random.nextInt(1, 64);
            int expected = 0;
            while (latencyNs > Math.round(bounds[expected] * 1e9) && expected < LatencyBuckets.COUNT - 1) {
                expected++;
            }
            assertEquals(expected, LatencyBuckets.of(latencyNs), () -> "latencyNs=" + latencyNs);
        }
    }

    @Test
    void shouldReachFromAMicrosecondToTenSeconds() {
        double[] bounds = LatencyBuckets.boundsSeconds();
        assertEquals(1e-6, bounds[0]);
        assertEquals(10, bounds[LatencyBuckets.COUNT - 2]);
        for (int i = 1; i < bounds.length - 1; i++) {
            assertTrue(bounds[i] / bounds[i - 1] <= 1.7, "bound=" + bounds[i]);
        }
    }
}
