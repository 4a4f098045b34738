package io.meridian.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine under {@link MarketStore} must do. The test of an engine extends it. */
public abstract class MarketStoreConformance {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 1_769_783_400L * SECOND;
    private static final Decimal ONE = Decimal.of(1);

    @TempDir
    protected Path folder;

    private final Rows rows = new Rows();
    private final RowBatch batch = new RowBatch();
    private long sequence;
    private MarketStore store;

    /** Opens the store of this test, the same one each time. */
    protected abstract MarketStore open();

    @BeforeEach
    protected final void openStore() {
        store = open();
    }

    @AfterEach
    protected final void closeStore() {
        store.close();
    }

    private void append() {
        store.append(batch);
        batch.clear();
    }

    private void appendQuotes(long fromNs, int count, String symbol) {
        for (int i = 0; i < count; i++) {
            rows.quote(batch, fromNs + i, symbol, Decimal.of(100 + i), null);
        }
        append();
    }

    private List<String> read(Selection selection) {
        Path to = folder.resolve("export");
        StoreExport.write(store, selection, to, true);
        List<String> texts = new ArrayList<>();
        try (MarketCursor cursor = MarketFiles.open(to.toString(), Selection.all(), FileOptions.defaults())) {
            while (cursor.next()) {
                texts.add(cursor.row().toString());
            }
        }
        return texts;
    }

    @Test
    void shouldTellWhatItHasWhenRowsOfAllKindsCame() {
        rows.quote(batch, BEGIN + 5, "MSFT", Decimal.of(1), null);
        rows.quote(batch, BEGIN + 3, "AAPL", Decimal.of(1), null);
        rows.quote(batch, BEGIN + 9, "AAPL", Decimal.of(1), null);
        rows.trade(batch, BEGIN + 4, "AAPL", "t1", ONE, ONE);
        rows.bar(batch, BEGIN, SECOND, "AAPL", ONE, ONE, RowBatch.IMPORTED);
        rows.bar(batch, BEGIN + 7, SECOND, "AAPL", ONE, ONE, 1);
        append();
        assertEquals(
                List.of(
                        new StoredSeries(DataKind.QUOTE, "XNAS", "AAPL", false, 2, BEGIN + 3, BEGIN + 9),
                        new StoredSeries(DataKind.QUOTE, "XNAS", "MSFT", false, 1, BEGIN + 5, BEGIN + 5),
                        new StoredSeries(DataKind.TRADE, "XNAS", "AAPL", false, 1, BEGIN + 4, BEGIN + 4),
                        new StoredSeries(DataKind.BAR, "XNAS", "AAPL", false, 1, BEGIN + 7, BEGIN + 7),
                        new StoredSeries(DataKind.BAR, "XNAS", "AAPL", true, 1, BEGIN, BEGIN)),
                store.contents());
        StoredTotal total = store.total();
        assertEquals(6, total.rows());
        assertEquals(BEGIN + 3, total.firstNs(), "what was imported is not looked at");
        assertEquals(BEGIN + 9, total.lastNs());
        assertTrue(total.bytes() > 0);
    }

    @Test
    void shouldGiveRowsByTimeAndThoseOfOneTimeAsTheyCame() {
        for (int price : new int[] {5, 1, 4}) {
            rows.trade(batch, BEGIN + 1, "A", "", Decimal.of(price), ONE);
        }
        append();
        rows.trade(batch, BEGIN, "A", "", Decimal.of(9), ONE);
        rows.trade(batch, BEGIN + 1, "A", "", Decimal.of(3), ONE);
        append();
        assertEquals(
                List.of("9", "5", "1", "4", "3"),
                read(Selection.all()).stream()
                        .map(text -> text.replaceAll(".* price=(\\S+) .*", "$1"))
                        .toList());
    }

    @Test
    void shouldGiveOnlyWhatIsSelected() {
        appendQuotes(BEGIN, 4, "A");
        appendQuotes(BEGIN, 4, "B");
        rows.trade(batch, BEGIN + 1, "A", "t", ONE, ONE);
        append();
        assertEquals(9, read(Selection.all()).size());
        assertEquals(5, read(Selection.all().of(Set.of("A"))).size());
        assertEquals(5, read(Selection.all().between(BEGIN + 1, BEGIN + 3)).size());
        assertEquals(1, read(Selection.all().only(DataKind.TRADE)).size());
        assertEquals(8, read(Selection.all().only(DataKind.QUOTE)).size());
    }

    @Test
    void shouldRefuseToExportWhenNothingIsSelectedAndLeaveNothing() throws IOException {
        String empty =
                assertThrows(StoreException.class, () -> read(Selection.all())).getMessage();
        assertTrue(empty.contains("The store is empty"), empty);
        appendQuotes(BEGIN, 1, "A");
        String none = assertThrows(
                        StoreException.class, () -> read(Selection.all().of(Set.of("Z"))))
                .getMessage();
        assertTrue(none.contains("meridian data status"), none);
        try (var files = Files.list(folder.resolve("export"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldReplaceAnExportOnlyWhenForced() throws IOException {
        appendQuotes(BEGIN, 2, "A");
        rows.trade(batch, BEGIN, "B", "t", ONE, ONE);
        append();
        assertEquals(3, read(Selection.all()).size());
        Path other = Files.writeString(folder.resolve("export/notes.txt"), "mine");
        assertEquals(1, read(Selection.all().of(Set.of("B"))).size(), "quotes of the earlier export are gone");
        assertTrue(Files.exists(other));
        String refused = assertThrows(
                        StoreException.class,
                        () -> StoreExport.write(store, Selection.all(), folder.resolve("export"), false))
                .getMessage();
        assertTrue(refused.contains("is not empty") && refused.contains("--force"), refused);
    }

    @Test
    void shouldReplaceAnInstrumentWhenItIsDefinedAgain() {
        appendQuotes(BEGIN, 1, "A");
        store.define(List.of(instrument("A", "0.01", "first"), instrument("B", "0.05", "say \"B\", please")));
        store.define(List.of(instrument("A", "0.001", "second")));
        List<InstrumentDefinition> expected =
                List.of(instrument("A", "0.001", "second"), instrument("B", "0.05", "say \"B\", please"));
        assertEquals(expected, store.instruments());
        read(Selection.all());
        try (MarketCursor cursor =
                MarketFiles.open(folder.resolve("export").toString(), Selection.all(), FileOptions.defaults())) {
            assertEquals(expected, cursor.instruments());
        }
    }

    private static InstrumentDefinition instrument(String symbol, String tick, String title) {
        return new InstrumentDefinition(
                "XNAS", symbol, "USD", InstrumentKind.EQUITY, Decimal.parse(tick), Decimal.of(1), 2, title);
    }

    @Test
    void shouldTellHowFarEachPublisherIsStored() {
        assertEquals(List.of(), store.marks());
        appendQuotes(BEGIN, 3, "A");
        rows.bar(batch, BEGIN, SECOND, "A", ONE, ONE, 41);
        rows.bar(batch, BEGIN, SECOND, "A", ONE, ONE, 40);
        rows.bar(batch, BEGIN, SECOND, "B", ONE, ONE, RowBatch.IMPORTED);
        append();
        assertEquals(
                List.of(
                        new StoredMark(DataKind.QUOTE, "XNAS", "A", Rows.SOURCE, 3),
                        new StoredMark(DataKind.BAR, "XNAS", "A", Rows.SOURCE, 41)),
                store.marks());
    }

    @Test
    void shouldRemoveTheOldestAndKeepWhatWasImported() {
        appendQuotes(BEGIN, 10, "A");
        rows.bar(batch, BEGIN, SECOND, "A", ONE, ONE, RowBatch.IMPORTED);
        append();
        assertEquals(4, store.removeBefore(DataKind.QUOTE, BEGIN + 4));
        assertEquals(0, store.removeBefore(DataKind.QUOTE, BEGIN + 4));
        assertEquals(7, store.total().rows());
        assertEquals(BEGIN + 4, store.total().firstNs());
        assertEquals(7, read(Selection.all()).size());
    }

    @Test
    void shouldRemoveOfWhatWasImportedOnlyWhatIsSelected() {
        for (int i = 0; i < 10; i++) {
            rows.bar(batch, BEGIN + i, SECOND, i % 2 == 0 ? "A" : "B-1", ONE, ONE, RowBatch.IMPORTED);
            rows.bar(batch, BEGIN + i, SECOND, "A", ONE, ONE, 1 + i);
        }
        appendQuotes(BEGIN, 10, "A");
        Selection some = Selection.all().between(BEGIN + 2, BEGIN + 8).of(Set.of("B-1"));
        assertEquals(3, store.countImported(DataKind.BAR, some));
        assertEquals(0, store.countImported(DataKind.QUOTE, some));
        assertEquals(30, store.total().rows());
        assertEquals(3, store.removeImported(DataKind.BAR, some));
        assertEquals(0, store.removeImported(DataKind.BAR, some));
        assertEquals(27, store.total().rows());
        assertEquals(17, store.total(DataKind.BAR).rows());
        store.close();
        store = open();
        assertEquals(27, store.total().rows());
        assertEquals(7, store.removeImported(DataKind.BAR, Selection.all()));
        assertEquals(20, store.total().rows());
        assertEquals(
                List.of(false, false),
                store.contents().stream().map(StoredSeries::imported).toList());
        appendQuotes(BEGIN, 1, "A");
        assertEquals(21, store.total().rows());
    }

    @Test
    void shouldKeepWithinItsTimeAndRoomWhenRetentionIsApplied() {
        appendQuotes(BEGIN, 10, "A");
        assertEquals(7, Retention.ofMarket(5, 0).apply(store, BEGIN + 12));
        assertEquals(0, Retention.ofMarket(0, 0).apply(store, Long.MAX_VALUE));
        for (int i = 0; i < 60; i++) {
            appendQuotes(BEGIN + SECOND * i, 10_000, "S" + i % 7);
        }
        long before = store.total().bytes();
        long limit = before / 2;
        long removed = 0;
        // Room is given back in large pieces: it may take more than one look.
        for (int i = 0; i < 4 && store.total().bytes() > limit; i++) {
            removed += Retention.ofMarket(0, limit).apply(store, 0);
        }
        StoredTotal left = store.total();
        assertTrue(left.rows() > 0 && left.rows() == 600_003 - removed, "removed=" + removed + " left=" + left);
        assertTrue(left.bytes() <= limit, () -> "limit=" + limit + " left=" + left);
        assertTrue(left.firstNs() > BEGIN + SECOND, () -> "the oldest are gone first: " + left);
    }

    @Test
    void shouldKeepEachKindAsLongAsIsSaidOfIt() {
        appendQuotes(BEGIN, 10, "A");
        for (int i = 0; i < 10; i++) {
            rows.bar(batch, BEGIN + i, SECOND, "A", ONE, ONE, 1 + i);
            rows.trade(batch, BEGIN + i, "A", "t" + i, ONE, ONE);
        }
        append();
        Map<DataKind, Retention.Bound> bounds =
                Map.of(DataKind.QUOTE, new Retention.Bound(3, 0), DataKind.BAR, new Retention.Bound(8, 0));
        Map<TradingTable, Long> others = Map.of(TradingTable.TELEMETRY, 3L);
        store.trading().append(List.of(report(BEGIN), report(BEGIN + 9)));
        assertEquals(7 + 2 + 1, new Retention(bounds, 0, others).apply(store, BEGIN + 10));
        assertEquals(3, store.total(DataKind.QUOTE).rows());
        assertEquals(BEGIN + 7, store.total(DataKind.QUOTE).firstNs());
        assertEquals(8, store.total(DataKind.BAR).rows());
        assertEquals(10, store.total(DataKind.TRADE).rows());
        assertEquals(21, store.total().rows());
        assertEquals(BEGIN, store.total().firstNs());
        assertEquals(BEGIN + 9, store.total().lastNs());
        assertEquals(1, store.trading().counts().get(TradingTable.TELEMETRY));
    }

    private static TradingRow report(long madeNs) {
        List<Object> values = new ArrayList<>();
        for (Column column : TradingTable.TELEMETRY.columns()) {
            values.add(column.type() == Column.Type.TEXT ? "x" : (Object) madeNs);
        }
        return new TradingRow(TradingTable.TELEMETRY, 0, "r" + madeNs, "", 1, 1, values);
    }

    @Test
    void shouldTakeRoomFromTheKindThatIsTooLargeAndFromTheLargestWhenAllIsTooLarge() {
        for (int i = 0; i < 40; i++) {
            appendQuotes(BEGIN + SECOND * i, 10_000, "S" + i % 7);
            for (int k = 0; k < 100; k++) {
                rows.bar(batch, BEGIN + SECOND * i + k, SECOND, "S" + i % 7, ONE, ONE, ++sequence);
            }
            append();
        }
        // So that an engine with a log moves all rows to where their room is counted.
        store.close();
        store = open();
        // Older than all quotes: it must not be the first to go.
        rows.bar(batch, BEGIN - 10 * SECOND, SECOND, "A", ONE, ONE, ++sequence);
        append();
        long quotes = store.total(DataKind.QUOTE).bytes();
        long bars = store.total(DataKind.BAR).bytes();
        assertTrue(quotes > bars && bars > 0, "quotes=" + quotes + " bars=" + bars);
        Map<DataKind, Retention.Bound> bounds = Map.of(DataKind.QUOTE, new Retention.Bound(0, quotes / 2));
        long removed = new Retention(bounds, 0, Map.of()).apply(store, 0);
        StoredTotal left = store.total(DataKind.QUOTE);
        assertEquals(400_000 - removed, left.rows());
        assertTrue(removed >= 190_000 && removed < 250_000, "removed=" + removed);
        assertEquals(4_001, store.total(DataKind.BAR).rows());
        Retention.ofMarket(0, store.total().bytes() * 3 / 4).apply(store, 0);
        assertTrue(store.total(DataKind.QUOTE).rows() < left.rows());
        assertEquals(4_001, store.total(DataKind.BAR).rows());
        assertEquals(BEGIN - 10 * SECOND, store.total(DataKind.BAR).firstNs());
    }

    @Test
    void shouldHaveEverythingWhenItIsOpenedAgain() {
        appendQuotes(BEGIN, 10, "A");
        store.define(List.of(instrument("A", "0.01", "first")));
        List<StoredSeries> contents = store.contents();
        StoredTotal total = store.total();
        store.close();
        store = open();
        assertEquals(contents, store.contents());
        assertEquals(total.rows(), store.total().rows());
        assertEquals(total.firstNs(), store.total().firstNs());
        assertEquals(1, store.instruments().size());
        appendQuotes(BEGIN, 1, "A");
        assertTrue(read(Selection.all()).get(1).contains("bid=100"), "the later of one time comes later");
    }

    @Test
    void shouldGoOnWritingWhenAnExportRuns() throws Exception {
        for (int i = 0; i < 20; i++) {
            appendQuotes(BEGIN + SECOND * i, 20_000, "S" + i);
        }
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Long> export = CompletableFuture.supplyAsync(() -> {
            try {
                return store.export(DataKind.QUOTE, Selection.all(), folder.resolve("while.parquet"));
            } finally {
                running.set(false);
            }
        });
        int written = 0;
        while (running.get()) {
            appendQuotes(BEGIN, 100, "NEW");
            written++;
        }
        assertTrue(written > 1, "written=" + written);
        long exported = export.get();
        assertTrue(exported >= 400_000 && exported <= 400_000 + 100L * written, "exported=" + exported);
        assertFalse(store.contents().isEmpty());
    }
}
