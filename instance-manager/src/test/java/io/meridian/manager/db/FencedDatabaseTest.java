package io.meridian.manager.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several managers on one real PostgreSQL: only that of the latest term writes. */
@Tag("server")
@Timeout(120)
final class FencedDatabaseTest {
    private static OwnPostgres own;

    private Database first;
    private Database second;

    @BeforeAll
    static void start() throws Exception {
        own = OwnPostgres.start();
    }

    @AfterAll
    static void end() {
        if (own != null) {
            own.close();
        }
    }

    @BeforeEach
    void open() {
        first = Database.open(own.address());
        second = Database.open(own.address());
        first.write(rows -> rows.change("UPDATE leadership SET term = 0"));
        first.write(rows -> rows.change("DROP TABLE IF EXISTS fenced"));
        first.write(rows -> rows.change("CREATE TABLE fenced (value BIGINT NOT NULL)"));
        first.write(rows -> rows.change("INSERT INTO fenced (value) VALUES (0)"));
    }

    @AfterEach
    void close() {
        if (first != null) {
            first.close();
            second.close();
        }
    }

    @Test
    void shouldRefuseWhatAnEarlierLeaderWrites() {
        first.fence(3);
        first.write(rows -> rows.change("UPDATE fenced SET value = 1"));
        second.fence(4);
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> first.write(rows -> rows.change("UPDATE fenced SET value = 2")));
        assertTrue(refused.getMessage().contains("in term 4"), refused::getMessage);
        assertEquals(1, value());
        assertThrows(IllegalStateException.class, () -> first.fence(3));
        second.write(rows -> rows.change("UPDATE fenced SET value = 3"));
        assertEquals(3, value());
    }

    /** What was begun before another led is either whole before that one begins, or not at all. */
    @Test
    void shouldWaitForWhatIsBeingWritten() throws Exception {
        first.fence(3);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> write = beginToWrite(() -> goOn.await(1, TimeUnit.SECONDS));
        CompletableFuture<Long> seen = CompletableFuture.supplyAsync(() -> {
            second.fence(4);
            return value(second);
        });
        goOn.countDown();
        write.get(30, TimeUnit.SECONDS);
        assertEquals(1, seen.get(30, TimeUnit.SECONDS));
    }

    /** One that is stopped in the middle of writing holds up nobody for long, and its write is undone. */
    @Test
    void shouldNotWaitForOneThatIsStopped() throws Exception {
        first.fence(3);
        CountDownLatch wakes = new CountDownLatch(1);
        CompletableFuture<Void> write = beginToWrite(() -> {
            wakes.await();
            return null;
        });
        long began = System.nanoTime();
        second.fence(4);
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(9));
        second.write(rows -> rows.change("UPDATE fenced SET value = 7"));
        wakes.countDown();
        assertThrows(Exception.class, () -> write.get(30, TimeUnit.SECONDS));
        assertEquals(7, value());
    }

    /** Two take turns at leading while both go on writing: each counts from what it reads, and no step is lost. */
    @Test
    void shouldLoseNothingWhileLeadersChange() throws Exception {
        List<CompletableFuture<Integer>> both = new ArrayList<>();
        for (Database own : List.of(first, second)) {
            int offset = both.size();
            both.add(CompletableFuture.supplyAsync(() -> {
                int written = 0;
                for (int turn = 0; turn < 30; turn++) {
                    try {
                        own.fence(10 + 2 * turn + offset);
                    } catch (IllegalStateException tooLate) {
                        continue;
                    }
                    for (int i = 0; i < 20; i++) {
                        try {
                            own.write(rows -> {
                                long now = rows.first(row -> row.getLong(1), "SELECT value FROM fenced FOR UPDATE")
                                        .orElseThrow();
                                return rows.change("UPDATE fenced SET value = ?", now + 1);
                            });
                            written++;
                        } catch (IllegalStateException anotherLeads) {
                            break;
                        }
                    }
                }
                return written;
            }));
        }
        int written = both.get(0).get(60, TimeUnit.SECONDS) + both.get(1).get(60, TimeUnit.SECONDS);
        assertTrue(written > 20, "written " + written);
        assertEquals(written, value());
    }

    /** Writes on a thread of its own, and is in the middle of it when this returns. @param pause what it waits for there */
    private CompletableFuture<Void> beginToWrite(Callable<?> pause) throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> first.write(rows -> {
            rows.change("UPDATE fenced SET value = 1");
            writing.countDown();
            try {
                pause.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return null;
        }));
        writing.await();
        return write;
    }

    private long value() {
        return value(second);
    }

    private static long value(Database of) {
        return of.read(rows ->
                rows.first(row -> row.getLong(1), "SELECT value FROM fenced").orElseThrow());
    }
}
