package io.meridian.platform.store;

import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.storage.MarketStore;
import io.meridian.storage.Retention;
import io.meridian.storage.RowBatch;
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
 * The thread that writes. The loop of the bus fills one batch while another is stored, and never waits: when all are on their way there is no spare
 * one, and what comes then waits in the bus.
 */
final class StoreWriter implements AutoCloseable {
    private static final int BATCHES = 3;
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
        for (int i = 0; i < BATCHES; i++) {
            spare.add(new RowBatch());
        }
    }

    /** A batch to fill; null when all are on their way. */
    RowBatch spare() {
        return spare.poll();
    }

    /** Stores it, and makes it a spare one. */
    void add(RowBatch batch) {
        figures.waiting.addAndGet(batch.size());
        thread.execute(() -> {
            int rows = batch.size();
            try {
                store.append(batch);
                figures.stored.addAndGet(rows);
                figures.batches.incrementAndGet();
            } catch (RuntimeException failed) {
                figures.failed.addAndGet(rows);
                complain(rows + " rows are lost, as the store did not take them: " + failed.getMessage());
            } finally {
                figures.waiting.addAndGet(-rows);
                batch.clear();
                spare.add(batch);
            }
        });
    }

    void define(List<InstrumentDefinition> instruments) {
        thread.execute(() -> {
            try {
                store.define(instruments);
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
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
