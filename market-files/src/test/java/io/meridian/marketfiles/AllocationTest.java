package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AllocationTest {
    private static final int ROWS = 200_000;
    /** Chunks of a Parquet file and the reader's own buffers cost a little, not the rows. */
    private static final double MOST_BYTES_A_ROW = 2;

    @TempDir
    private Path folder;

    @Test
    void shouldAllocateNothingForARowWhenFilesAreRead() {
        for (String name : List.of("a.csv", "a.parquet")) {
            Path path = folder.resolve(name);
            SampleBars bars = new SampleBars(List.of("A", "B"), "XNAS", 60_000_000_000L, 1);
            try (MarketFileWriter writer = new MarketFileWriter(path, DataKind.BAR)) {
                for (int i = 0; i < ROWS; i++) {
                    writer.write(bars.next(i & 1, i * 60_000_000_000L));
                }
            }
            double bytes = bytesARow(path);
            assertTrue(bytes < MOST_BYTES_A_ROW, name + " bytes a row=" + bytes);
        }
    }

    private static double bytesARow(Path path) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (MarketCursor cursor = MarketFiles.open(path.toString(), Selection.all(), FileOptions.defaults())) {
            long begin = 0;
            for (int i = 0; i < ROWS; i++) {
                if (i == ROWS / 10) {
                    begin = threads.getCurrentThreadAllocatedBytes();
                }
                assertTrue(cursor.next());
            }
            return (threads.getCurrentThreadAllocatedBytes() - begin) / (ROWS * 0.9);
        }
    }
}
