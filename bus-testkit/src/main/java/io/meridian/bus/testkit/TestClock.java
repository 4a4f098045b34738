package io.meridian.bus.testkit;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;

/** A clock that stands still until the test moves it. Safe for several threads. */
public final class TestClock implements EpochNanoClock {
    private final AtomicLong epochNs;

    /** Begins at {@code epochNs}. */
    public TestClock(long epochNs) {
        this.epochNs = new AtomicLong(epochNs);
    }

    @Override
    public long nanoTime() {
        return epochNs.get();
    }

    /** Jumps, also backwards. */
    public void set(long toEpochNs) {
        epochNs.set(toEpochNs);
    }

    /** Moves on and tells the new time. */
    public long advance(long byNs) {
        return epochNs.addAndGet(byNs);
    }
}
