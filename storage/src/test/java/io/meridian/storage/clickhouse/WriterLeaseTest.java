package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import io.meridian.storage.StoreInUseException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writes at a time, and who is dead is not waited for for ever. */
@Tag("server")
@Timeout(120)
final class WriterLeaseTest {
    @BeforeEach
    void begin() {
        TestServer.clear();
    }

    private static MarketStore open() {
        return ClickHouseStore.open(TestServer.options(false));
    }

    @Test
    void shouldNameTheProcessWhenAnotherOneWritesAndLetOthersLook() {
        try (MarketStore store = open()) {
            String text = assertThrows(StoreInUseException.class, WriterLeaseTest::open)
                    .getMessage();
            assertTrue(text.contains("pid=" + ProcessHandle.current().pid()), text);
            try (MarketStore looking = ClickHouseStore.open(TestServer.options(true))) {
                assertEquals(0, looking.total().rows());
                RowBatch batch = quote();
                assertThrows(IllegalStateException.class, () -> looking.append(batch));
            }
            store.append(quote());
        }
        long beganNs = System.nanoTime();
        open().close();
        assertTrue(
                System.nanoTime() - beganNs < WriterLease.LEASE.toNanos() / 2, "who ended in order is not waited for");
    }

    @Test
    void shouldTakeTheStoreWhenWhoHadItIsDeadAndStopThatOneWhenItIsNot() {
        try (MarketStore first = open()) {
            first.append(quote());
            // As it looks to others when the first one's machine stands still.
            TestServer.get().sql(TestServer.DATABASE, "RENAME TABLE store_writer_1 TO held");
            TestServer.get().sql(TestServer.DATABASE, "CREATE TABLE store_writer_1 AS held COMMENT 'meridian dead'");
            TestServer.get().sql(TestServer.DATABASE, "RENAME TABLE store_writer_1 TO store_writer_7");
            long beganNs = System.nanoTime();
            try (MarketStore second = open()) {
                assertTrue(Duration.ofNanos(System.nanoTime() - beganNs).compareTo(WriterLease.LEASE) >= 0);
                second.append(quote());
                assertEquals(
                        "store_writer_8",
                        TestServer.get().sql(TestServer.DATABASE, "SHOW TABLES LIKE 'store_writer_%'"));
                String text = assertThrows(StoreInUseException.class, () -> first.append(quote()))
                        .getMessage();
                assertTrue(text.contains("pid="), text);
                assertThrows(StoreInUseException.class, () -> first.append(quote()));
                second.append(quote());
                assertEquals(3, second.total().rows());
            }
            // The second one has ended.
            first.append(quote());
            assertEquals(4, first.total().rows());
            assertEquals(4, TestServer.number("SELECT uniqExact(came) FROM quotes"));
        }
    }

    private static RowBatch quote() {
        RowBatch batch = new RowBatch();
        new Rows().quote(batch, 1, "A", Decimal.of(1), null);
        return batch;
    }
}
