package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyIndexTest {
    private static final int WORDS = 3;

    private final Slab slab = new Slab(1 + WORDS, 4);
    private final KeyIndex index = new KeyIndex(slab, 1, WORDS, 4);
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[WORDS * 8]);

    private int find(List<Long> key) {
        for (int i = 0; i < WORDS; i++) {
            text.putLong(i * 8, key.get(i), LITTLE_ENDIAN);
        }
        int found = index.find(text, 0, WORDS * 8);
        assertEquals(found, index.find(key.get(0), key.get(1), key.get(2)));
        if (key.get(2) == 0) {
            // A shorter text stands for the same key.
            assertEquals(found, index.find(text, 0, 16));
        }
        return found;
    }

    private int add(List<Long> key) {
        int slot = slab.allocate();
        for (int i = 0; i < WORDS; i++) {
            slab.set(slot, 1 + i, key.get(i));
        }
        index.add(slot);
        return slot;
    }

    /** Few different words make keys alike, and many records go and come, so that searches pass over others and over gaps. */
    @ParameterizedTest
    @ValueSource(ints = {4, 12, 40})
    void shouldFindWhatAMapFindsWhenRecordsComeAndGo(int values) {
        Random random = new Random(values);
        Map<List<Long>, Integer> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            List<Long> key = List.of(
                    (long) random.nextInt(values), (long) random.nextInt(values) << 56, (long) random.nextInt(values));
            Integer slot = expected.get(key);
            assertEquals(slot == null ? KeyIndex.NOT_FOUND : slot, find(key));
            if (slot == null) {
                expected.put(key, add(key));
            } else if (random.nextInt(3) > 0) {
                expected.remove(key);
                index.remove(slot);
                slab.free(slot);
            }
        }
        index.rebuild();
        expected.forEach((key, slot) -> assertEquals(slot, find(key)));
    }

    /** Busted fills keep their numbers and have no place, so numbers can be far beyond what the index counts. */
    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 1_000, 70_000})
    void shouldFindFewRecordsWhenTheirNumbersAreHigh(int unindexed) {
        for (int i = 0; i < unindexed; i++) {
            slab.allocate();
        }
        int first = add(List.of(1L, 2L, 3L));
        int second = add(List.of(1L, 2L, 4L));
        assertEquals(unindexed, first);
        assertEquals(first, find(List.of(1L, 2L, 3L)));
        assertEquals(second, find(List.of(1L, 2L, 4L)));
        index.remove(first);
        assertEquals(KeyIndex.NOT_FOUND, find(List.of(1L, 2L, 3L)));
        assertEquals(second, find(List.of(1L, 2L, 4L)));
        assertThrows(IllegalStateException.class, () -> index.remove(first));
    }
}
