package io.meridian.plugin.contract.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long LONGEST_LOOK = 300;

    private final Silence silence = new Silence(LONGEST_LOOK, 1000);

    @Test
    void shouldCountFromTheLastSign() {
        assertEquals(0, silence.look(7, 1100));
        assertEquals(100, silence.look(7, 1200));
        assertEquals(400, silence.look(7, 1500));
        assertEquals(0, silence.look(8, 1600));
        assertEquals(300, silence.look(8, 1900));
    }

    @Test
    void shouldHoldNothingAgainstTheOtherWhileItDidNotLookItself() {
        assertEquals(0, silence.look(7, 1100));
        assertEquals(0, silence.look(7, 9000));
        assertEquals(300, silence.look(7, 9300));
        assertEquals(600, silence.look(7, 9600));
    }

    @Test
    void shouldTakeTheStartForASign() {
        assertEquals(200, silence.look(0, 1200));
    }
}
