package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    @Test
    void shouldReturnWhenTheConditionComesTrue() {
        AtomicInteger looks = new AtomicInteger();
        Await.within(Duration.ofSeconds(10)).until("the third look", () -> looks.incrementAndGet() == 3);
        assertEquals(3, looks.get());
    }

    @Test
    void shouldSayWhatWasAwaitedAndWhatThereIsWhenTimeIsOver() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Await.within(SHORT).showing(() -> "2 messages").until("3 messages", () -> false));
        assertEquals("waited 30 ms, expected 3 messages; there is: 2 messages", error.getMessage());
    }

    @Test
    void shouldDoTheStepUntilTheConditionHolds() {
        AtomicInteger steps = new AtomicInteger();
        Await.within(Duration.ofSeconds(10)).doing(steps::incrementAndGet, "5 steps", () -> steps.get() == 5);
        assertEquals(5, steps.get());
    }

    @Test
    void shouldFailAtOnceWhenWhatMustAlwaysHoldDoesNot() {
        AtomicInteger looks = new AtomicInteger();
        assertThrows(
                AssertionError.class,
                () -> Await.within(Duration.ofSeconds(60)).always("few looks", () -> looks.incrementAndGet() < 3));
        assertEquals(3, looks.get());
    }

    @Test
    void shouldFailWhenInterrupted() {
        Thread.currentThread().interrupt();
        AssertionError error = assertThrows(
                AssertionError.class, () -> Await.within(Duration.ofSeconds(60)).until("never", () -> false));
        assertTrue(Thread.interrupted());
        assertTrue(error.getMessage().contains("interrupted while waiting for never"), error.getMessage());
    }
}
