package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetFileTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    private Path sample(String name) {
        Path path = folder.resolve(name);
        SampleBars bars = new SampleBars(List.of("A", "B", "C"), "XNAS", 60 * SECOND, 4);
        try (MarketFileWriter writer = new MarketFileWriter(path, DataKind.BAR)) {
            for (int i = 1; i <= 3_000; i++) {
                for (int symbol = 0; symbol < bars.symbolCount(); symbol++) {
                    writer.write(bars.next(symbol, (1_769_783_400L + i * 60L) * SECOND + i));
                }
            }
        }
        return path;
    }

    private Path copy(String select) {
        Path path = folder.resolve("made.parquet");
        try (Connection connection = Database.open();
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO " + Database.text(path.toString()));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return path;
    }

    private String failure(Path path) {
        return assertThrows(MarketDataException.class, () -> Reading.all(path)).getMessage();
    }

    @Test
    void shouldReadTheSameWhenTheSameIsInBothFormats() throws IOException {
        List<MarketRow> csv = Reading.all(sample("a.csv"));
        List<MarketRow> parquet = Reading.all(sample("a.parquet"));
        assertEquals(9_000, csv.size());
        assertEquals(Reading.texts(csv), Reading.texts(parquet));
        assertEquals(csv.getLast().periodNs(), parquet.getLast().periodNs());
        assertEquals(csv.getLast().currency(), parquet.getLast().currency());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "what it was made from is gone");
        }
    }

    @Test
    void shouldReadTheSameAsOfCsvWhenItIsSelected() {
        Path csv = sample("a.csv");
        Path parquet = sample("a.parquet");
        long from = (1_769_783_400L + 100 * 60L) * SECOND;
        Selection selection =
                Selection.all().between(from, from + 3_600 * SECOND).of(Set.of("B", "none"));
        List<MarketRow> rows = Reading.all(parquet.toString(), selection, FileOptions.defaults());
        assertEquals(60, rows.size());
        assertEquals(
                Reading.texts(Reading.all(csv.toString(), selection, FileOptions.defaults())), Reading.texts(rows));
        assertEquals(
                List.of(),
                Reading.all(parquet.toString(), Selection.all().of(Set.of("x'; --")), FileOptions.defaults()));
    }

    @Test
    void shouldKeepIdsAndAbsentNumbersWhenTradesAndQuotesAreWritten() {
        Path csv = Reading.write(
                folder.resolve("t.csv"), "time,symbol,price,size,id", "10,A,-1.5,1,\"a,\"\"b\"", "11,A,2.25,100000,");
        Path quotes = Reading.write(
                folder.resolve("q.csv"), "time,symbol,bid,bid_size,ask,ask_size", "10,A,,,3.5,1", "12,A,1,2,,");
        for (Path from : List.of(csv, quotes)) {
            List<MarketRow> rows = Reading.all(from);
            for (String ending : List.of(".csv", ".csv.gz", ".parquet")) {
                Path to = folder.resolve("copy" + ending);
                try (MarketFileWriter writer =
                        new MarketFileWriter(to, rows.getFirst().kind())) {
                    rows.forEach(writer::write);
                }
                List<MarketRow> read = Reading.all(to);
                assertEquals(rows.size(), read.size());
                for (int i = 0; i < rows.size(); i++) {
                    assertEquals(
                            rows.get(i).tradeId().toString(),
                            read.get(i).tradeId().toString());
                    for (Field field : rows.get(i).kind().fields()) {
                        assertEquals(rows.get(i).has(field), read.get(i).has(field), field.name());
                        assertEquals(rows.get(i).value(field), read.get(i).value(field), field.name());
                    }
                }
            }
        }
    }

    @Test
    void shouldReadExactlyWhenNumbersAreOfAnyType() {
        Path path = copy(
                "SELECT CAST(1769783460 AS BIGINT) AS time, 'A' AS symbol, 0.1::DOUBLE AS open, 0.3::FLOAT AS high,"
                    + " CAST('0.05' AS DECIMAL(38,20)) AS low, '0.10' AS \"Close\", 7::UTINYINT AS volume, 'PT1M' AS"
                    + " period");
        MarketRow bar = Reading.all(path).getFirst();
        assertEquals(1_769_783_460L * SECOND, bar.timeNs());
        assertEquals(
                List.of(1L, 3L, 10L, 7L),
                Stream.of(Field.OPEN, Field.HIGH, Field.CLOSE, Field.VOLUME)
                        .map(bar::mantissa)
                        .toList());
        assertEquals(0.05, bar.value(Field.LOW));
    }

    @Test
    void shouldReadDecimalsOfEachScaleWhenTheyAreAsLongAsCanBe() {
        for (int scale = 0; scale <= 18; scale++) {
            String digits = "999999999999999999";
            String number = digits.substring(scale) + (scale == 0 ? "" : "." + digits.substring(0, scale));
            String type = "DECIMAL(18," + scale + ")";
            Path path = copy("SELECT CAST(1769783460 + i AS BIGINT) AS time, 'A' AS symbol, CAST('-" + number + "' AS "
                    + type + ") AS bid, 1 AS bid_size, CAST('" + number + "' AS " + type
                    + ") AS ask, 1 AS ask_size FROM range(3) t(i)");
            for (MarketRow quote : Reading.all(path)) {
                assertEquals(-999_999_999_999_999_999L, quote.mantissa(Field.BID), type);
                assertEquals(999_999_999_999_999_999L, quote.mantissa(Field.ASK), type);
                assertEquals(scale, quote.scale(Field.ASK), type);
            }
        }
    }

    @Test
    void shouldReadTimesWhenTheyAreOfAnyType() {
        for (String time : List.of(
                "TIMESTAMP '2026-01-30 14:31:00'",
                "TIMESTAMP_NS '2026-01-30 14:31:00'",
                "TIMESTAMP_MS '2026-01-30 14:31:00'",
                "TIMESTAMPTZ '2026-01-30 15:31:00+01'",
                "1769783460000",
                "'2026-01-30T09:31:00-05:00'")) {
            Path path = copy("SELECT " + time + " AS time, 'A' AS symbol, 1 AS price, 2 AS size");
            Selection selection = Selection.all().between(1_769_783_460L * SECOND, 1_769_783_461L * SECOND);
            assertEquals(
                    1_769_783_460L * SECOND,
                    Reading.all(path.toString(), selection, FileOptions.defaults())
                            .getFirst()
                            .timeNs(),
                    time);
        }
        Path days =
                copy("SELECT DATE '2026-01-02' + (i * 1)::INTEGER AS date, 1 AS open, 1 AS high, 1 AS low, 1 AS close"
                        + " FROM range(3) t(i)");
        List<MarketRow> bars = Reading.all(
                days.toString(), Selection.all(), FileOptions.defaults().columns(Map.of("begin", "date")));
        assertEquals(1_767_398_400L * SECOND, bars.getFirst().timeNs(), "2026-01-03T00:00Z");
        assertEquals("made", bars.getFirst().symbol());
    }

    @Test
    void shouldTellFileRowAndColumnWhenARowIsBad() {
        String rows =
                "SELECT 10 + i AS time, CASE i WHEN %s THEN NULL ELSE 'A' END AS symbol, CASE i WHEN %s THEN 'x' ELSE"
                        + " '1' END AS price, 1 AS size FROM range(5000) t(i)";
        assertTrue(failure(copy(rows.formatted(3000, 4000))).contains("row=3001 column=symbol text=: expected a text"));
        String text = failure(copy(rows.formatted(-1, 4000)));
        assertTrue(text.startsWith("file=" + folder.resolve("made.parquet") + " row=4001 column=price text=x"), text);
        assertTrue(failure(copy("SELECT 10 - i AS time, 'A' AS symbol, 1 AS price, 1 AS size FROM range(3) t(i)"))
                .contains("row=2 time="));
        assertTrue(failure(copy("SELECT 1 AS a")).contains("columns=[a] are those of no kind"));
        assertTrue(failure(copy("SELECT 10 AS time, 'A.B' AS symbol, 1 AS price, 1 AS size"))
                .contains("text=A.B"));
        assertTrue(failure(copy("SELECT [1] AS time, 'A' AS symbol, 1 AS price, 1 AS size"))
                .contains("column=time text=[1]"));
    }

    @Test
    void shouldReadTheFileAndNothingElseWhenItsNameIsHostile() throws IOException {
        Path good = sample("good.parquet");
        for (String name : List.of(
                "a*.parquet",
                "a?b.parquet",
                "[ab].parquet",
                "a'); DROP TABLE x; --.parquet",
                "k=v.parquet",
                "\"a\\.parquet",
                "{a,b}.parquet",
                "ä\n.parquet")) {
            Path path = folder.resolve(name);
            Files.copy(good, path);
            assertEquals(9_000, Reading.all(path).size(), name);
            Files.delete(path);
        }
        Files.copy(good, folder.resolve("ab.parquet"));
        Path absent = folder.resolve("a[b].parquet");
        assertThrows(
                MarketDataException.class, () -> ParquetFile.open(absent, FileOptions.defaults(), Selection.all()));
    }

    @Test
    void shouldSayThatItCannotBeReadWhenBytesAreChanged() throws IOException {
        byte[] good = Files.readAllBytes(sample("good.parquet"));
        Path path = folder.resolve("bad.parquet");
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            for (int change = 0; change <= random.nextInt(20); change++) {
                // Mostly where the table of contents is.
                int at = random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length - 1 - random.nextInt(2_000);
                bad[at] = (byte) random.nextInt(256);
            }
            Files.write(path, i % 10 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
            try {
                Reading.all(path);
            } catch (MarketDataException refusal) {
                refused++;
                assertTrue(refusal.getMessage().startsWith("file=" + path), refusal.getMessage());
            }
        }
        assertTrue(refused > 20, "refused=" + refused);
    }
}
