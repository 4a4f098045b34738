package io.meridian.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * An idle strategy that holds a loop until it is told to run, and notes when it ran out of work. So one thread works at a
 * time, and what is measured is that thread's work and nothing of what the machine does with two.
 */
final class Stepped implements IdleStrategy {
    /** A loop has run out of work when it found none so many times in a row. */
    private static final int IDLE_TURNS = 3;

    private volatile boolean stepping;
    private volatile boolean held;
    private volatile boolean go;
    private Thread loop;
    private int idleTurns;
    private long beganNs;
    private long endedNs;

    /** From now on the loop runs only when told; until then it runs as any. */
    void hold() {
        stepping = true;
        while (!held) {
            LockSupport.parkNanos(10_000);
        }
    }

    /** Lets it go on as any. */
    void free() {
        stepping = false;
        LockSupport.unpark(loop);
    }

    /** Lets the loop run until it has nothing left to do; returns how many nanoseconds that took on its thread. */
    long run() {
        held = false;
        go = true;
        LockSupport.unpark(loop);
        while (!held) {
            Thread.onSpinWait();
        }
        return endedNs - beganNs;
    }

    /** The thread of the loop, once it was held. */
    Thread thread() {
        return loop;
    }

    @Override
    public void idle(int workCount) {
        if (!stepping) {
            held = false;
            if (workCount == 0) {
                LockSupport.parkNanos(20_000);
            }
            return;
        }
        if (workCount > 0) {
            idleTurns = 0;
            endedNs = System.nanoTime();
            return;
        }
        if (++idleTurns < IDLE_TURNS && go) {
            return;
        }
        loop = Thread.currentThread();
        go = false;
        held = true;
        while (stepping && !go) {
            LockSupport.parkNanos(1_000_000);
        }
        idleTurns = 0;
        beganNs = System.nanoTime();
        endedNs = beganNs;
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {}
}
