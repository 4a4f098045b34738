package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The made-up bars of {@code examples/data} are those of the generator, so that anybody can make more of them. */
final class SampleDataTest {
    private static final Path SAMPLE = Path.of("../examples/data/bars-5m.csv");

    private static void make(Path file) {
        SampleBars.writeDays(
                file, List.of("AAPL", "MSFT", "XOM"), "XNAS", LocalDate.of(2026, 1, 5), 15, Duration.ofMinutes(5), 7);
    }

    @Test
    void shouldBeTheSampleOfTheExamplesWhenItIsMadeAgain(@TempDir Path folder) throws IOException {
        Path made = folder.resolve("bars.csv");
        make(made);
        if (Boolean.getBoolean("write.sample")) {
            Files.copy(made, SAMPLE);
        }
        assertEquals(-1, Files.mismatch(made, SAMPLE));
        assertTrue(Files.size(SAMPLE) < 300_000, "bytes=" + Files.size(SAMPLE));
    }

    @Test
    void shouldHaveDaysWithoutWeekendsWhenTheSampleIsRead() {
        List<MarketRow> rows = Reading.all(SAMPLE);
        assertEquals(15 * 78 * 3, rows.size());
        assertEquals(5 * 60 * 1_000_000_000L, rows.getFirst().periodNs());
        // It moves, and not madly: a share's price after three weeks.
        double first = rows.getFirst().value(Field.OPEN);
        double last = rows.get(rows.size() - 3).value(Field.CLOSE);
        assertEquals(rows.getFirst().symbol(), rows.get(rows.size() - 3).symbol());
        assertTrue(last != first && last > first / 2 && last < first * 2, "from " + first + " to " + last);
    }
}
