package io.meridian.storage.trading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatencyHistogramTest {
    private static final long[] BOUNDS = {0, 10, 20, 50, 100, 1_000, 5_000};

    @Test
    void shouldFindPercentilesWithinTheBucketThatTheTrueOneIsIn() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            long[] samples = random.longs(random.nextInt(1, 400), 1, 6_000).toArray();
            LatencyHistogram whole = new LatencyHistogram();
            for (long sample : samples) {
                // Each on its own, as text: so adding and writing are tried as well.
                LatencyHistogram one = new LatencyHistogram();
                int bucket = bucket(sample);
                one.add(BOUNDS[bucket], bucket == BOUNDS.length - 1 ? 0 : BOUNDS[bucket + 1], 1);
                whole.add(LatencyHistogram.of(one.toString()));
            }
            Arrays.sort(samples);
            assertEquals(samples.length, whole.count());
            for (double part : new double[] {0.5, 0.95, 0.99, 1}) {
                long truth = samples[(int) Math.ceil(part * samples.length) - 1];
                long found = whole.percentileNs(part);
                int bucket = bucket(truth);
                long above = BOUNDS[bucket];
                long upTo = bucket == BOUNDS.length - 1 ? above : BOUNDS[bucket + 1];
                assertTrue(found >= above && found <= upTo, "part=" + part + " truth=" + truth + " found=" + found);
            }
        }
    }

    private static int bucket(long sample) {
        int bucket = BOUNDS.length - 1;
        while (BOUNDS[bucket] >= sample) {
            bucket--;
        }
        return bucket;
    }

    @Test
    void shouldBeEmptyWhenNothingWasCounted() {
        assertEquals("", new LatencyHistogram().toString());
        assertEquals(0, LatencyHistogram.of("").count());
        assertEquals(0, LatencyHistogram.of("").percentileNs(0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1-2", "1-2:", "2-1:3", "-1-2:3", "1-2:-3", "a-b:c", "1-2:3,", "1-2:3,1-5:3"})
    void shouldRefuseWhatIsNoHistogram(String text) {
        assertThrows(IllegalArgumentException.class, () -> LatencyHistogram.of(text));
    }
}
