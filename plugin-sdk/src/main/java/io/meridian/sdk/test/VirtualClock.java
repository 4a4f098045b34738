package io.meridian.sdk.test;

import org.agrona.concurrent.EpochNanoClock;

/** A time of day that moves only when told. */
public final class VirtualClock implements EpochNanoClock {
    /** A Monday, 14:30 UTC: 2026-01-05. */
    public static final long DEFAULT_NS = 1_767_623_400_000_000_000L;

    // Unrelated to the time of day, so that who mixes them up is found out.
    private static final long MONOTONIC_OFFSET_NS = 77_777_000_000_000L - DEFAULT_NS;

    private long nowNs = DEFAULT_NS;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    /** The same clock as one without a date. */
    public long monotonicNs() {
        return nowNs + MONOTONIC_OFFSET_NS;
    }

    /** @throws IllegalArgumentException when it would go back */
    public void set(long epochNs) {
        if (epochNs < nowNs) {
            throw new IllegalArgumentException(
                    "epochNs=" + epochNs + " lies before now=" + nowNs + ": time does not go back");
        }
        nowNs = epochNs;
    }
}
