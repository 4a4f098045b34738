package io.meridian.plugin.contract.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the two sides of shared memory rest while nothing comes: shortly at first, up to the longest park that is given; once nothing has come for a whole second,
 * twice as long. A machine on which many plugins wait is so left to those that work; what comes first after such a silence waits a little longer.
 */
public final class RestingIdleStrategy implements IdleStrategy {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGER = 2;

    private final IdleStrategy shortly;
    private final long longNs;
    private boolean isIdle;
    private long idleSinceNs;

    /** @param longestParkNs before the silence has lasted a second; it parks from the shortest on for longer and longer up to that */
    public RestingIdleStrategy(long shortestParkNs, long longestParkNs) {
        shortly = new BackoffIdleStrategy(1, 1, Math.min(shortestParkNs, longestParkNs), longestParkNs);
        longNs = LONGER * longestParkNs;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        long nowNs = System.nanoTime();
        if (!isIdle) {
            isIdle = true;
            idleSinceNs = nowNs;
        }
        if (nowNs - idleSinceNs > SILENCE_NS) {
            LockSupport.parkNanos(longNs);
        } else {
            shortly.idle();
        }
    }

    @Override
    public void reset() {
        if (isIdle) {
            isIdle = false;
            shortly.reset();
        }
    }
}
