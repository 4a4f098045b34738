package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceCounterTest {
    @Test
    void shouldTellLateFromSeen() {
        SequenceCounter counter = new SequenceCounter(1, 10);
        assertEquals(0, counter.observe(10));
        assertEquals(0, counter.observe(11));
        assertEquals(3, counter.observe(15));
        assertEquals(SequenceCounter.SEEN, counter.observe(11));
        assertEquals(SequenceCounter.LATE, counter.observe(13));
        assertEquals(SequenceCounter.SEEN, counter.observe(13));
        assertEquals(SequenceCounter.LATE, counter.observe(12));
        assertEquals(SequenceCounter.LATE, counter.observe(14));
        assertEquals(SequenceCounter.SEEN, counter.observe(14));
        assertEquals(SequenceCounter.LATE, counter.observe(9), "from before it began: never seen here");
        assertEquals(0, counter.observe(16));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAgreeWithASetOfAllThatWasSeenWhenGapsAreFew(long seed) {
        Random random = new Random(seed);
        SequenceCounter counter = new SequenceCounter(1, 1);
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        int gaps = 0;
        for (int i = 0; i < 20_000; i++) {
            long sequence;
            if (random.nextInt(4) == 0 && highest > 0) {
                sequence = 1 + random.nextLong(highest);
            } else if (random.nextInt(500) == 0 && gaps < 12) {
                gaps++;
                sequence = highest + 2 + random.nextInt(4);
            } else {
                sequence = highest + 1;
            }
            long expected = sequence > highest
                    ? sequence - highest - 1
                    : seen.contains(sequence) ? SequenceCounter.SEEN : SequenceCounter.LATE;
            assertEquals(expected, counter.observe(sequence), "sequence=" + sequence + " seed=" + seed);
            seen.add(sequence);
            highest = Math.max(highest, sequence);
        }
    }

    @Test
    void shouldForgetTheOldestGapsFirst() {
        SequenceCounter counter = new SequenceCounter(1, 1);
        counter.observe(1);
        for (int i = 1; i <= 100; i++) {
            assertEquals(1, counter.observe(1 + 2L * i));
        }
        assertEquals(SequenceCounter.SEEN, counter.observe(2), "forgotten, so taken for seen");
        assertEquals(SequenceCounter.LATE, counter.observe(200));
    }
}
