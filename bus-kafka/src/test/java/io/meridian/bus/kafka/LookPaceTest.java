package io.meridian.bus.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LookPaceTest {
    private static final long LONGEST_NS = 4_000_000;

    private final LookPace pace = new LookPace(LONGEST_NS, 0);

    private void assertRestsUntil(long dueNs, long fromNs) {
        assertFalse(pace.isDue(fromNs));
        assertFalse(pace.isDue(dueNs - 1));
        assertTrue(pace.isDue(dueNs));
    }

    @Test
    void shouldLookAtOnceWhenNew() {
        assertTrue(pace.isDue(0));
    }

    @Test
    void shouldRestForWhatAFruitlessLookCostInABusyStream() {
        pace.found(1_000_000);
        pace.foundNothing(1_000_000, 1_010_000);
        assertRestsUntil(1_090_000, 1_010_000);
    }

    @Test
    void shouldRestLongerTheLongerNothingCame() {
        pace.found(0);
        pace.foundNothing(15_990_000, 16_000_000);
        assertRestsUntil(17_000_000, 16_000_000);
    }

    @Test
    void shouldNeverRestLongerThanTheLimit() {
        pace.foundNothing(0, 10_000_000_000L);
        assertRestsUntil(10_000_000_000L + LONGEST_NS, 10_000_000_000L);
    }

    @Test
    void shouldNotRestAfterALookThatFoundSomething() {
        pace.found(5_000_000_000L);
        assertTrue(pace.isDue(5_000_000_000L));
    }

    @Test
    void shouldNotRestAtAllWithALimitOfZero() {
        LookPace restless = new LookPace(0, 0);
        restless.foundNothing(0, 1_000_000);
        assertTrue(restless.isDue(1_000_000));
    }
}
