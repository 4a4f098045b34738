package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MarketFilesTest {
    @TempDir
    private Path folder;

    /** What a row of the model says: when, in which file, and where there. */
    private record Model(long time, int file, int row) {}

    @Test
    void shouldMergeByTimeThenFileThenRowWhenThereAreSeveralFiles() {
        Random random = new Random(5);
        List<Model> model = new ArrayList<>();
        for (int file = 0; file < 20; file++) {
            List<String> lines = new ArrayList<>(List.of("time,symbol,price,size"));
            long time = 0;
            for (int row = 0; row < random.nextInt(200); row++) {
                time += random.nextInt(3);
                model.add(new Model(time, file, row));
                lines.add(time + ",A," + file + "," + row);
            }
            Reading.write(folder.resolve("f%02d.csv".formatted(file)), lines.toArray(String[]::new));
        }
        model.sort(
                Comparator.comparingLong(Model::time).thenComparing(Model::file).thenComparing(Model::row));
        List<Model> read = Reading.all(folder).stream()
                .map(row -> new Model(
                        row.timeNs() / 1_000_000_000L, (int) row.mantissa(Field.PRICE), (int) row.mantissa(Field.SIZE)))
                .toList();
        assertEquals(model, read);
    }

    @Test
    void shouldReadOnlyFilesThatMatchWhenThePlaceIsAPattern() {
        Reading.write(folder.resolve("a-1.csv"), "time,symbol,price,size", "10,A,1,1");
        Reading.write(folder.resolve("a-2.csv"), "time,symbol,price,size", "5,A,1,2");
        Reading.write(folder.resolve("b.csv"), "nothing that can be read");
        Reading.write(folder.resolve("a-3.txt"), "nothing that can be read");
        List<MarketRow> rows = Reading.all(folder + "/a-*", Selection.all(), FileOptions.defaults());
        assertEquals(2, rows.size());
        assertEquals(2, rows.getFirst().mantissa(Field.SIZE));
    }

    @Test
    void shouldSayWhatIsExpectedWhenThereIsNothingToRead() {
        Path text = Reading.write(folder.resolve("a.txt"), "");
        for (String location : List.of(
                folder.toString(), folder + "/x.csv", folder + "/*.csv", folder + "/[", text.toString(), "\0")) {
            String message = assertThrows(
                            MarketDataException.class,
                            () -> MarketFiles.open(location, Selection.all(), FileOptions.defaults()))
                    .getMessage();
            assertTrue(message.startsWith("location=") || message.startsWith("file="), message);
        }
    }

    @Test
    void shouldTellInstrumentsWhenAFileDefinesThem() {
        Reading.write(
                folder.resolve("instruments.csv"),
                "symbol,venue,tick_size,lot_size,kind,settlement_days,title",
                "A,XNAS,0.01,,,,",
                "ES,XCME,0.25,1,future,0,\"E-mini, front\"");
        try (MarketCursor cursor = MarketFiles.open(folder.toString(), Selection.all(), FileOptions.defaults())) {
            assertEquals(
                    List.of(
                            new InstrumentDefinition(
                                    "XNAS", "A", "USD", InstrumentKind.EQUITY, new Decimal(1, 2), Decimal.ONE, 1, "A"),
                            new InstrumentDefinition(
                                    "XCME",
                                    "ES",
                                    "USD",
                                    InstrumentKind.FUTURE,
                                    new Decimal(25, 2),
                                    Decimal.ONE,
                                    0,
                                    "E-mini, front")),
                    cursor.instruments());
            assertEquals(false, cursor.next());
        }
        Reading.write(folder.resolve("instruments.csv"), "symbol,tick_size,kind", "A,0,EQUITY");
        assertTrue(failure().contains("line=2 column=tick_size text=0: expected more than zero"));
        Reading.write(folder.resolve("instruments.csv"), "symbol,tick_size,kind", "A,1,SHARE");
        assertTrue(failure().contains("column=kind text=SHARE: expected one of"));
    }

    private String failure() {
        return assertThrows(
                        MarketDataException.class,
                        () -> MarketFiles.open(folder.toString(), Selection.all(), FileOptions.defaults()))
                .getMessage();
    }
}
