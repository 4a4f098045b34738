package io.meridian.platform.store;

import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.MarketRow;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoredSeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Files into the store. They are read twice: first all of them are looked at, so that a row that cannot be read, or is there already, stops it before
 * anything is stored; then they are stored, batch by batch.
 */
final class FileImport {
    private static final int BATCH = 20_000;
    private static final long SAY_NS = TimeUnit.SECONDS.toNanos(2);

    private final ImportOrder order;
    private final Supplier<List<StoredSeries>> stored;
    private final Consumer<RowBatch> append;
    private final Consumer<List<InstrumentDefinition>> define;
    private final Consumer<String> progress;
    private long saidNs = System.nanoTime();

    /** What came of it. @param firstSkipped what was wrong with rows that were left out, one of each file */
    record Done(long rows, int instruments, long skipped, List<String> firstSkipped) {
        List<List<String>> encode() {
            return List.of(
                    List.of(Long.toString(rows), Integer.toString(instruments), Long.toString(skipped)),
                    firstSkipped.isEmpty() ? List.of("") : firstSkipped);
        }

        static Done decode(List<List<String>> lines) {
            List<String> figures = lines.getFirst();
            List<String> skipped = lines.getLast();
            return new Done(
                    Long.parseLong(figures.get(0)),
                    Integer.parseInt(figures.get(1)),
                    Long.parseLong(figures.get(2)),
                    skipped.equals(List.of("")) ? List.of() : skipped);
        }
    }

    FileImport(
            ImportOrder order,
            Supplier<List<StoredSeries>> stored,
            Consumer<RowBatch> append,
            Consumer<List<InstrumentDefinition>> define,
            Consumer<String> progress) {
        this.order = order;
        this.stored = stored;
        this.append = append;
        this.define = define;
        this.progress = progress;
    }

    /** @throws StoreException when nothing was stored, and why */
    Done run() {
        try {
            long rows = look();
            return store(rows);
        } catch (MarketDataException | IllegalArgumentException wrong) {
            throw new StoreException("Nothing was imported. " + wrong.getMessage());
        }
    }

    private MarketCursor open() {
        return MarketFiles.open(order.location(), Selection.all(), order.options());
    }

    private long look() {
        Map<List<String>, List<StoredSeries>> known = stored.get().stream()
                .collect(Collectors.groupingBy(
                        series -> List.of(series.kind().name(), series.venue(), series.symbol())));
        long rows = 0;
        try (MarketCursor cursor = open()) {
            while (cursor.next()) {
                rows++;
                if ((rows & 0xFFFF) == 0) {
                    say("looked at", rows, 0);
                }
                if (!known.isEmpty() && !order.force()) {
                    requireNew(cursor.row(), known);
                }
            }
        }
        if (rows == 0) {
            throw new StoreException("There is no row in " + order.location() + ".");
        }
        return rows;
    }

    /** What lies outside of all that is there is surely new. */
    private static void requireNew(MarketRow row, Map<List<String>, List<StoredSeries>> known) {
        for (StoredSeries series :
                known.getOrDefault(List.of(row.kind().name(), row.venue(), row.symbol()), List.of())) {
            if (row.timeNs() >= series.firstNs() && row.timeNs() <= series.lastNs()) {
                throw new StoreException("Nothing was imported. The store has " + row.venue() + "." + row.symbol()
                        + " of this kind from " + time(series.firstNs()) + " to " + time(series.lastNs())
                        + ", and the row of "
                        + time(row.timeNs()) + " may be among that. Import only earlier or later data, or say --force:"
                        + " rows that are there are then there twice.");
            }
        }
    }

    private static Instant time(long ns) {
        return Instant.ofEpochSecond(0, ns);
    }

    private Done store(long all) {
        RowBatch batch = new RowBatch();
        long rows = 0;
        try (MarketCursor cursor = open()) {
            if (!cursor.instruments().isEmpty()) {
                define.accept(cursor.instruments());
            }
            while (cursor.next()) {
                MarketRow row = cursor.row();
                batch.next(row.kind()).set(row);
                batch.accept(row.kind(), 0, RowBatch.IMPORTED);
                rows++;
                if (batch.size() == BATCH) {
                    append.accept(batch);
                    batch.clear();
                    say("stored", rows, all);
                }
            }
            if (batch.size() > 0) {
                append.accept(batch);
            }
            return new Done(rows, cursor.instruments().size(), cursor.skipped(), cursor.firstSkipped());
        }
    }

    private void say(String done, long rows, long of) {
        long nowNs = System.nanoTime();
        if (nowNs - saidNs > SAY_NS) {
            saidNs = nowNs;
            progress.accept(done + " " + rows + (of == 0 ? "" : " of " + of) + " rows of " + order.location());
        }
    }
}
