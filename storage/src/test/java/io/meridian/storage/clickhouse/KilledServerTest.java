package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.testkit.TcpProxy;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreAwayException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server is killed, ended or cut off while a store is open: each batch is stored once, whatever was known of it then. */
@Tag("server")
@Timeout(180)
final class KilledServerTest {
    private static final long SEED = 20_261_129;
    private static final int ROWS = 200;
    private static final String FROM_ALL =
            " FROM (SELECT came, sequence FROM quotes UNION ALL SELECT came, sequence" + " FROM trades)";
    private static final String ALL = "SELECT count()" + FROM_ALL;
    private static final String DISTINCT = "SELECT uniqExact(sequence)" + FROM_ALL;

    private final Rows rows = new Rows();
    private final RowBatch batch = new RowBatch();
    private long time;

    @BeforeEach
    void begin() {
        TestServer.clear();
    }

    private static MarketStore open() {
        return ClickHouseStore.open(TestServer.options(false));
    }

    /** Rows of two tables, and of two partitions each. */
    private RowBatch fill() {
        batch.clear();
        for (int i = 0; i < ROWS / 2; i++) {
            time++;
            rows.quote(batch, time + i % 2 * Tables.HOUR_NS, "A", Decimal.of(1), null);
            rows.trade(batch, time + i % 2 * Tables.HOUR_NS, "A", "t", Decimal.of(1), Decimal.of(1));
        }
        return batch;
    }

    /** As the service does: the same batch until it is taken. */
    private static void appendUntilTaken(MarketStore store, RowBatch batch) {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                store.append(batch);
                return;
            } catch (StoreAwayException away) {
                assertTrue(System.nanoTime() - deadlineNs < 0, away::getMessage);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Test
    void shouldStoreEachBatchOnceWhenTheServerIsKilledBetweenAndDuringAppends() throws InterruptedException {
        kill(6);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void shouldStoreEachBatchOnceWhenTheServerIsKilledManyTimes() throws InterruptedException {
        kill(50);
    }

    private void kill(int times) throws InterruptedException {
        ClickHouseServer server = TestServer.get();
        SplittableRandom random = new SplittableRandom(SEED);
        AtomicBoolean over = new AtomicBoolean();
        long batches = 0;
        try (MarketStore store = open()) {
            Thread killer = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < times; i++) {
                    LockSupport.parkNanos(random.nextLong(100_000_000, 600_000_000));
                    server.kill();
                    server.start();
                }
                over.set(true);
            });
            while (!over.get()) {
                appendUntilTaken(store, fill());
                batches++;
            }
            killer.join();
            assertEquals(batches * ROWS, store.total().rows());
        }
        assertEquals(batches * ROWS, TestServer.number(ALL));
        assertEquals(batches * ROWS, TestServer.number(DISTINCT));
        assertTrue(batches > times, "batches=" + batches);
    }

    @Test
    void shouldStoreABatchOnceWhenTheAnswerIsLost() throws Exception {
        ClickHouseServer server = TestServer.get();
        try (TcpProxy line = TcpProxy.to(server.port());
                MarketStore store = ClickHouseStore.open(
                        TestServer.options(server.url().replace(":" + server.port(), ":" + line.port()), false))) {
            store.append(fill());
            RowBatch same = fill();
            // Frozen it takes what is sent and does nothing; the line is cut; then it does what it was told.
            server.pause();
            Thread cutter = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(500_000_000);
                line.cut();
                server.resume();
            });
            assertThrows(StoreAwayException.class, () -> store.append(same));
            cutter.join();
            line.heal();
            appendUntilTaken(store, same);
            assertEquals(2 * ROWS, store.total().rows());
            store.append(fill());
            assertEquals(3 * ROWS, TestServer.number(ALL));
            assertEquals(3 * ROWS, TestServer.number(DISTINCT));
            assertEquals(3 * ROWS / 2, TestServer.number("SELECT max(came) FROM quotes"));
        }
    }

    @Test
    void shouldCompleteABatchWhenTheServerHasOnlyAPartOfIt() {
        ClickHouseServer server = TestServer.get();
        try (MarketStore store = open()) {
            store.append(fill());
            RowBatch same = fill();
            failAfterQuotes(store, same);
            assertEquals(3 * ROWS / 2, TestServer.number(ALL), "quotes are there, trades are not");
            store.append(same);
            assertEquals(2 * ROWS, TestServer.number(ALL));
            assertEquals(2 * ROWS, TestServer.number(DISTINCT));
            // As if it had lost one of the two partitions when it fell.
            failAfterQuotes(store, fill());
            server.sql(
                    TestServer.DATABASE,
                    "ALTER TABLE quotes DELETE WHERE batch = (SELECT max(batch) FROM quotes) AND time < "
                            + Tables.HOUR_NS);
            store.append(batch);
            assertEquals(3 * ROWS, TestServer.number(ALL));
            assertEquals(3 * ROWS, TestServer.number(DISTINCT));
        }
    }

    /** Trades cannot be stored for a moment, and the server says so as if it had no room. */
    private static void failAfterQuotes(MarketStore store, RowBatch batch) {
        TestServer.get().sql(TestServer.DATABASE, "ALTER TABLE trades MODIFY SETTING parts_to_throw_insert = 1");
        try {
            assertThrows(StoreAwayException.class, () -> store.append(batch));
        } finally {
            TestServer.get().sql(TestServer.DATABASE, "ALTER TABLE trades RESET SETTING parts_to_throw_insert");
        }
    }

    @Test
    void shouldLeaveNoPartOfABatchWhenNobodyGivesItAgain() {
        try (MarketStore store = open()) {
            store.append(fill());
            failAfterQuotes(store, fill());
            store.append(fill());
            assertEquals(2 * ROWS, TestServer.number(ALL));
            failAfterQuotes(store, fill());
        }
        // Its writer ended; the next one finds what is left of it.
        try (MarketStore store = open()) {
            assertEquals(2 * ROWS, store.total().rows());
            assertEquals(2 * ROWS, TestServer.number(ALL));
            store.append(fill());
        }
        assertEquals(3 * ROWS, TestServer.number(DISTINCT));
    }

    @Test
    void shouldStoreABatchOnceWhenOldRowsAreRemovedBeforeItIsGivenAgain() {
        try (MarketStore store = open()) {
            store.append(fill());
            RowBatch same = fill();
            failAfterQuotes(store, same);
            assertEquals(3 * ROWS / 4, Rows.removeBefore(store, Tables.HOUR_NS));
            store.append(same);
            assertEquals(3 * ROWS / 2, store.total().rows());
            assertEquals(3 * ROWS / 2, TestServer.number(DISTINCT));
            assertEquals(ROWS, TestServer.number("SELECT max(came) FROM trades"));
        }
    }

    @Test
    void shouldKeepTheLastBatchWhenAPartOfItWasRemovedAsOld() {
        try (MarketStore store = open()) {
            store.append(fill());
            assertEquals(ROWS / 2, Rows.removeBefore(store, Tables.HOUR_NS));
        }
        try (MarketStore store = open()) {
            assertEquals(ROWS / 2, store.total().rows());
        }
    }

    @Test
    void shouldGoOnWhenTheServerWasEndedInOrder() {
        ClickHouseServer server = TestServer.get();
        try (MarketStore store = open();
                MarketStore looking = ClickHouseStore.open(TestServer.options(true))) {
            store.append(fill());
            server.stop();
            String text = assertThrows(StoreAwayException.class, () -> store.append(fill()))
                    .getMessage();
            assertTrue(text.contains("does not answer") && text.contains("Start it"), text);
            assertThrows(StoreAwayException.class, store::total);
            server.start();
            // As retried by hand: the batch that failed and that nobody gives again is not there.
            store.append(fill());
            assertEquals(2 * ROWS, store.total().rows());
            assertEquals(ROWS, looking.contents().getFirst().rows());
        }
    }
}
