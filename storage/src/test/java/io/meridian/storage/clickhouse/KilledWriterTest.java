package io.meridian.storage.clickhouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process that writes is killed: another one gets the store, with all batches that were stored, each whole. */
@Tag("server")
@Timeout(180)
final class KilledWriterTest {
    private static final int ROWS = 2_000;
    private static final int BATCHES = 20;
    private static final String ALL =
            "SELECT count() FROM (SELECT batch FROM quotes UNION ALL SELECT batch FROM trades)";
    private static final String PARTS =
            "SELECT count() FROM (SELECT batch, count() AS rows FROM (SELECT batch FROM quotes"
                    + " UNION ALL SELECT batch FROM trades) GROUP BY batch HAVING rows != " + ROWS + ")";

    /** The process: {@code URL}. It says each number of a batch that is stored. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            RowBatch batch = new RowBatch();
            Rows rows = new Rows();
            try (MarketStore store = ClickHouseStore.open(TestServer.options(arguments[0], false))) {
                for (int number = 1; ; number++) {
                    batch.clear();
                    for (int i = 0; i < ROWS / 2; i++) {
                        rows.quote(batch, i, "A", Decimal.of(1), null);
                        rows.trade(batch, i, "A", "t", Decimal.of(1), Decimal.of(1));
                    }
                    store.append(batch);
                    System.out.println(number);
                }
            }
        }
    }

    @Test
    void shouldHaveWholeBatchesWhenTheirWriterWasKilled() throws IOException, InterruptedException {
        TestServer.clear();
        Process writer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        TestServer.get().url()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long stored = 0;
        try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
            while (stored < BATCHES) {
                String line = said.readLine();
                assertNotNull(line, "the writer ended after batches=" + stored);
                stored = Long.parseLong(line);
            }
        } finally {
            writer.destroyForcibly();
        }
        assertTrue(writer.waitFor(20, TimeUnit.SECONDS));
        try (MarketStore store = ClickHouseStore.open(TestServer.options(false))) {
            long rows = TestServer.number(ALL);
            assertTrue(rows >= stored * ROWS, "stored=" + stored + " rows=" + rows);
            assertEquals(0, TestServer.number(PARTS));
            assertEquals(rows, store.total().rows());
            assertTrue(
                    store.marks().stream().allMatch(mark -> mark.sequence() >= rows - 1),
                    () -> "rows=" + rows + " " + store.marks());
        }
    }
}
