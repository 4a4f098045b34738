package io.meridian.sdk.runtime;

import io.meridian.sdk.Clock;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A plugin's time: that of the input it handles. It is looked at once for each input, when it is first asked for, stays the same
 * until the handler returns, and never goes back; so the same inputs with the same times give the same outputs. Between
 * inputs it goes on.
 */
final class EventClock implements Clock {
    private final EpochNanoClock clock;
    private long nowNs = Long.MIN_VALUE;
    private boolean fixed;
    private boolean handling;

    EventClock(EpochNanoClock clock) {
        this.clock = clock;
    }

    /** An input is to be handled now. */
    void begin() {
        handling = true;
        fixed = false;
    }

    /** An input is to be handled whose time is known: one that {@link #look} gave. */
    void beginAt(long timeNs) {
        handling = true;
        fixed = true;
        nowNs = timeNs;
    }

    /** The input was handled. */
    void end() {
        handling = false;
    }

    /** The time now, whatever is being handled. */
    long look() {
        nowNs = Math.max(nowNs, clock.nanoTime());
        return nowNs;
    }

    @Override
    public long nanoTime() {
        if (handling && fixed) {
            return nowNs;
        }
        fixed = true;
        return look();
    }
}
