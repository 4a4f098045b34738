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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store's process is killed again and again while data comes over Aeron: the store opens again, what was committed is there, nothing is there
 * twice, and of each run everything from its first row to its last commit. Of trading everything is there in the end, once.
 */
@Tag("server")
final class KilledStoreTest {
    private static final long SEED = 20_261_128;
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final String[] SYMBOLS = {"A", "B", "C"};

    @TempDir
    private Path home;

    /** How many rows there were after each kill. */
    private final List<Long> kills = new ArrayList<>();

    /** How many were told. */
    private final AtomicLong fills = new AtomicLong();

    private Map<String, String> environment;
    private String database;
    private Process store;

    @Test
    @Timeout(240)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilled() throws Exception {
        database = "jdbc:duckdb:" + home.resolve("store/market.duckdb");
        kill(5, Map.of());
    }

    @Test
    @Timeout(240)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilledAndItsStoreIsOnAServer() throws Exception {
        String missing = LocalServers.missing("timescaledb");
        assumeTrue(missing == null, missing);
        try (LocalServer server =
                LocalServers.of("timescaledb", "killed", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            Map<String, String> place = server.environment();
            database = "jdbc:" + place.get("STORAGE_URL") + "?currentSchema=meridian&user=" + place.get("STORAGE_USER")
                    + "&password=" + place.get("STORAGE_PASSWORD");
            kill(3, place);
        }
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void shouldLoseNothingCommittedAndDoubleNothingWhenItIsKilledManyTimes() throws Exception {
        database = "jdbc:duckdb:" + home.resolve("store/market.duckdb");
        kill(60, Map.of());
    }

    /** @param place environment variables that name the store */
    private void kill(int times, Map<String, String> place) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (LocalServer server =
                LocalServers.of("aeron", "killed", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            environment = new TreeMap<>(server.environment());
            environment.putAll(place);
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
                    long committed = 0;
                    for (int i = 0; i < times; i++) {
                        start();
                        long more = committed + random.nextLong(500, 6_000);
                        committed = awaitRows(requester, more);
                        store.destroyForcibly().onExit().join();
                        long found = count();
                        assertTrue(found >= committed, "committed=" + committed + " found=" + found);
                        committed = found;
                        kills.add(found);
                    }
                } finally {
                    over.set(true);
                    market.join();
                }
                start();
                awaitFill(requester, fills.get());
                store.destroyForcibly().onExit().join();
            } finally {
                if (store != null) {
                    store.destroyForcibly().onExit().join();
                }
            }
        }
        requireWholeRuns();
        assertEquals(fills.get() + " " + fills.get(), look(statement -> {
            try (ResultSet row = statement.executeQuery("SELECT count(*), count(DISTINCT trade_id) FROM fills")) {
                row.next();
                return row.getLong(1) + " " + row.getLong(2);
            }
        }));
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
                rig.quote(SYMBOLS[i % SYMBOLS.length], SystemEpochNanoClock.INSTANCE.nanoTime(), cents++);
            }
            rig.fill("alpha", "t" + fills.incrementAndGet());
            LockSupport.parkNanos(2_000_000);
        }
    }

    private long awaitRows(Requester requester, long atLeast) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            Fields answer = ask(requester, StoreDesk.ROWS, List.of(), deadlineNs);
            if (answer != null) {
                assertTrue(answer.isOk(), answer::why);
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

    private interface Look<T> {
        T at(Statement statement) throws SQLException;
    }

    private <T> T look(Look<T> look) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            return look.at(statement);
        }
    }

    private long count() throws SQLException {
        return look(statement -> {
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM quotes")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Of a run, and of one topic, all is there from its first row to its last: only between two runs may something be missing. */
    private void requireWholeRuns() throws SQLException {
        List<String> gaps = new ArrayList<>();
        look(statement -> {
            for (String symbol : SYMBOLS) {
                long last = 0;
                int run = -1;
                try (ResultSet row = statement.executeQuery(
                        "SELECT sequence, came, ask - bid FROM quotes WHERE symbol = '" + symbol + "' ORDER BY came")) {
                    while (row.next()) {
                        long sequence = row.getLong(1);
                        long came = row.getLong(2);
                        assertTrue(sequence > last, symbol + " sequence=" + sequence + " after=" + last);
                        assertEquals(1, row.getLong(3), "the row is whole");
                        int inRun =
                                (int) kills.stream().filter(rows -> rows < came).count();
                        if (inRun == run && sequence != last + 1) {
                            gaps.add(symbol + " run=" + run + " begins=" + (run == 0 ? 0 : kills.get(run - 1))
                                    + " came=" + came + " sequence=" + sequence + " after=" + last);
                        }
                        run = inRun;
                        last = sequence;
                    }
                }
                assertTrue(last > 0);
            }
            return null;
        });
        assertEquals(List.of(), gaps, this::log);
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
