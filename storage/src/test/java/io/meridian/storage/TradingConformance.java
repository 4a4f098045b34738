package io.meridian.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do with what is kept of trading, held against a list in memory. The test of an engine extends it. */
public abstract class TradingConformance {
    private static final int ALL = 1_000_000;

    @TempDir
    protected Path folder;

    private final Random random = new Random(7);
    private final List<TradingRow> told = new ArrayList<>();
    private MarketStore store;
    private int ids;

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

    private TradingRow row(TradingTable table) {
        List<Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(
                    switch (column.type()) {
                        case TEXT ->
                            random.nextInt(6) == 0 ? "" : column.name().charAt(0) + "'\\\"€-" + random.nextInt(3);
                        case TIME -> 1_000L + random.nextInt(40);
                        case NUMBER -> random.nextLong();
                        case DECIMAL ->
                            random.nextInt(4) == 0 ? null : new Decimal(random.nextLong() >> 1, random.nextInt(19));
                    });
        }
        ids++;
        return new TradingRow(table, 0, "id" + ids, "trace" + ids, random.nextInt(), random.nextLong() >>> 1, values);
    }

    /** Rows of one table in several batches; each batch with some of the rows that were told before. */
    private List<TradingRow> tell(TradingTable table, int rows) {
        List<TradingRow> own = new ArrayList<>();
        while (own.size() < rows) {
            List<TradingRow> batch = new ArrayList<>();
            for (int i = random.nextInt(90); i >= 0 && own.size() < rows; i--) {
                TradingRow row = row(table);
                own.add(row);
                batch.add(row);
                if (random.nextInt(3) == 0) {
                    batch.add(own.get(random.nextInt(own.size())));
                }
            }
            store.trading().append(batch);
        }
        told.addAll(own);
        return own;
    }

    private static String text(TradingRow row) {
        return row.id() + " " + row.trace() + " " + row.source() + " " + row.sequence() + " " + row.values();
    }

    private static List<String> texts(List<TradingRow> rows) {
        return rows.stream().map(TradingConformance::text).toList();
    }

    @Test
    void shouldGiveBackEachRowOnceDigitForDigitWhenRowsAreToldAgain() {
        for (TradingTable table : TradingTable.values()) {
            List<TradingRow> own = tell(table, 200);
            assertEquals(
                    texts(own.reversed()),
                    texts(store.trading().history(TradingQuery.all(table), Long.MAX_VALUE, ALL)),
                    table.label());
        }
        store.close();
        store = open();
        TradingRow last = row(TradingTable.FILLS);
        store.trading().append(List.of(told.getFirst(), last));
        List<TradingRow> kept = store.trading().history(TradingQuery.all(TradingTable.FILLS), Long.MAX_VALUE, 2);
        assertEquals(text(last), text(kept.getFirst()));
        assertTrue(kept.getFirst().came() > kept.getLast().came(), "numbers go on");
        assertEquals(
                "{ORDERS=200, FILLS=201, POSITIONS=200, CASH=200, VALUES=200, INSIGHTS=200, TARGETS=200, TELEMETRY=200,"
                        + " LATENCY=200, INSTRUMENTS=200, CALENDARS=200}",
                store.trading().counts().toString());
    }

    @Test
    void shouldGiveAllOfItInPagesWithoutARepeat() {
        List<TradingRow> own = tell(TradingTable.ORDERS, 150);
        List<TradingRow> read = new ArrayList<>();
        long before = Long.MAX_VALUE;
        while (true) {
            List<TradingRow> page = store.trading().history(TradingQuery.all(TradingTable.ORDERS), before, 40);
            read.addAll(page);
            if (page.size() < 40) {
                break;
            }
            before = page.getLast().came();
        }
        assertEquals(texts(own.reversed()), texts(read));
    }

    @Test
    void shouldGiveOnlyWhatIsWanted() {
        List<TradingRow> own = tell(TradingTable.ORDERS, 300);
        String portfolio = own.get(5).text("portfolio");
        String order = own.get(9).text("order_id");
        TradingQuery query = TradingQuery.all(TradingTable.ORDERS)
                .of("portfolio", portfolio)
                .of("order_id", order)
                .between(1_005, 1_030);
        List<TradingRow> wanted = own.stream()
                .filter(row -> row.text("portfolio").equals(portfolio)
                        && row.text("order_id").equals(order)
                        && row.number("made") >= 1_005
                        && row.number("made") < 1_030)
                .toList();
        assertTrue(!wanted.isEmpty() && wanted.size() < 100);
        assertEquals(texts(wanted.reversed()), texts(store.trading().history(query, Long.MAX_VALUE, ALL)));
        assertEquals(
                List.of(),
                store.trading()
                        .history(TradingQuery.all(TradingTable.CASH).of("portfolio", "nobody"), Long.MAX_VALUE, ALL));
    }

    @Test
    void shouldGiveTheLastRowOfEachSubjectAsOfAnyTime() {
        for (TradingTable table : TradingTable.values()) {
            List<TradingRow> own = tell(table, 250);
            for (long time = 998; time <= 1_041; time++) {
                assertEquals(
                        texts(naive(own, table, time)).stream().sorted().toList(),
                        texts(store.trading().latest(TradingQuery.all(table).until(time), 0, ALL)).stream()
                                .sorted()
                                .toList(),
                        table.label() + " as of " + time);
            }
            List<TradingRow> whole = store.trading().latest(TradingQuery.all(table), 0, ALL);
            List<TradingRow> pages = new ArrayList<>(store.trading().latest(TradingQuery.all(table), 0, 3));
            pages.addAll(store.trading().latest(TradingQuery.all(table), 3, ALL));
            assertEquals(texts(whole), texts(pages));
        }
    }

    private static List<TradingRow> naive(List<TradingRow> rows, TradingTable table, long time) {
        Map<String, TradingRow> last = new TreeMap<>();
        rows.stream()
                .filter(row -> row.number("made") <= time)
                .sorted(Comparator.comparingLong(row -> row.number("made")))
                .forEach(row -> last.put(
                        table.subject().stream().map(row::text).toList().toString(), row));
        return List.copyOf(last.values());
    }

    @Test
    void shouldRemoveWhatIsOldAndNothingElse() {
        for (TradingTable table : TradingTable.ofATime()) {
            List<TradingRow> own = tell(table, 120);
            List<TradingRow> young =
                    own.stream().filter(row -> row.number("made") >= 1_020).toList();
            assertEquals(120 - young.size(), store.trading().removeBefore(table, 1_020));
            assertEquals(0, store.trading().removeBefore(table, 1_020));
            assertEquals(
                    texts(young.reversed()),
                    texts(store.trading().history(TradingQuery.all(table), Long.MAX_VALUE, ALL)));
        }
    }

    /** A batch may have rows of both kinds: what is left of it is no batch that was cut short. */
    @Test
    void shouldKeepWhatWasTradedWhenOldRowsOfItsBatchWereRemovedAndTheStoreIsOpenedAnew() {
        TradingRow fill = row(TradingTable.FILLS);
        store.trading().append(List.of(row(TradingTable.INSIGHTS), fill, row(TradingTable.LATENCY)));
        assertEquals(1, store.trading().removeBefore(TradingTable.INSIGHTS, Long.MAX_VALUE));
        store.close();
        store = open();
        assertEquals(
                List.of(text(fill)),
                texts(store.trading().history(TradingQuery.all(TradingTable.FILLS), Long.MAX_VALUE, ALL)));
        assertEquals(
                1,
                store.trading()
                        .history(TradingQuery.all(TradingTable.LATENCY), Long.MAX_VALUE, ALL)
                        .size());
    }

    @Test
    void shouldKeepAnAbsentNumberAbsent() {
        List<Object> values = new ArrayList<>(row(TradingTable.VALUES).values());
        values.set(TradingTable.VALUES.indexOf("value"), null);
        store.trading().append(List.of(new TradingRow(TradingTable.VALUES, 0, "absent", "", 1, 1, values)));
        assertNull(store.trading()
                .history(TradingQuery.all(TradingTable.VALUES), Long.MAX_VALUE, 1)
                .getFirst()
                .decimal("value"));
    }

    @Test
    void shouldTakeNothingOfABatchThatFails() {
        List<Object> broken = new ArrayList<>(row(TradingTable.CASH).values());
        broken.set(TradingTable.CASH.indexOf("portfolio"), null);
        TradingRow bad = new TradingRow(TradingTable.CASH, 0, "bad", "", 1, 1, broken);
        assertThrows(StoreException.class, () -> store.trading().append(List.of(row(TradingTable.CASH), bad)));
        assertEquals(List.of(), store.trading().history(TradingQuery.all(TradingTable.CASH), Long.MAX_VALUE, ALL));
    }
}
