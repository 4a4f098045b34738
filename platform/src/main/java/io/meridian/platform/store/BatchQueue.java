package io.meridian.platform.store;

import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreException;
import io.meridian.storage.spool.Spool;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Batches on their way into the store, in the order in which they came. As long as the store takes them soon they are in memory alone. When it does not,
 * a thread of its own writes them to the spool, all that wait and all that come until there is none there any more, and gives their memory back. So
 * who reads the bus never waits, not for a disk either, and order never changes.
 *
 * <p>The loop of the bus puts in, the thread that writes takes out.
 */
final class BatchQueue implements AutoCloseable {
    private static final int SPARE = 3;
    /** Some 50 MB. What a store needs to start anew must have room: a bus passes over who does not read. */
    private static final long MOST_ROWS = 200_000;
    /** What waits longer, or is more, is written to the disk: until then a kill of the process loses it. */
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long SOON_ROWS = MOST_ROWS / 2;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** A disk that is full is tried again after a while. */
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int ALARM_PERCENT = 80;
    private static final long END_MS = 20_000;

    /** Null: there is none. */
    private final Spool spool;

    private final StoreFigures figures;
    private final EpochNanoClock clock;
    private final Consumer<String> log;
    private final Complaints full;
    private final Queue<RowBatch> spare = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    /** Those that the thread of the spool has not seen. */
    private final Queue<Waiting> unseen = new ConcurrentLinkedQueue<>();

    private final AtomicLong rowsInMemory = new AtomicLong();
    /** Batches that are in the spool. */
    private final AtomicInteger spooled = new AtomicInteger();

    private final RowBatch read = new RowBatch();
    private final int together;
    /** How many the batch that was given last is made of. */
    private int first;

    private final Thread thread;
    private volatile boolean closing;
    private boolean spooling;
    private boolean alarmed;
    private long refusedNs;

    /** One batch. What is in it changes under its lock. */
    private static final class Waiting {
        private final int rows;
        private final long sinceNs;
        /** Null: it is in the spool alone. */
        private RowBatch batch;

        private boolean inSpool;
        private boolean taken;
        private volatile boolean done;

        private Waiting(RowBatch batch, int rows, long sinceNs) {
            this.batch = batch;
            this.rows = rows;
            this.sinceNs = sinceNs;
        }
    }

    /** @param together so many rows of the spool are stored as one batch */
    BatchQueue(Spool spool, int together, StoreFigures figures, EpochNanoClock clock, Consumer<String> log) {
        this.spool = spool;
        this.together = together;
        this.figures = figures;
        this.clock = clock;
        this.log = log;
        full = new Complaints(log);
        if (spool == null) {
            thread = null;
            return;
        }
        for (int i = 0; i < spool.size(); i++) {
            Waiting left = new Waiting(null, 0, clock.nanoTime());
            left.inSpool = true;
            waiting.add(left);
        }
        spooled.set(spool.size());
        if (spool.size() > 0) {
            spooling = true;
            log.accept("the spool has batches=" + spool.size() + " of an earlier run; they are stored first");
        }
        figures.spoolBytes.set(spool.bytes());
        thread = Thread.ofPlatform().name("store-spool").daemon().start(this::run);
    }

    /** A batch to fill; null when there is no room for more. */
    RowBatch spare() {
        if (rowsInMemory.get() >= MOST_ROWS) {
            return null;
        }
        RowBatch free = spare.poll();
        return free == null ? new RowBatch() : free;
    }

    void put(RowBatch batch) {
        figures.waits(batch.size());
        rowsInMemory.addAndGet(batch.size());
        Waiting entry = new Waiting(batch, batch.size(), clock.nanoTime());
        waiting.add(entry);
        if (spool != null) {
            unseen.add(entry);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * The first one, to be stored; of those that are in the spool alone several as one, as each costs the store a commit. It stays until it is
     * {@linkplain #remove removed}.
     *
     * @throws StoreException when it cannot be read any more
     */
    RowBatch first() {
        first = 1;
        Waiting entry = waiting.element();
        synchronized (entry) {
            entry.taken = true;
            if (entry.batch != null) {
                return entry.batch;
            }
        }
        read.clear();
        spool.read(0, read);
        for (Waiting next : waiting) {
            if (next == entry) {
                continue;
            }
            synchronized (next) {
                if (read.size() >= together || next.batch != null || !next.inSpool) {
                    break;
                }
                next.taken = true;
            }
            try {
                spool.read(first, read);
            } catch (StoreException unreadable) {
                // It is told when it is the first.
                break;
            }
            first++;
        }
        return read;
    }

    /** It is done with. */
    void remove() {
        for (; first > 0; first--) {
            removeOne();
        }
    }

    private void removeOne() {
        Waiting entry = waiting.remove();
        synchronized (entry) {
            entry.done = true;
            figures.waiting.addAndGet(-entry.rows);
            if (entry.batch != null) {
                forget(entry);
            }
            if (!entry.inSpool) {
                return;
            }
        }
        try {
            spool.remove();
        } catch (UncheckedIOException failed) {
            log.accept("a file of the spool is left: " + failed.getMessage());
        }
        figures.spoolBytes.set(spool.bytes());
        spooled.decrementAndGet();
    }

    /** Gives its memory back. Under its lock. */
    private void forget(Waiting entry) {
        rowsInMemory.addAndGet(-entry.rows);
        if (spare.size() < SPARE) {
            entry.batch.clear();
            spare.add(entry.batch);
        }
        entry.batch = null;
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(LOOK_NS);
            try {
                look();
            } catch (RuntimeException failed) {
                full.say("the spool does not work: " + failed, clock.nanoTime());
            }
        }
    }

    private void look() {
        while (unseen.peek() != null && unseen.peek().done) {
            unseen.remove();
        }
        long nowNs = clock.nanoTime();
        if (spooling && spooled.get() == 0) {
            spooling = false;
            alarmed = false;
            log.accept("the spool is empty: all that was in it is stored");
        }
        if (!spooling && isLate(unseen.peek(), nowNs)) {
            spooling = true;
            log.accept("ALARM: the store does not take what comes soon enough: it is kept in the spool, at most bytes="
                    + spool.maxBytes() + ", until it does");
        }
        if (spooling && (refusedNs == 0 || nowNs - refusedNs >= AGAIN_NS)) {
            writeAll();
        }
    }

    private boolean isLate(Waiting oldest, long nowNs) {
        return oldest != null && (nowNs - oldest.sinceNs > SOON_NS || rowsInMemory.get() > SOON_ROWS);
    }

    private void writeAll() {
        List<Waiting> written = new ArrayList<>();
        refusedNs = 0;
        try {
            for (Waiting entry = unseen.peek(); entry != null && write(entry); entry = unseen.peek()) {
                unseen.remove();
                written.add(entry);
            }
        } catch (UncheckedIOException failed) {
            refuse("the disk does not take it: " + failed.getMessage());
        }
        free(written);
        figures.spoolBytes.set(spool.bytes());
    }

    /** Gives the memory of what is in the spool back, once it is forced to the disk: until then memory has the better copy. */
    private void free(List<Waiting> written) {
        if (written.isEmpty()) {
            return;
        }
        try {
            spool.force();
        } catch (UncheckedIOException failed) {
            refuse("the disk does not take it: " + failed.getMessage());
            return;
        }
        for (Waiting entry : written) {
            synchronized (entry) {
                if (!entry.taken && entry.batch != null) {
                    forget(entry);
                }
            }
        }
    }

    /** @return false: there is no room for it */
    private boolean write(Waiting entry) {
        synchronized (entry) {
            if (entry.done) {
                return true;
            }
            if (!spool.add(entry.batch)) {
                refuse("bytes=" + spool.bytes() + " of " + spool.maxBytes());
                return false;
            }
            entry.inSpool = true;
            spooled.incrementAndGet();
        }
        if (!alarmed && spool.bytes() * 100 > spool.maxBytes() * ALARM_PERCENT) {
            alarmed = true;
            log.accept("ALARM: more than " + ALARM_PERCENT + " % of the spool is full, bytes=" + spool.bytes()
                    + ". Let the store take rows again, or give the spool more room (setting storage.spool.size)");
        }
        return true;
    }

    private void refuse(String why) {
        refusedNs = clock.nanoTime();
        full.say(
                "ALARM: the spool is full, " + why + ". What comes is lost when memory is full, too: 'lost=' counts it."
                        + " Let the store take rows again, or make room",
                refusedNs);
    }

    /** After the last one was put in and the thread that writes has ended: what is left goes to the spool. @return how many rows are lost */
    @Override
    public void close() {
        if (spool == null) {
            return;
        }
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            writeAll();
        }
        long lost = unseen.stream()
                .filter(entry -> !entry.done && !entry.inSpool)
                .mapToLong(entry -> entry.rows)
                .sum();
        if (lost > 0) {
            log.accept("gave up rows=" + lost + ", which were not stored and for which the spool has no room");
        }
        if (spool.size() > 0) {
            log.accept("the spool keeps batches=" + spool.size() + " for the next run");
        }
        spool.close();
    }
}
