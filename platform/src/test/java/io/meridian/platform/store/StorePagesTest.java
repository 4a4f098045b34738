package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.setting.Settings;
import io.meridian.manager.api.DataPage;
import io.meridian.manager.api.DataQuestion;
import io.meridian.manager.basis.Refusal;
import io.meridian.platform.settings.PlatformSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of a real store that its service has open, on the in-memory bus. */
final class StorePagesTest {
    private static final long BEGIN_NS = 1_769_783_400_000_000_000L;
    private static final int QUOTES = 450;
    private static final int FILLS = 230;

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Settings settings = Settings.reader(PlatformSettings.schemas())
            .values(Map.of(
                    "bus.backend", "memory",
                    "memory.space", "pages-" + UUID.randomUUID(),
                    "storage.keep", "0s",
                    "storage.memory", "64m"))
            .read();
    private final AtomicBoolean over = new AtomicBoolean();
    private Bus asking;
    private Bus bus;
    private Thread service;

    @BeforeEach
    void start() throws InterruptedException {
        asking = open();
        bus = open();
        StoreService store =
                StoreService.start(bus, settings, folder.resolve("store"), SystemEpochNanoClock.INSTANCE, log::add);
        try (StoreRig rig = new StoreRig(settings)) {
            rig.instrument("A", 1);
            for (int i = 0; i < QUOTES; i++) {
                rig.quote(i % 3 == 0 ? "B" : "A", BEGIN_NS + i * 1_000_000_000L, 1_000 + i);
            }
            for (int i = 0; i < FILLS; i++) {
                rig.fill(i % 10 == 0 ? "beta" : "alpha", "t" + i);
            }
            StoreRig.until(
                    store,
                    log,
                    "all is stored",
                    () -> store.figures().traded.get() == FILLS + 1
                            && store.figures().stored.get() == QUOTES);
        }
        service = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                store.doWork();
            }
            store.onClose();
        });
    }

    private Bus open() {
        return Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopService();
        asking.close();
    }

    private void stopService() throws InterruptedException {
        if (!over.getAndSet(true)) {
            service.join();
            bus.close();
        }
    }

    private DataPage ask(String what, Map<String, String> only, int limit, String cursor) {
        return new StorePages(asking).apply(new DataQuestion(what, only, limit, cursor));
    }

    private List<Object> all(String what, Map<String, String> only, int limit, String field) {
        List<Object> all = new ArrayList<>();
        String cursor = null;
        do {
            DataPage page = ask(what, only, limit, cursor);
            assertTrue(page.rows().size() <= limit);
            page.rows().forEach(row -> all.add(row.get(field)));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private static List<Object> names(String prefix, int count) {
        List<Object> names = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            names.add(prefix + i);
        }
        return names;
    }

    @Test
    void shouldGiveEachRowOnceWhateverTheLengthOfAPage() {
        for (int limit : new int[] {40, 99, 100}) {
            assertEquals(names("t", FILLS), all("fills", Map.of(), limit, "trade_id"), "limit=" + limit);
        }
        assertEquals(
                FILLS / 10,
                all("fills", Map.of("portfolio", "beta"), 5, "trade_id").size());
        assertEquals(
                QUOTES, all("quotes", Map.of(), 100, "time").stream().distinct().count());
        assertEquals(
                QUOTES / 3, all("quotes", Map.of("symbol", "B"), 60, "time").size());
        assertEquals(List.of("A"), all("instruments", Map.of("as_of", "2200-01-01"), 10, "symbol"));
    }

    /** Who writes and who reads have a connection each: a question on the other's would end what that one is in the middle of. */
    @Test
    void shouldSayWhatIsKeptWhileRowsCome() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread market = Thread.ofPlatform().start(() -> {
            try (StoreRig rig = new StoreRig(settings)) {
                for (int i = 0; !enough.get(); i++) {
                    rig.quote("A", BEGIN_NS + i * 1_000_000L, 1_000 + i % 100);
                }
            }
        });
        try {
            for (int i = 0; i < 200; i++) {
                Map<String, Object> quotes =
                        ask("kept", Map.of(), 100, null).rows().getFirst();
                assertEquals("quotes", quotes.get("what"));
                assertTrue((long) quotes.get("rows") >= QUOTES, quotes::toString);
            }
        } finally {
            enough.set(true);
            market.join();
        }
    }

    @Test
    void shouldAnswerAllWhoAskAtTheSameTime() throws Exception {
        StorePages pages = new StorePages(asking);
        DataQuestion fills = new DataQuestion("fills", Map.of(), 50, null);
        DataQuestion quotes = new DataQuestion("quotes", Map.of(), 50, null);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DataPage>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                DataQuestion question = i % 2 == 0 ? fills : quotes;
                answers.add(people.submit(() -> pages.apply(question)));
            }
            for (Future<DataPage> each : answers) {
                assertEquals(50, each.get().rows().size());
            }
        }
    }

    @Test
    void shouldSayHowThingsStood() {
        List<Map<String, Object>> rows = ask("quotes", Map.of("as_of", "2026-01-30T14:30:09Z"), 100, null)
                .rows();
        assertEquals(
                List.of("A 10.08", "B 10.09"),
                rows.stream()
                        .map(row -> row.get("symbol") + " " + row.get("bid"))
                        .sorted()
                        .toList());
    }

    @Test
    void shouldRefuseWhatMakesNoSenseAndSayWhy() {
        for (DataQuestion wrong : List.of(
                new DataQuestion("cash", Map.of("symbol", "A"), 10, null),
                new DataQuestion("quotes", Map.of("portfolio", "alpha"), 10, null),
                new DataQuestion("fills", Map.of("resolution", "1m"), 10, null),
                new DataQuestion("bars", Map.of("resolution", "999999d"), 10, null),
                new DataQuestion("bars", Map.of("as_of", "2026-01-30"), 10, null),
                new DataQuestion("fills", Map.of("as_of", "2026-01-30", "from", "2026-01-30"), 10, null),
                new DataQuestion("fills", Map.of("from", "yesterday"), 10, null),
                new DataQuestion("fills", Map.of("from", "2026-01-30", "to", "2026-01-01"), 10, null),
                new DataQuestion("fills", Map.of(), 10, "-1"),
                new DataQuestion("fills", Map.of("as_of", "2026-01-30"), 10, "99999999999"))) {
            Refusal refused = assertThrows(Refusal.class, () -> new StorePages(asking).apply(wrong), wrong::toString);
            assertEquals(Refusal.Kind.INVALID, refused.kind(), refused::getMessage);
        }
        SplittableRandom random = new SplittableRandom(5);
        String good = ask("quotes", Map.of(), 100, null).next();
        for (int i = 0; i < 300; i++) {
            StringBuilder changed = new StringBuilder(good);
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                changed.setCharAt(random.nextInt(changed.length()), (char) random.nextInt(32, 127));
            }
            String cursor = changed.substring(0, random.nextInt(1, changed.length() + 1));
            try {
                ask("quotes", Map.of(), 10, cursor);
            } catch (Refusal refused) {
                assertTrue(
                        refused.kind() == Refusal.Kind.INVALID || refused.kind() == Refusal.Kind.AWAY,
                        refused::getMessage);
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoStoreWhenThereIsNone() throws InterruptedException {
        stopService();
        Refusal away = assertThrows(Refusal.class, () -> ask("fills", Map.of(), 10, null));
        assertEquals(Refusal.Kind.AWAY, away.kind());
        assertTrue(away.getMessage().contains("meridian store"), away::getMessage);
    }
}
