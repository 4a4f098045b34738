package io.meridian.platform.store;

import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.spool.Spool;
import io.meridian.storage.trading.TradingRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The thread that writes. The loop of the bus fills one batch while another is stored, and never waits: a {@link BatchQueue} has what is on its way, in
 * memory and then on the disk, and when that is full what comes waits in the bus. While the store is away it is given the first again and again.
 */
final class StoreWriter implements AutoCloseable {
    /** Longer than it takes from one look at what is old to the next: an hour that goes bit by bit is not summed up each time. */
    private static final Duration QUIET = Duration.ofMinutes(2);

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long END_S = 60;
    /** With a spool what is left is not lost. */
    private static final long END_SPOOLED_S = 5;

    private final MarketStore store;
    private final StoreFigures figures;
    private final Consumer<String> log;
    private final EpochNanoClock clock;
    private final Complaints failures;
    private final AtomicBoolean retaining = new AtomicBoolean();
    private final AtomicBoolean storing = new AtomicBoolean();
    private final BatchQueue batches;
    private final boolean spools;
    private volatile boolean ending;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-writer").daemon().factory());

    /**
     * @param spool for what the store cannot take; null: there is none
     * @param together so many rows of it are stored as one batch
     */
    StoreWriter(
            MarketStore store,
            Spool spool,
            int together,
            StoreFigures figures,
            EpochNanoClock clock,
            Consumer<String> log) {
        this.store = store;
        this.figures = figures;
        this.log = log;
        this.clock = clock;
        failures = new Complaints(log);
        spools = spool != null;
        batches = new BatchQueue(spool, together, figures, clock, log);
        storeSoon();
    }

    /** A batch to fill; null when too much is on its way. */
    RowBatch spare() {
        return batches.spare();
    }

    /** Stores it, and makes it a spare one. */
    void add(RowBatch batch) {
        batches.put(batch);
        storeSoon();
    }

    /** One batch at a time, so that what was traded, and questions, have not all that waits before them. */
    private void storeSoon() {
        if (!batches.isEmpty() && storing.compareAndSet(false, true)) {
            thread.execute(this::storeNext);
        }
    }

    private void storeNext() {
        storeFirst();
        // At the end this thread takes no more tasks, and what waits is still to be stored.
        while (thread.isShutdown() && !ending && !batches.isEmpty()) {
            storeFirst();
        }
        storing.set(false);
        if (!ending) {
            try {
                storeSoon();
            } catch (RejectedExecutionException ended) {
                storeNext();
            }
        }
    }

    private void storeFirst() {
        if (ending || batches.isEmpty()) {
            return;
        }
        int rows = 0;
        try {
            RowBatch batch = batches.first();
            rows = batch.size();
            untilTaken(() -> store.append(batch));
            figures.stored.addAndGet(rows);
            figures.batches.incrementAndGet();
        } catch (StoreAwayException | StoreInUseException ended) {
            // It stays, and what is behind it stays behind it.
            return;
        } catch (RuntimeException failed) {
            figures.failed.addAndGet(rows);
            complain(rows + " rows are lost, as the store did not take them: " + failed.getMessage());
        }
        batches.remove();
    }

    /**
     * Stores what was traded. @return for each row, once it is done with: null, or why the store will never take it; it fails when this ends before
     */
    CompletableFuture<List<String>> add(List<TradingRow> rows) {
        figures.waits(rows.size());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return addAll(rows);
                    } finally {
                        figures.waiting.addAndGet(-rows.size());
                    }
                },
                thread);
    }

    private List<String> addAll(List<TradingRow> rows) {
        try {
            untilTaken(() -> store.trading().append(rows));
            figures.traded.addAndGet(rows.size());
            return Collections.nCopies(rows.size(), null);
        } catch (StoreAwayException | StoreInUseException ended) {
            throw ended;
        } catch (StoreException failed) {
            if (rows.size() > 1) {
                // One of them may be the reason: the others must not suffer for it.
                List<String> reasons = new ArrayList<>();
                rows.forEach(row -> reasons.add(addAll(List.of(row)).getFirst()));
                return reasons;
            }
            figures.failed.incrementAndGet();
            complain("a row of " + rows.getFirst().table().label() + " goes to the dead letters: "
                    + failed.getMessage());
            return List.of(failed.getMessage());
        }
    }

    void define(List<InstrumentDefinition> instruments) {
        thread.execute(() -> {
            try {
                untilTaken(() -> store.define(instruments));
                figures.instruments.addAndGet(instruments.size());
            } catch (RuntimeException failed) {
                complain("instruments=" + instruments.size() + " are not stored: " + failed.getMessage());
            }
        });
    }

    /** Unless that is still to be done: a store that is slow must not have ever more of it before it. */
    void retain(Retention retention, long nowNs) {
        if (retaining.getAndSet(true)) {
            return;
        }
        thread.execute(() -> {
            retaining.set(false);
            try {
                long removed = retention.apply(store, nowNs);
                if (removed > 0) {
                    figures.removed.addAndGet(removed);
                    log.accept("removed " + removed + " rows that were too old or too many");
                }
                sumUp();
            } catch (RuntimeException failed) {
                complain(failed.getMessage());
            }
        });
    }

    /** A piece at a time, as long as nothing waits for this thread. */
    private void sumUp() {
        while (!ending && batches.isEmpty() && figures.waiting.get() == 0 && store.rollUp(QUIET)) {
            figures.summedUp.incrementAndGet();
        }
    }

    /** Does it again as long as the store is away. @throws StoreException when it did not take it, and will not, or this ends before */
    private void untilTaken(Runnable work) {
        long pauseMs = FIRST_PAUSE_MS;
        boolean wasAway = false;
        while (true) {
            try {
                work.run();
                figures.away = false;
                figures.movedNs = System.nanoTime();
                if (wasAway) {
                    log.accept("the store takes rows again");
                }
                return;
            } catch (StoreAwayException | StoreInUseException away) {
                wasAway = true;
                figures.away = true;
                figures.retried.incrementAndGet();
                complain("what comes waits, as the store does not take it: " + away.getMessage());
                if (ending) {
                    throw away;
                }
                try {
                    Thread.sleep(pauseMs);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                    throw away;
                }
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        }
    }

    /** Writing that was asked for, again and again while the store is away. */
    CompletableFuture<Void> untilDone(Consumer<MarketStore> work) {
        return CompletableFuture.runAsync(() -> untilTaken(() -> work.accept(store)), thread);
    }

    /** Other work that only this thread may do. */
    <T> CompletableFuture<T> on(Function<MarketStore, T> work) {
        return CompletableFuture.supplyAsync(() -> work.apply(store), thread);
    }

    private void complain(String what) {
        failures.say(what, clock.nanoTime());
    }

    /** Stores what waits, and ends. What cannot be stored soon goes to the spool. */
    @Override
    public void close() {
        try (batches) {
            thread.shutdown();
            long mostS = spools ? END_SPOOLED_S : END_S;
            if (thread.awaitTermination(mostS, TimeUnit.SECONDS)) {
                return;
            }
            ending = true;
            if (!spools) {
                log.accept("gave up " + figures.waiting + " rows, which were not stored within " + mostS + " s");
            }
            // What is being stored must not be interrupted for nothing: it may be done in a moment.
            if (!thread.awaitTermination(END_SPOOLED_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                thread.awaitTermination(END_SPOOLED_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
