package io.meridian.storage.timescale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.testkit.TcpProxy;
import io.meridian.devservers.PostgresServer;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreAwayException;
import io.meridian.storage.StoreInUseException;
import io.meridian.storage.StoreOptions;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server is killed, ended or cut off while a store is open: each batch is stored once, whatever was known of it when the connection went. */
@Tag("server")
@Timeout(180)
final class KilledServerTest {
    private static final long SEED = 20_261_129;
    private static final String DATABASE = TestServer.WITH_EXTENSION;
    private static final int ROWS = 200;
    private static final String ALL = "SELECT count(*) FROM meridian.quotes";
    private static final String DISTINCT = "SELECT count(DISTINCT sequence) FROM meridian.quotes";

    private final Rows rows = new Rows();
    private final RowBatch batch = new RowBatch();
    private long time;

    @BeforeEach
    void begin() {
        TestServer.clear(DATABASE);
    }

    private MarketStore open() {
        return TimescaleStore.open(TestServer.options(DATABASE, false));
    }

    private RowBatch fill() {
        batch.clear();
        for (int i = 0; i < ROWS; i++) {
            rows.quote(batch, ++time, "A", Decimal.of(1), null);
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
        kill(4);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void shouldStoreEachBatchOnceWhenTheServerIsKilledManyTimes() throws InterruptedException {
        kill(50);
    }

    private void kill(int times) throws InterruptedException {
        PostgresServer server = TestServer.get();
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
        assertEquals(batches * ROWS, TestServer.number(DATABASE, ALL));
        assertEquals(batches * ROWS, TestServer.number(DATABASE, DISTINCT));
        assertTrue(batches > times, "batches=" + batches);
    }

    /** @param committed whether the server goes through with what nobody waits for any more, before the store asks again */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStoreABatchOnceWhenTheAnswerToItsCommitIsLost(boolean committed) throws Exception {
        String busy = "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'COMMIT%' AND state = 'active'";
        try (TcpProxy line = TcpProxy.to(TestServer.get().port());
                MarketStore store = TimescaleStore.open(new StoreOptions(
                        null,
                        TestServer.address("postgresql://127.0.0.1:" + line.port() + "/" + DATABASE),
                        TestServer.MEMORY,
                        false))) {
            store.append(fill());
            // Commits take a while from here on.
            TestServer.sql(
                    DATABASE,
                    "CREATE FUNCTION meridian.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep("
                            + (committed ? 2 : 20) + "); RETURN NULL; END $$",
                    "CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON meridian.store_writers DEFERRABLE INITIALLY"
                            + " DEFERRED FOR EACH ROW EXECUTE FUNCTION meridian.slow()");
            Thread cutter = Thread.ofPlatform().start(() -> {
                await(busy, 1);
                line.cut();
            });
            RowBatch same = fill();
            assertThrows(StoreAwayException.class, () -> store.append(same));
            cutter.join();
            line.heal();
            if (committed) {
                await(busy, 0);
                assertEquals(2 * ROWS, TestServer.number(DATABASE, ALL), "it is stored, and the store cannot know");
                TestServer.sql(DATABASE, "DROP TRIGGER slow ON meridian.store_writers");
            } else {
                TestServer.sql(
                        DATABASE,
                        "CREATE OR REPLACE FUNCTION meridian.slow() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN RETURN NULL; END $$");
            }
            store.append(same);
            assertEquals(2 * ROWS, store.total().rows());
            assertEquals(2 * ROWS, TestServer.number(DATABASE, ALL));
            store.append(fill());
            assertEquals(3 * ROWS, TestServer.number(DATABASE, DISTINCT));
            assertEquals(3 * ROWS, TestServer.number(DATABASE, "SELECT max(came) FROM meridian.quotes"));
        }
    }

    private static void await(String query, long number) {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (TestServer.number(DATABASE, query) != number) {
            assertTrue(System.nanoTime() - deadlineNs < 0, query);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void shouldGoOnWhenTheServerWasEndedInOrderAndNotLetAnotherOneIn() {
        PostgresServer server = TestServer.get();
        try (MarketStore store = open();
                MarketStore looking = TimescaleStore.open(TestServer.options(DATABASE, true))) {
            store.append(fill());
            server.stop();
            String text = assertThrows(StoreAwayException.class, () -> store.append(fill()))
                    .getMessage();
            assertTrue(text.contains("Look whether it runs") || text.contains("Start it"), text);
            String away =
                    assertThrows(StoreAwayException.class, () -> store.total()).getMessage();
            assertTrue(away.contains("does not answer") && away.contains("Start it"), away);
            server.start();
            // As retried by hand: the batch that failed and that nobody gives again is not there.
            store.append(fill());
            assertEquals(2 * ROWS, store.total().rows());
            assertThrows(StoreInUseException.class, this::open);
            assertThrows(StoreAwayException.class, looking::contents);
            assertEquals(2 * ROWS, looking.contents().getFirst().rows());
        }
    }
}
