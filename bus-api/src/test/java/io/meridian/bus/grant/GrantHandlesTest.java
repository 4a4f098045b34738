package io.meridian.bus.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.topic.TopicPattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantHandlesTest {
    private static final TopicPattern TOPIC = TopicPattern.of("platform.signal.x");

    private final GrantTable table = GrantTable.of(List.of(
            Grant.allow("g", Principal.pool(PoolType.SIGNAL), Action.PUBLISH, TopicPattern.of("platform.signal.**"))));
    private final GrantHandles handles = new GrantHandles(table, "momentum-1", "SIGNAL", 3);

    @Test
    void shouldGiveTheSameNumberForTheSameQuestionAndAnotherForAnother() {
        final int publish = handles.register(Action.PUBLISH, TOPIC);
        final int subscribe = handles.register(Action.SUBSCRIBE, TOPIC);
        assertEquals(publish, handles.register(Action.PUBLISH, TOPIC));
        assertNotEquals(publish, subscribe);
        assertTrue(handles.allowed(publish, 0));
        assertFalse(handles.allowed(subscribe, 0));
        assertEquals(2, handles.size());
        table.replace(List.of());
        assertFalse(handles.allowed(publish, 0));
    }

    @Test
    void shouldAllowNothingAndThrowNothingWhenTheNumberWasNeverGivenOut() {
        handles.register(Action.PUBLISH, TOPIC);
        for (final int number : new int[] {-1, 1, 2, 3, 1_000_000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertFalse(handles.allowed(number, 0), "number=" + number);
        }
    }

    @Test
    void shouldGiveOutNoMoreThanItMay() {
        for (int i = 0; i < 3; i++) {
            assertEquals(i, handles.register(Action.PUBLISH, TopicPattern.of("t" + i)));
        }
        assertEquals(GrantHandles.FULL, handles.register(Action.PUBLISH, TOPIC));
        assertEquals(1, handles.register(Action.PUBLISH, TopicPattern.of("t1")));
        assertFalse(handles.allowed(GrantHandles.FULL, 0));
        assertThrows(IllegalArgumentException.class, () -> new GrantHandles(table, "a", null, 0));
    }
}
