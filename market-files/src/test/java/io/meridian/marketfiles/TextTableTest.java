package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.marketfiles.TextTable.Column;
import io.meridian.marketfiles.TextTable.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextTableTest {
    private static final List<Column> COLUMNS =
            List.of(new Column("index", Type.NUMBER), new Column("recorded", Type.TIME), new Column("text", Type.TEXT));

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatWasWrittenInItsOrder() throws IOException {
        Path file = folder.resolve("it's a [file].parquet");
        List<List<String>> written = new ArrayList<>();
        String[] texts = {
            "", null, "plain", "a,\"b\"", "two\nlines\r\n\ttab", "\u00e9 \u4e2d \\", "NULL", "x".repeat(3_000_000)
        };
        try (TextTable table = new TextTable(file, COLUMNS)) {
            for (int i = 0; i < 5_000; i++) {
                List<String> row = Arrays.asList(
                        Long.toString(Long.MAX_VALUE - i),
                        Long.toString(1_767_225_600_123_456_789L + i),
                        texts[i < texts.length ? i : i % (texts.length - 1)]);
                table.add(row);
                written.add(row);
            }
            table.finish();
        }
        List<List<String>> read = new ArrayList<>();
        TextTable.read(file, COLUMNS, read::add);
        assertEquals(written.size(), read.size());
        for (int i = 0; i < written.size(); i++) {
            assertEquals(written.get(i), read.get(i), "row " + i);
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenItIsNoTable() throws IOException {
        Path file = folder.resolve("none.parquet");
        Files.writeString(file, "no parquet");
        MarketDataException told =
                assertThrows(MarketDataException.class, () -> TextTable.read(file, COLUMNS, row -> {}));
        assertTrue(told.getMessage().contains("none.parquet"), told::getMessage);
    }
}
