package io.meridian.sdk;

import java.time.Instant;

/**
 * The time of a plugin. In tests and backtests it is virtual, so a plugin asks this and no other clock.
 *
 * <p>While a handler runs it stands still, at the time when the handler began: the same inputs at the same times then give the same
 * outputs. Who wants to know how long something took asks {@link System#nanoTime}, and decides nothing by it.
 */
@FunctionalInterface
public interface Clock {
    /** Epoch nanoseconds. */
    long nanoTime();

    /** The same as an instant; allocates. */
    default Instant now() {
        long nowNs = nanoTime();
        return Instant.ofEpochSecond(nowNs / 1_000_000_000L, nowNs % 1_000_000_000L);
    }
}
