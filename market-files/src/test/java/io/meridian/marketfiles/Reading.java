package io.meridian.marketfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests say of files in a few words. */
final class Reading {
    private Reading() {}

    static Path write(Path path, String... lines) {
        try {
            return Files.writeString(path, String.join("\n", lines) + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static List<MarketRow> all(Path path) {
        return all(path.toString(), Selection.all(), FileOptions.defaults());
    }

    static List<MarketRow> all(String location, Selection selection, FileOptions options) {
        List<MarketRow> rows = new ArrayList<>();
        try (MarketCursor cursor = MarketFiles.open(location, selection, options)) {
            while (cursor.next()) {
                rows.add(cursor.row().copy());
            }
        }
        return rows;
    }

    static List<String> texts(List<MarketRow> rows) {
        return rows.stream().map(MarketRow::toString).toList();
    }
}
