package io.meridian.platform.store;

import java.util.concurrent.atomic.AtomicLong;

/** What the service has done since it started. Written by its threads, read by any. */
final class StoreFigures {
    final AtomicLong stored = new AtomicLong();
    /** Messages of trading that the store has; more than its rows where some were told again. */
    final AtomicLong traded = new AtomicLong();

    final AtomicLong batches = new AtomicLong();
    final AtomicLong instruments = new AtomicLong();
    /** Messages that are no market data, or say what cannot be. */
    final AtomicLong refused = new AtomicLong();
    /** Rows that the store did not take. */
    final AtomicLong failed = new AtomicLong();
    /** How often something was given to the store again, as it was away. */
    final AtomicLong retried = new AtomicLong();
    /** Messages that the store had from the run before. */
    final AtomicLong repeated = new AtomicLong();

    final AtomicLong replayed = new AtomicLong();
    /** Messages that did not come, judged by the sequences of those that did. */
    final AtomicLong lost = new AtomicLong();

    final AtomicLong removed = new AtomicLong();
    /** Hours of trades. */
    final AtomicLong summedUp = new AtomicLong();

    final AtomicLong waiting = new AtomicLong();
    /** What the spool takes of the disk. */
    final AtomicLong spoolBytes = new AtomicLong();

    /** Whether the last thing that was given to the store is given again, as it was away. */
    volatile boolean away;
    /** When something was stored last, or began to wait where nothing did; by the clock of the process. */
    volatile long movedNs = System.nanoTime();

    /** How long what waits has not moved; 0 when nothing waits. */
    double lagSeconds() {
        return waiting.get() == 0 ? 0 : Math.max(0, System.nanoTime() - movedNs) / 1e9;
    }

    /** Something begins to wait. */
    void waits(int rows) {
        if (waiting.getAndAdd(rows) == 0) {
            movedNs = System.nanoTime();
        }
    }

    /** For the log. */
    @Override
    public String toString() {
        return "stored=" + stored + " traded=" + traded + " batches=" + batches + " instruments=" + instruments
                + " refused=" + refused
                + " failed=" + failed + " retried=" + retried + " repeated=" + repeated + " replayed=" + replayed
                + " lost=" + lost
                + " removed=" + removed + " summed-up=" + summedUp + " waiting="
                + waiting + " spool=" + spoolBytes;
    }
}
