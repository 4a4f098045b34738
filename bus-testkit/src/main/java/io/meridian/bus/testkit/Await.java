package io.meridian.bus.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for a condition and no longer than that. When it does not come true in time, the failure says what was awaited
 * and what was there instead.
 */
public final class Await {
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final Duration patience;
    private final Supplier<?> state;

    private Await(Duration patience, Supplier<?> state) {
        this.patience = patience;
        this.state = state;
    }

    /** Gives up after {@code patience}. */
    public static Await within(Duration patience) {
        return new Await(patience, () -> null);
    }

    /** Quotes {@code now} in the failure, so its reader sees how far things got. */
    public Await showing(Supplier<?> now) {
        return new Await(patience, now);
    }

    /**
     * Returns as soon as {@code condition} holds.
     *
     * @param what completes the sentence "expected …"
     */
    public void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw late(what);
            }
            pause(what);
        }
    }

    /** As {@link #until}, but {@code step} moves things along between two looks and this thread never pauses after work. */
    public void doing(Step step, String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw late(what);
            }
            if (step.work() == 0) {
                pause(what);
            }
        }
    }

    /**
     * Watches that {@code condition} holds all of the time given. The time is how long a mistake has to show itself, so
     * keep it short.
     */
    public void always(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        do {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("expected all the time " + what + describe());
            }
            pause(what);
        } while (System.nanoTime() - start < patience.toNanos());
    }

    /** Some work of the test's own. */
    @FunctionalInterface
    public interface Step {
        /** Does a little and says how much; 0 for nothing. */
        int work();
    }

    private AssertionError late(String what) {
        return new AssertionError("waited " + patience.toMillis() + " ms, expected " + what + describe());
    }

    private String describe() {
        Object now = state.get();
        return now == null ? "" : "; there is: " + now;
    }

    private static void pause(String what) {
        LockSupport.parkNanos(PAUSE_NS);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while waiting for " + what);
        }
    }
}
