package io.meridian.platform.store;

import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.trading.TradingRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The thread that writes. The loop of the bus fills one batch while another is stored, and never waits: when too many rows are on their way there is no
 * spare one, and what comes then waits in the bus. While the store is away they are given to it again and again.
 */
final class StoreWriter implements AutoCloseable {
    private static final int BATCHES = 3;
    /** Some 50 MB. What a store needs to start anew must have room: a bus passes over who does not read. */
    private static final long MOST_WAITING = 200_000;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long END_S = 60;

    private final MarketStore store;
    private final StoreFigures figures;
    private final Consumer<String> log;
    private final EpochNanoClock clock;
    private final Complaints failures;
    private final Queue<RowBatch> spare = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-writer").daemon().factory());

    StoreWriter(MarketStore store, StoreFigures figures, EpochNanoClock clock, Consumer<String> log) {
        this.store = store;
        this.figures = figures;
        this.log = log;
        this.clock = clock;
        failures = new Complaints(log);
    }

    /** A batch to fill; null when too much is on its way. */
    RowBatch spare() {
        RowBatch free = spare.poll();
        return free != null || figures.waiting.get() >= MOST_WAITING ? free : new RowBatch();
    }

    /** Stores it, and makes it a spare one. */
    void add(RowBatch batch) {
        figures.waiting.addAndGet(batch.size());
        thread.execute(() -> {
            int rows = batch.size();
            try {
                untilTaken(() -> store.append(batch));
                figures.stored.addAndGet(rows);
                figures.batches.incrementAndGet();
            } catch (RuntimeException failed) {
                figures.failed.addAndGet(rows);
                complain(rows + " rows are lost, as the store did not take them: " + failed.getMessage());
            } finally {
                figures.waiting.addAndGet(-rows);
                if (spare.size() < BATCHES) {
                    batch.clear();
                    spare.add(batch);
                }
            }
        });
    }

    /**
     * Stores what was traded. @return for each row, once it is done with: null, or why the store will never take it; it fails when this ends before
     */
    CompletableFuture<List<String>> add(List<TradingRow> rows) {
        figures.waiting.addAndGet(rows.size());
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

    void retain(Retention retention, long nowNs) {
        thread.execute(() -> {
            try {
                long removed = retention.apply(store, nowNs);
                if (removed > 0) {
                    figures.removed.addAndGet(removed);
                    log.accept("removed " + removed + " rows that were too old or too many");
                }
            } catch (RuntimeException failed) {
                complain(failed.getMessage());
            }
        });
    }

    /** Does it again as long as the store is away. @throws StoreException when it did not take it, and will not, or this ends before */
    private void untilTaken(Runnable work) {
        long pauseMs = FIRST_PAUSE_MS;
        boolean wasAway = false;
        while (true) {
            try {
                work.run();
                if (wasAway) {
                    log.accept("the store takes rows again");
                }
                return;
            } catch (StoreAwayException | StoreInUseException away) {
                wasAway = true;
                figures.retried.incrementAndGet();
                complain("what comes waits, as the store does not take it: " + away.getMessage());
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

    /** Stores what waits, and ends. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_S, TimeUnit.SECONDS)) {
                log.accept("gave up " + figures.waiting + " rows, which were not stored within " + END_S + " s");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
