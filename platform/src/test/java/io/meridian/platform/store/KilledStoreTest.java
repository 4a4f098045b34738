package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.BusSettings;
import io.meridian.bus.Requester;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store's process is killed again and again while data comes over Aeron: the store opens again, what was committed is there, nothing is there
 * twice, and of each run everything from its first row to its last commit. Of trading everything is there in the end, once. When instead the
 * server of the store is killed, all of it is there.
 */
@Tag("server")
final class KilledStoreTest {
    private static final long SEED = 20_261_128;
    private static final long PATIENCE_NS = 180_000_000_000L;
    private static final int MANY = 50;
    /** So many of a symbol may be in memory alone when the process is killed: some three seconds of them. */
    private static final int UNSAFE = 8_000;

    private static final String[] SYMBOLS = {"A", "B", "C"};

    @TempDir
    private Path home;

    /** The number of the last row after each kill. */
    private final List<Long> kills = new ArrayList<>();

    /** What was published last of each symbol before and after a kill, where rows may be stored long after they came. */
    private record Noted(long[] before, long[] after) {}

    private final List<Noted> noted = new ArrayList<>();
    private final AtomicLongArray sequences = new AtomicLongArray(SYMBOLS.length);

    /** How many were told. */
    private final AtomicLong fills = new AtomicLong();

    private Map<String, String> environment;
    private StoredRows stored;
    private Process store;

    @Test
    @Timeout(240)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilled() throws Exception {
        killService("duckdb", 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timescaledb", "clickhouse"})
    @Timeout(240)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilledAndItsStoreIsOnAServer(String backend)
            throws Exception {
        killService(backend, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timescaledb", "clickhouse"})
    @Timeout(240)
    void shouldLoseAndDoubleNothingAtAllWhenTheServerOfItsStoreIsKilled(String backend) throws Exception {
        killServer(backend, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timescaledb", "clickhouse"})
    @Timeout(240)
    void shouldLoseAndDoubleNothingOfItsSpoolWhenItIsKilledWhileTheServerOfItsStoreIsAwayAndAfterwards(String backend)
            throws Exception {
        killBoth(backend, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "timescaledb", "clickhouse"})
    @Tag("long")
    @Timeout(1800)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilledManyTimes(String backend) throws Exception {
        killService(backend, MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timescaledb", "clickhouse"})
    @Tag("long")
    @Timeout(1800)
    void shouldLoseAndDoubleNothingAtAllWhenTheServerOfItsStoreIsKilledManyTimes(String backend) throws Exception {
        killServer(backend, MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timescaledb", "clickhouse"})
    @Tag("long")
    @Timeout(3600)
    void shouldLoseAndDoubleNothingOfItsSpoolWhenBothAreKilledManyTimes(String backend) throws Exception {
        killBoth(backend, MANY / 2);
    }

    /** The service twice each time: once while the server is away and the spool fills, once while it is stored. */
    private void killBoth(String backend, int times) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Path spool = home.resolve("store/spool");
        whileDataComes(backend, (requester, server) -> {
            start();
            long rows = awaitRows(requester, 1);
            for (int i = 0; i < times; i++) {
                ProcessHandle killed = ProcessHandle.of(server.process().pid()).orElseThrow();
                killed.destroyForcibly();
                killed.onExit().join();
                awaitSpool(spool, true);
                LockSupport.parkNanos(random.nextLong(1_500_000_000));
                killNoting();
                server.start();
                start();
                LockSupport.parkNanos(random.nextLong(1_500_000_000));
                killNoting();
                start();
                rows = awaitRows(requester, rows + 1);
                awaitSpool(spool, false);
            }
        });
        assertTrue(log().contains("of an earlier run; they are stored first"), this::log);
    }

    private void killNoting() {
        long[] before = lastSequences();
        store.destroyForcibly().onExit().join();
        noted.add(new Noted(before, lastSequences()));
    }

    private long[] lastSequences() {
        long[] last = new long[SYMBOLS.length];
        Arrays.setAll(last, sequences::get);
        return last;
    }

    private void awaitSpool(Path spool, boolean filled) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            try (Stream<Path> files = Files.list(spool)) {
                if (filled == files.anyMatch(file -> file.toString().endsWith(".spool"))) {
                    return;
                }
            }
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "the spool is not as filled=" + filled + "\n" + log());
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void killService(String backend, int times) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        whileDataComes(backend, (requester, server) -> {
            long committed = 0;
            for (int i = 0; i < times; i++) {
                start();
                long more = committed + random.nextLong(500, 6_000);
                committed = awaitRows(requester, more);
                killNoting();
                long found = stored.count();
                assertTrue(found >= committed, "committed=" + committed + " found=" + found);
                committed = found;
                kills.add(stored.lastCame());
            }
            start();
        });
    }

    private void killServer(String backend, int times) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        whileDataComes(backend, (requester, server) -> {
            start();
            long rows = awaitRows(requester, 1);
            for (int i = 0; i < times; i++) {
                LockSupport.parkNanos(random.nextLong(700_000_000));
                ProcessHandle killed = ProcessHandle.of(server.process().pid()).orElseThrow();
                killed.destroyForcibly();
                killed.onExit().join();
                LockSupport.parkNanos(random.nextLong(500_000_000));
                server.start();
                rows = awaitRows(requester, rows + 1);
            }
        });
    }

    /** What is done to the store while data comes. */
    private interface Harm {
        void to(Requester requester, LocalServer server) throws Exception;
    }

    private void whileDataComes(String backend, Harm harm) throws Exception {
        LocalServer ofStore = null;
        if (!backend.equals("duckdb")) {
            String missing = LocalServers.missing(backend);
            assumeTrue(missing == null, missing);
            ofStore = LocalServers.of(backend, "killed", home.resolve("data"), home.resolve("store-server.log"));
            ofStore.start();
        }
        try (LocalServer closed = ofStore;
                LocalServer server =
                        LocalServers.of("aeron", "killed", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            environment = new TreeMap<>(server.environment());
            stored = StoredRows.in(home.resolve("store"), closed);
            if (closed != null) {
                environment.putAll(closed.environment());
            }
            environment.put("BUS_BACKEND", "aeron");
            environment.put("BUS_DEPLOYMENT", "killed");
            // A lossy subscriber that a busy machine holds up is passed over sooner than that, and the gap is no fault.
            // It also
            // lets a store that is started anew hear again what the killed one heard last.
            environment.put("AERON_LOSSY_STALL", "10s");
            try (StoreRig rig = new StoreRig(settings());
                    StoreRig asking = new StoreRig(settings())) {
                AtomicBoolean over = new AtomicBoolean();
                Thread market = Thread.ofPlatform().start(() -> publish(rig, over));
                Requester requester = asking.bus().requester();
                try {
                    harm.to(requester, closed);
                } finally {
                    over.set(true);
                    market.join();
                }
                awaitFill(requester, fills.get());
                store.destroyForcibly().onExit().join();
            } finally {
                if (store != null) {
                    store.destroyForcibly().onExit().join();
                }
            }
            requireWholeRuns();
            assertEquals(
                    List.of(List.of(Long.toString(fills.get()), Long.toString(fills.get()))),
                    stored.ask("SELECT count(*), count(DISTINCT trade_id) FROM fills"));
        }
    }

    private void awaitFill(Requester requester, long number) {
        TradingOrder order = new TradingOrder(TradingQuery.all(TradingTable.FILLS), false, Long.MAX_VALUE);
        String last = "";
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!last.equals("t" + number)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "last=" + last + " of " + number + "\n" + log());
            Fields answer = ask(requester, StoreDesk.TRADING, order.encode(), deadlineNs);
            if (answer != null && answer.isOk() && !answer.data().isEmpty()) {
                last = order.decodeRows(answer.data()).getFirst().text("trade_id");
            }
        }
    }

    private static Fields ask(Requester requester, String question, List<String> given, long deadlineNs) {
        byte[] bytes = new Fields(List.of(List.of(""), given)).encode();
        return new Asking<>(requester, Topic.of(TopicTemplate.STORE.topic(question)), 5_000_000_000L, Fields::decode)
                .once(new UnsafeBuffer(bytes), bytes.length, deadlineNs);
    }

    /** Some 6,000 quotes a second, in spurts, and a fill with each of them. */
    private void publish(StoreRig rig, AtomicBoolean over) {
        long cents = 1_000;
        while (!over.get()) {
            for (int i = 0; i < 12; i++) {
                int symbol = i % SYMBOLS.length;
                sequences.set(symbol, rig.quote(SYMBOLS[symbol], SystemEpochNanoClock.INSTANCE.nanoTime(), cents++));
            }
            rig.fill("alpha", "t" + fills.incrementAndGet());
            LockSupport.parkNanos(2_000_000);
        }
    }

    private long awaitRows(Requester requester, long atLeast) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            Fields answer = ask(requester, StoreDesk.ROWS, List.of(), deadlineNs);
            // A server that was killed just now is found to be away by whoever asks first.
            if (answer != null && answer.isOk()) {
                long rows = Long.parseLong(answer.data().getFirst().getFirst());
                if (rows >= atLeast) {
                    return rows;
                }
            }
            assertTrue(
                    System.nanoTime() - deadlineNs < 0,
                    () -> "no " + atLeast + " rows in time; answer=" + answer + " alive=" + store.isAlive() + "\n"
                            + log());
        }
    }

    /**
     * Of a run, and of one topic, all is there from its first row to its last: only between two runs may something be missing. What a killed run
     * left in its spool is stored by the next one, so the end of a run is also known by what was published when it was killed.
     */
    private void requireWholeRuns() {
        List<String> gaps = new ArrayList<>();
        for (int symbol = 0; symbol < SYMBOLS.length; symbol++) {
            StoredRows.Quote last = null;
            for (StoredRows.Quote quote : stored.quotes(SYMBOLS[symbol], kills)) {
                assertEquals(1, quote.spread(), "the row is whole");
                if (last != null) {
                    assertTrue(quote.sequence() > last.sequence(), SYMBOLS[symbol] + " " + quote + " after=" + last);
                    if (quote.sequence() != last.sequence() + 1 && !isBetweenRuns(symbol, last, quote)) {
                        gaps.add(SYMBOLS[symbol] + " kills=" + kills + " " + quote + " after=" + last);
                    }
                }
                last = quote;
            }
            assertTrue(last != null);
        }
        assertEquals(List.of(), gaps, this::log);
    }

    private boolean isBetweenRuns(int symbol, StoredRows.Quote last, StoredRows.Quote next) {
        return last.run() != next.run()
                || noted.stream()
                        .anyMatch(kill -> last.sequence() <= kill.after()[symbol]
                                && next.sequence() >= kill.before()[symbol] - UNSAFE);
    }

    private Settings settings() {
        return Settings.of(BusSettings.schemas(), BusEnvironment.settings(environment));
    }

    private String log() {
        try {
            return Files.readString(home.resolve("store.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start() throws IOException {
        store = ServiceProcess.start(
                environment,
                home.resolve("store.log"),
                "store",
                "--dir",
                home.resolve("store").toString(),
                "--set",
                "storage.batch.time=20ms");
    }
}
