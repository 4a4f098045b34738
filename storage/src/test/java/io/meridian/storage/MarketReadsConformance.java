package io.meridian.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.market.Page;
import io.meridian.storage.market.PastPlace;
import io.meridian.storage.market.PastQuery;
import io.meridian.storage.market.PastRow;
import io.meridian.storage.market.StoredBar;
import io.meridian.storage.market.StoredRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must answer about market data, held against {@link MarketModel}. The test of an engine extends it. */
public abstract class MarketReadsConformance {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long BEGIN = 1_769_783_400L * SECOND;
    private static final String[] SYMBOLS = {"A", "B", "C_c-1", "D", "E"};
    private static final String[] VENUES = {"XNAS", "XLON"};
    private static final long[] PERIODS = {SECOND, 2 * SECOND, 5 * SECOND, MINUTE};
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @TempDir
    protected Path folder;

    private final Random random = new Random(11);
    private final Rows rows = new Rows();
    private final RowBatch batch = new RowBatch();
    private final MarketModel model = new MarketModel();
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
        model.append(batch);
        batch.clear();
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private Decimal price() {
        int scale = random.nextInt(4);
        long price = 90 + random.nextInt(20);
        for (int i = 0; i < scale; i++) {
            price = price * 10 + random.nextInt(2);
        }
        return new Decimal(price, scale);
    }

    /** In no order, several at one time. */
    private long time() {
        return BEGIN + random.nextInt(300) * SECOND / 2 + random.nextInt(3);
    }

    private void appendAtRandom(int count) {
        while (count > 0) {
            for (int i = random.nextInt(200); i >= 0 && count > 0; i--, count--) {
                String symbol = any(SYMBOLS);
                rows.at(any(VENUES));
                switch (random.nextInt(3)) {
                    case 0 ->
                        rows.quote(
                                batch,
                                time(),
                                symbol,
                                random.nextInt(4) == 0 ? null : price(),
                                random.nextInt(4) == 0 ? null : price());
                    // E has bars only.
                    case 1 ->
                        rows.trade(batch, time(), symbol.equals("E") ? "D" : symbol, "t" + count, price(), price());
                    default -> bar(symbol);
                }
            }
            append();
        }
    }

    private void bar(String symbol) {
        // A has trades only.
        if (symbol.equals("A")) {
            return;
        }
        // Of each symbol bars of some lengths; those of B lie across others.
        long period = PERIODS[symbol.equals("D") ? 0 : random.nextInt(PERIODS.length)];
        long end = Math.floorDiv(time(), period) * period + (symbol.equals("B") ? period / 2 : 0);
        Decimal[] prices = {price(), price(), price(), price()};
        Decimal high = prices[0];
        Decimal low = prices[0];
        for (Decimal each : prices) {
            high = each.compareTo(high) > 0 ? each : high;
            low = each.compareTo(low) < 0 ? each : low;
        }
        prices[1] = high;
        prices[2] = low;
        rows.bar(batch, end, period, symbol, prices, random.nextInt(9) == 0 ? null : price(), random.nextInt(2));
    }

    private Selection selection() {
        Selection selection = Selection.all();
        if (random.nextInt(3) > 0) {
            long from = BEGIN + random.nextInt(100) * SECOND + random.nextInt(2);
            long to = from + 1 + random.nextInt(120) * SECOND;
            selection = selection.between(
                    random.nextInt(4) == 0 ? Long.MIN_VALUE : from, random.nextInt(4) == 0 ? Long.MAX_VALUE : to);
        }
        return random.nextBoolean() ? selection : selection.of(new TreeSet<>(List.of(any(SYMBOLS), any(SYMBOLS))));
    }

    /** All there is, in pages of any size. */
    private <T> List<T> pages(BiFunction<T, Page, List<T>> read) {
        List<T> all = new ArrayList<>();
        while (true) {
            Page page = new Page(1 + random.nextInt(200), ENOUGH);
            List<T> next = read.apply(all.isEmpty() ? null : all.getLast(), page);
            assertTrue(next.size() <= page.rows(), () -> "rows=" + next.size() + " of a page of " + page.rows());
            all.addAll(next);
            if (next.isEmpty()) {
                return all;
            }
        }
    }

    private static <T> void assertSame(List<T> expected, List<T> found, Selection selection) {
        assertEquals(expected.size(), found.size(), () -> "of " + selection);
        for (int i = 0; i < expected.size(); i++) {
            int at = i;
            assertEquals(expected.get(i), found.get(i), () -> "row " + at + " of " + selection);
        }
    }

    @Test
    void shouldGiveRowsDigitForDigitTheNewestFirst() {
        appendAtRandom(2_000);
        for (int i = 0; i < 12; i++) {
            Selection selection = selection();
            for (DataKind kind : DataKind.values()) {
                List<StoredRow> expected = model.rows(kind, selection);
                List<StoredRow> found = pages((before, page) -> store.market().rows(kind, selection, before, page));
                assertSame(expected, found, selection);
                assertEquals(expected.toString(), found.toString());
            }
        }
    }

    private PastQuery pastQuery(DataKind kind, boolean byComing) {
        Selection time = selection();
        long from = time.fromNs() == Long.MIN_VALUE ? 0 : time.fromNs();
        long to = time.toNs() == Long.MAX_VALUE ? 0 : time.toNs();
        long period = kind == DataKind.BAR && random.nextBoolean() ? PERIODS[random.nextInt(PERIODS.length)] : 0;
        long came = store.came(kind);
        return new PastQuery(
                kind,
                any(VENUES),
                any(SYMBOLS),
                from,
                to,
                period,
                byComing ? random.nextInt((int) came) + 1 : 0,
                random.nextInt(3) == 0 ? came - random.nextInt(300) : came);
    }

    @Test
    void shouldGiveThePastOfAnInstrumentTheOldestFirstOrAsItCame() {
        assertEquals(0, store.came(DataKind.TRADE));
        appendAtRandom(3_000);
        int found = 0;
        for (int i = 0; i < 60; i++) {
            PastQuery query = pastQuery(DataKind.values()[i % 3], random.nextInt(3) == 0);
            List<PastRow> expected = model.past(query);
            List<PastRow> all =
                    pages((after, page) -> store.market().past(query, after == null ? null : after.place(), page));
            assertEquals(expected, all, query::toString);
            assertEquals(expected.toString(), all.toString());
            found += all.size();
        }
        assertTrue(found > 1_000, "too little was found for a test: " + found);
    }

    @Test
    void shouldFindWhereTheLastRowsOfAnInstrumentBegin() {
        appendAtRandom(2_000);
        Page page = new Page(1_000_000, ENOUGH);
        int cut = 0;
        for (int i = 0; i < 40; i++) {
            PastQuery query = pastQuery(DataKind.values()[i % 3], false);
            List<PastRow> expected = model.past(query);
            int last = 1 + random.nextInt(30);
            PastPlace place = store.market().before(query, last, page);
            assertEquals(
                    expected.subList(Math.max(0, expected.size() - last), expected.size()),
                    store.market().past(query, place, page),
                    query::toString);
            assertEquals(expected.size() > last, place != null, query::toString);
            cut += place == null ? 0 : 1;
        }
        assertTrue(cut > 10, "too few were cut for a test: " + cut);
    }

    @Test
    void shouldGiveOfEachInstrumentTheLastRowOfATime() {
        appendAtRandom(2_000);
        for (int i = 0; i < 25; i++) {
            Selection selection = selection();
            for (DataKind kind : DataKind.values()) {
                assertSame(
                        model.last(kind, selection),
                        pages((after, page) -> store.market().last(kind, selection, after, page)),
                        selection);
            }
        }
    }

    @Test
    void shouldMakeBarsOfTheLongestThatFitElseOfTrades() {
        appendAtRandom(3_000);
        Set<Long> made = new TreeSet<>();
        for (int i = 0; i < 25; i++) {
            Selection selection = selection();
            long period =
                    new long[] {SECOND, 4 * SECOND, 10 * SECOND, MINUTE, 7 * MINUTE, SECOND / 2}[random.nextInt(6)];
            List<StoredBar> bars = pages((before, page) -> store.market().bars(selection, period, before, page));
            assertSame(model.bars(selection, period), bars, selection);
            bars.forEach(bar -> made.add(bar.partNs()));
        }
        assertEquals(Set.of(0L, SECOND, 2 * SECOND, 5 * SECOND, MINUTE), made, "of what they were made");
    }

    @Test
    void shouldMakeTheSameBarsWhileTradesAreSummedUpAndComeLateAndGo() {
        int made = 0;
        for (int step = 0; step < 50; step++) {
            changeAtRandom();
            Selection selection = Selection.all();
            if (random.nextBoolean()) {
                long from = BEGIN + random.nextInt(5 * 3_600) * SECOND;
                selection = selection.between(from, from + 1 + random.nextInt(4 * 3_600) * SECOND);
            }
            long period = new long[] {MINUTE, 2 * MINUTE, 7 * MINUTE, 60 * MINUTE, 90 * SECOND}[random.nextInt(5)];
            Selection of = random.nextBoolean() ? selection : selection.of(new TreeSet<>(List.of(any(SYMBOLS))));
            List<StoredBar> bars = store.market().bars(of, period, null, new Page(10_000, ENOUGH));
            assertSame(model.bars(of, period), bars, of);
            made += bars.size();
        }
        assertTrue(made > 800, "too few bars for a test: " + made);
    }

    /** Trades of six hours in no order, some of them imported; on an engine that sums up, some hours are and some are not. */
    private void changeAtRandom() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> {
                long number = random.nextInt(3) == 0 ? RowBatch.IMPORTED : 1 + random.nextInt(1_000_000);
                long begin = BEGIN + random.nextInt(6) * 60 * MINUTE;
                for (int i = random.nextInt(150); i >= 0; i--) {
                    long time = begin + random.nextInt(4_000) * SECOND;
                    rows.at(any(VENUES));
                    rows.trade(batch, time, any(SYMBOLS), "t", price(), price(), number);
                    if (random.nextInt(20) == 0) {
                        long end = Math.floorDiv(time, MINUTE) * MINUTE;
                        rows.bar(batch, end, MINUTE, "B", price(), price(), number);
                    }
                }
                append();
            }
            case 5, 6, 7, 8, 9, 10 -> {
                int hours = random.nextInt(4);
                while (hours >= 0 && store.rollUp(Duration.ZERO)) {
                    hours--;
                }
            }
            default -> {
                Selection old = Selection.all().between(Long.MIN_VALUE, time() + random.nextInt(120) * MINUTE);
                boolean imported = random.nextBoolean();
                model.remove(DataKind.TRADE, old, imported);
                if (imported) {
                    store.removeImported(DataKind.TRADE, old);
                } else {
                    store.removeBefore(DataKind.TRADE, old.toNs());
                }
            }
        }
    }

    @Test
    void shouldFindBarsBeyondALongTimeWithoutAny() {
        rows.trade(batch, BEGIN, "A", "t", Decimal.of(5), Decimal.of(1));
        rows.trade(batch, BEGIN + 40L * 365 * 86_400 * SECOND, "A", "t", Decimal.of(6), Decimal.of(1));
        append();
        List<StoredBar> bars = store.market().bars(Selection.all(), SECOND, null, new Page(10, ENOUGH));
        assertSame(model.bars(Selection.all(), SECOND), bars, Selection.all());
        assertEquals(2, bars.size());
    }

    @Test
    void shouldSayWhichPricesWentTheFurthest() {
        appendAtRandom(1_500);
        for (int i = 0; i < 25; i++) {
            Selection selection = selection();
            assertSame(
                    model.movers(selection),
                    pages((after, page) -> store.market().movers(selection, after, page)),
                    selection);
        }
    }

    @Test
    void shouldHaveNoBarsAndMoversOfAnEmptyStore() {
        Page page = new Page(10, ENOUGH);
        assertEquals(List.of(), store.market().bars(Selection.all(), SECOND, null, page));
        assertEquals(List.of(), store.market().movers(Selection.all(), null, page));
        assertEquals(List.of(), store.market().last(DataKind.QUOTE, Selection.all(), null, page));
    }

    private void appendMany() {
        for (int i = 0; i < 30; i++) {
            for (int row = 0; row < 10_000; row++) {
                rows.trade(
                        batch,
                        BEGIN + (i * 10_000L + row) * 1_000_000,
                        "S" + row % 50,
                        "",
                        Decimal.of(5),
                        Decimal.of(1));
            }
            store.append(batch);
            batch.clear();
        }
    }

    private List<StoredBar> ask(Duration time) {
        return store.market().bars(Selection.all(), SECOND, null, new Page(1_000_000, time));
    }

    @Test
    void shouldEndAQuestionThatTakesTooLongAndAnswerTheNextOne() {
        appendMany();
        String late = assertThrows(StoreException.class, () -> ask(Duration.ofMillis(1)))
                .getMessage();
        assertTrue(late.contains("took longer than 1 ms") && late.contains("Ask for a shorter time"), late);
        assertEquals(300 * 50, ask(ENOUGH).size());
    }

    @Test
    void shouldEndAQuestionWhenItIsCancelledAndAnswerTheNextOne() {
        appendMany();
        store.market().cancel();
        AtomicBoolean asking = new AtomicBoolean(true);
        CompletableFuture<Void> cancelling = CompletableFuture.runAsync(() -> {
            while (asking.get()) {
                store.market().cancel();
                Thread.onSpinWait();
            }
        });
        String ended = assertThrows(StoreException.class, () -> ask(ENOUGH)).getMessage();
        asking.set(false);
        cancelling.join();
        assertTrue(ended.contains("was ended before it was done"), ended);
        assertEquals(300 * 50, ask(ENOUGH).size());
    }
}
