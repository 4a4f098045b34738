package io.meridian.ui.message;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowFilterTest {
    @Test
    void shouldTakeTheFiltersThatThePageShowsAndNoOthers() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/how-to/use-the-pages.md"));
        int begin = lines.indexOf("<!-- tested: RowFilterTest -->") + 2;
        List<String> filters =
                lines.subList(begin, begin + lines.subList(begin, lines.size()).indexOf("```"));
        assertEquals(2, filters.size());
        for (String filter : filters) {
            assertDoesNotThrow(() -> RowFilter.of(filter, false), filter);
        }
        assertThrows(IllegalArgumentException.class, () -> RowFilter.of(filters.getFirst() + " &&", false));
    }
}
