package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Requester;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.MarketCursor;
import io.meridian.marketfiles.MarketFiles;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's own logic, on the in-memory bus and a real store. That it survives kills, {@code KilledStoreTest} shows. */
final class StoreServiceTest {
    private static final long SECOND = 1_000_000_000L;
    /** How many messages a lossy subscription holds. */
    private static final int HELD = 65_536;

    private static final Pattern ACT =
            Pattern.compile("\\{\"act\":\"(\\w+)\".*\"by\":\"anna\".*\"after\":\"(\\w+)[:\"].*", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final String space = "store-" + UUID.randomUUID();
    private final StoreRig rig =
            new StoreRig(Settings.of(BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", space)));
    private final Requester requester = rig.bus().requester();
    private Settings settings;
    private Bus bus;
    private StoreService store;

    private void start(String... more) {
        Map<String, String> given = new TreeMap<>(Map.of(
                "bus.backend", "memory", "memory.space", space, "storage.memory", "64m", "storage.batch.time", "5ms"));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        settings = Settings.reader(PlatformSettings.schemas()).values(given).read();
        bus = Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
        store = StoreService.start(bus, settings, place(), SystemEpochNanoClock.INSTANCE, log::add);
        assertTrue(log.removeLast().contains(place() + ": DuckDB"), "it says what it has open");
    }

    private Path place() {
        return folder.resolve("store");
    }

    private void stop() {
        if (store != null) {
            store.onClose();
            bus.close();
            store = null;
        }
    }

    @AfterEach
    void close() {
        stop();
        rig.close();
    }

    private void until(String what, BooleanSupplier condition) {
        StoreRig.until(store, log, what, condition);
    }

    private void untilStored(long rows) {
        until(rows + " rows are stored", () -> store.figures().stored.get() == rows);
    }

    private static long now() {
        return SystemEpochNanoClock.INSTANCE.nanoTime();
    }

    /** What the store has once the service is ended. */
    private Contents contents() {
        stop();
        try (MarketStore opened = StorePlace.open(settings, place(), true)) {
            return Contents.of(opened, opened.total().bytes());
        }
    }

    private Fields ask(String question, List<String> given) {
        AtomicBoolean over = new AtomicBoolean();
        Asking<Fields> asking =
                new Asking<>(requester, Topic.of(TopicTemplate.STORE.topic(question)), 20 * SECOND, Fields::decode);
        CompletableFuture<Fields> answer = CompletableFuture.supplyAsync(() -> {
            byte[] bytes = new Fields(List.of(List.of(place().toString(), "anna"), given)).encode();
            try {
                return asking.once(new UnsafeBuffer(bytes), bytes.length, System.nanoTime() + 20 * SECOND);
            } finally {
                over.set(true);
            }
        });
        until("it is answered", over::get);
        return answer.join();
    }

    @Test
    void shouldStoreWhatComesOnceItsTimeIsUpAndAtOnceWhenABatchIsFull() {
        start("storage.batch.time", "1m", "storage.batch.rows", "10");
        for (int i = 0; i < 14; i++) {
            rig.quote("A", now(), 1_000 + i);
        }
        untilStored(14 / 10 * 10);
        assertEquals(1, store.figures().batches.get());
        assertEquals(14, contents().rows(), "the rest is stored at the end");
        start();
        rig.bar("A", now(), 60 * SECOND, 1_000);
        untilStored(1);
        assertEquals(
                List.of(DataKind.QUOTE, DataKind.BAR),
                contents().series().stream().map(each -> each.kind()).toList());
    }

    @Test
    void shouldCountAndSayWhatCannotBeStoredAndGoOn() {
        start();
        rig.quote("A", now(), 1_000);
        for (int i = 0; i < 50; i++) {
            rig.nonsense("A");
        }
        rig.quote(StoreRig.quotes("A"), "B", now(), 1_000, 0);
        rig.quote("platform.data.quote.A", "A", now(), 1_000, 0);
        rig.quote("A", now(), 1_000);
        untilStored(2);
        assertEquals(52, store.figures().refused.get());
        assertEquals(1, log.size(), "said once, as all came at once: " + log);
        assertTrue(
                log.getFirst().contains("not stored: a message on platform.data.quote.XNAS.A from instance"),
                log::toString);
        assertEquals(2, contents().rows());
    }

    @Test
    void shouldSayWhatIsWrongWhenAMessageIsOfAnotherInstrumentThanItsTopic() {
        start();
        rig.quote(StoreRig.quotes("A"), "B", now(), 1_000, 0);
        until("it is refused", () -> store.figures().refused.get() == 1);
        assertTrue(log.getFirst().contains("it tells of XNAS.B"), log::toString);
    }

    @Test
    void shouldNotStoreAgainWhatTheRunBeforeHasStored() throws IOException {
        start();
        rig.quote("A", now(), 1_000);
        untilStored(1);
        stop();
        // As if the run before had heard two more, which the bus then hands to this one.
        Path file = Files.writeString(
                folder.resolve("a.csv"), "time,symbol,venue,bid,ask\n1769783400,A," + StoreRig.VENUE + ",1,2\n");
        try (MarketStore opened = StorePlace.open(settings, place(), false);
                MarketCursor cursor = MarketFiles.open(file.toString(), Selection.all(), FileOptions.defaults())) {
            cursor.next();
            RowBatch batch = new RowBatch();
            batch.next(DataKind.QUOTE).set(cursor.row());
            batch.accept(DataKind.QUOTE, opened.marks().getFirst().source(), 3);
            opened.append(batch);
        }
        start("storage.keep", "0s");
        for (int i = 0; i < 3; i++) {
            rig.quote("A", now(), 1_000);
        }
        untilStored(1);
        assertEquals(2, store.figures().repeated.get());
        assertEquals(3, contents().rows());
    }

    @Test
    void shouldAnswerOverTheBusWhatItsMarketDataSays() {
        start();
        long begin = now() / (60 * SECOND) * 60 * SECOND;
        int bars = MarketOrder.PAGE + 5;
        for (int i = 0; i < bars; i++) {
            rig.bar("A", begin - i * SECOND, SECOND, 1_000 + i);
        }
        rig.quote("B", begin, 1_000);
        untilStored(bars + 1);
        MarketOrder order = MarketOrder.of(MarketOrder.Question.BARS, Selection.all(), SECOND);
        List<List<String>> first = ask(StoreDesk.MARKET, order.encode()).data();
        assertEquals(MarketOrder.PAGE, first.size());
        List<List<String>> second =
                ask(StoreDesk.MARKET, order.after(first.getLast()).encode()).data();
        assertEquals(5, second.size());
        assertEquals(begin - SECOND, MarketLines.bar(first.getFirst()).beginNs());
        assertEquals(begin - bars * SECOND, MarketLines.bar(second.getLast()).beginNs());
        assertEquals(SECOND, MarketLines.bar(second.getLast()).partNs());
        MarketOrder quotes = MarketOrder.of(
                MarketOrder.Question.LAST_QUOTES,
                Selection.all().of(Set.of("B")).between(0, begin + 1),
                0);
        assertEquals(
                "10.00",
                MarketLines.row(ask(StoreDesk.MARKET, quotes.encode()).data().getFirst())
                        .number(Field.BID)
                        .toString());
        MarketOrder movers = MarketOrder.of(MarketOrder.Question.MOVERS, Selection.all(), 0);
        assertEquals(
                bars,
                MarketLines.mover(ask(StoreDesk.MARKET, movers.encode()).data().getFirst())
                        .whole()
                        .parts());
        Fields unreadable = ask(StoreDesk.MARKET, List.of("BARS"));
        assertTrue(unreadable.why().contains("fields=1 of a question of market data"), unreadable::why);
    }

    @Test
    void shouldCountWhatIsLostWhenItDoesNotKeepUp() {
        start("storage.batch.rows", "20000");
        rig.quote("A", now(), 1_000);
        untilStored(1);
        int sent = 1;
        for (; sent < HELD + 10_000; sent++) {
            rig.quote("A", now(), 1_000);
        }
        untilStored(1 + HELD);
        // The next message shows what is missing before it.
        rig.quote("A", now(), 1_000);
        untilStored(2 + HELD);
        assertEquals(
                sent + 1, store.figures().stored.get() + store.figures().lost.get());
        assertEquals(store.figures().stored.get(), contents().rows());
    }

    @Test
    void shouldNotStoreWhatIsReplayed() {
        start();
        rig.quote(StoreRig.quotes("A"), "A", now(), 1_000, StoreRig.replayed());
        rig.quote("A", now(), 1_000);
        untilStored(1);
        assertEquals(1, store.figures().replayed.get());
        assertTrue(log.getFirst().contains("replayed and not live"), log::toString);
        assertEquals(1, contents().rows());
    }

    @Test
    void shouldKeepTheLastDefinitionOfAnInstrumentAndStoreItOnlyWhenItChanges() {
        start();
        for (int i = 0; i < 5; i++) {
            rig.instrument("A", 1);
        }
        rig.instrument("B", 1);
        until("two are stored", () -> store.figures().instruments.get() == 2);
        rig.instrument("A", 5);
        until("the change is stored", () -> store.figures().instruments.get() == 3);
        assertEquals(2, contents().instruments());
        start();
        rig.instrument("A", 5);
        rig.quote("A", now(), 1_000);
        untilStored(1);
        assertEquals(0, store.figures().instruments.get(), "known from the run before");
    }

    @Test
    void shouldRemoveWhatIsTooOldWhenItLooks() {
        start("storage.keep", "1h", "storage.check.interval", "10ms");
        rig.quote("OLD", now() - 7_200 * SECOND, 1_000);
        rig.quote("NEW", now(), 1_000);
        until("the old one is removed", () -> store.figures().removed.get() == 1);
        assertEquals(
                List.of("NEW"),
                contents().series().stream().map(each -> each.symbol()).toList());
    }

    @Test
    void shouldKeepWithinItsSizeWhenItLooks() {
        start("storage.max.size", "3m", "storage.check.interval", "20ms", "storage.batch.rows", "20000");
        long begin = now();
        int[] sent = {0};
        until("room was made", () -> {
            for (int i = 0; i < 2_000 && sent[0] < 2_000_000; i++) {
                rig.quote("S" + sent[0] % 5, begin + sent[0] * 1_000L, 1_000 + (sent[0] * 7_919L) % 100_000);
                sent[0]++;
            }
            return store.figures().removed.get() > 0;
        });
        Contents left = contents();
        assertTrue(left.rows() > 0 && left.rows() < sent[0], () -> left.toString());
    }

    @Test
    void shouldAnswerWhatItHasAndExportItWhileItRuns() throws Exception {
        start();
        for (int i = 0; i < 1_200; i++) {
            rig.quote("S" + i, now(), 1_000);
        }
        rig.instrument("S1", 1);
        untilStored(1_200);
        until("the instrument is stored", () -> store.figures().instruments.get() == 1);
        assertEquals(
                List.of("1200"),
                ask(StoreDesk.ROWS, List.of()).data().getFirst().subList(0, 1));
        List<List<String>> first = ask(StoreDesk.CONTENTS, List.of("0")).data();
        Contents contents = Contents.decode(first, List.of());
        assertEquals(StoreDesk.SERIES_A_PART, contents.series().size());
        assertEquals(1_200, Contents.count(first));
        contents = Contents.decode(ask(StoreDesk.CONTENTS, List.of("500")).data(), contents.series());
        contents = Contents.decode(ask(StoreDesk.CONTENTS, List.of("1000")).data(), contents.series());
        assertEquals(1_200, contents.rows());
        assertEquals(1, contents.instruments());
        Path files = folder.resolve("a\tfolder");
        Fields done = ask(StoreDesk.EXPORT, new ExportOrder(files, Selection.all(), false).encode());
        assertTrue(done.isOk(), done::toString);
        assertTrue(Files.exists(files.resolve("quotes.parquet")) && Files.exists(files.resolve("instruments.csv")));
        Fields again = ask(StoreDesk.EXPORT, new ExportOrder(files, Selection.all(), false).encode());
        assertTrue(again.why().contains("is not empty"), again::why);
        Fields refused = ask(StoreDesk.IMPORT, new ImportOrder(files.toString(), "ALL", "USD", false, false).encode());
        assertTrue(refused.why().contains("may be among that"), refused::why);
        Fields imported = ask(StoreDesk.IMPORT, new ImportOrder(files.toString(), "ALL", "USD", false, true).encode());
        assertEquals(1_200, FileImport.Done.decode(imported.data()).rows());
        assertActs("DATA_EXPORT done", "DATA_EXPORT failed", "DATA_IMPORT failed", "DATA_IMPORT done");
        assertEquals(2_400, contents().rows());
    }

    /** What people did with the data is on the bus before they are answered; looks are not. */
    private void assertActs(String... expected) {
        List<String> acts = new ArrayList<>();
        Subscription told = rig.bus()
                .subscribe(SubscriptionSpec.durable("platform.control.act.data").from(StartAt.EARLIEST), message -> {
                    Matcher act = ACT.matcher(
                            message.buffer().getStringWithoutLengthUtf8(message.offset(), message.length()));
                    assertTrue(act.matches(), () -> "no act: " + message);
                    acts.add(act.group(1) + " " + act.group(2));
                    return Verdict.ACCEPT;
                });
        until("all is told", () -> told.poll(10) >= 0 && acts.size() >= expected.length);
        assertEquals(List.of(expected), acts);
    }

    @Test
    void shouldSayWhatItCannotAnswer() {
        start();
        Fields unknown = ask("weather", List.of());
        assertTrue(!unknown.isOk() && unknown.why().contains("does not know the question 'weather'"), unknown::why);
        Fields unreadable = ask(StoreDesk.CONTENTS, List.of("many"));
        assertTrue(!unreadable.isOk() && unreadable.why().contains("cannot be read"), unreadable::why);
        Fields empty = ask(StoreDesk.EXPORT, new ExportOrder(folder.resolve("x"), Selection.all(), false).encode());
        assertTrue(empty.why().contains("The store is empty"), empty::why);
    }

    @Test
    void shouldRefuseTheStoreOfAnotherAndAnUnknownBackend() {
        start();
        assertThrows(StoreInUseException.class, () -> StorePlace.open(settings, place(), true));
        stop();
        CommandException unknown = assertThrows(CommandException.class, () -> start("storage.backend", "oracle"));
        assertTrue(unknown.getMessage().contains("'oracle'")
                && unknown.getMessage().contains("duckdb"));
        bus.close();
        store = null;
    }
}
