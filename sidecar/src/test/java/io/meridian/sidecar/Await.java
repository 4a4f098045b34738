package io.meridian.sidecar;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
final class Await {
    private static final long PATIENCE_NS = 10_000_000_000L;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
