package io.meridian.kernel.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PlacesTest {
    private final Places places = new Places();

    @Test
    void shouldHaveNoneWhenNoneWasAdded() {
        assertEquals(-1, places.next(0));
        places.remove(100_000);
        assertEquals(-1, places.next(100_000));
    }

    @Test
    void shouldGiveThemFromTheLowestOnAsASortedSetDoes() {
        TreeSet<Integer> expected = new TreeSet<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            int place = random.nextInt(random.nextBoolean() ? 200 : 10_000);
            if (random.nextBoolean()) {
                places.add(place);
                expected.add(place);
            } else {
                places.remove(place);
                expected.remove(place);
            }
            int from = random.nextInt(12_000);
            Integer next = expected.ceiling(from);
            assertEquals(next == null ? -1 : next, places.next(from));
        }
        places.clear();
        assertEquals(-1, places.next(0));
    }
}
