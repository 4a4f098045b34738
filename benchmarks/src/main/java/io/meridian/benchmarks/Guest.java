package io.meridian.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/** An idle strategy that never sleeps while it has a guest, and lets that do a part of its work after each turn of the loop. */
final class Guest implements IdleStrategy {
    /** Work in small steps. */
    interface Part {
        /** A step; true when all is done. */
        boolean step();

        /** The same in one step, so that the loop rests meanwhile. */
        default Part alone() {
            return () -> {
                while (!step()) {
                    Thread.onSpinWait();
                }
                return true;
            };
        }
    }

    private volatile Part part;

    /** Takes the guest in. */
    void let(Part guest) {
        part = guest;
    }

    /** Waits until the guest is done. */
    void await(long deadlineNs) {
        while (part != null) {
            if (System.nanoTime() - deadlineNs > 0) {
                part = null;
                throw new IllegalStateException("not all messages arrived in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void idle(int workCount) {
        Part guest = part;
        if (guest == null) {
            if (workCount == 0) {
                LockSupport.parkNanos(20_000);
            }
        } else if (guest.step()) {
            part = null;
        }
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {}
}
