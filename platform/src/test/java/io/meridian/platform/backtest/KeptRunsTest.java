package io.meridian.platform.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptRunsTest {
    private static final Instant ENDED = Instant.parse("2026-11-30T20:09:32.414617Z");

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldKeepTheNewestAndRemoveNothingElse() throws IOException {
        KeptRuns runs = new KeptRuns(folder.resolve("runs"), 3);
        Files.createDirectory(folder.resolve("runs"));
        Files.writeString(folder.resolve("runs/notes.json"), "mine");
        String last = null;
        for (int i = 0; i < 5; i++) {
            last = runs.keep(ENDED.plusSeconds(i), "{\"run\":" + i + "}");
        }
        List<String> names = names();
        assertEquals(4, names.size(), names::toString);
        assertTrue(names.getFirst().startsWith("20261130-200934-414-"), names::toString);
        assertEquals(last + ".json", names.get(2));
        assertEquals("notes.json", names.getLast());
        assertEquals("{\"run\":4}", Files.readString(folder.resolve("runs").resolve(last + ".json")));
    }

    @Test
    void shouldKeepTwoThatEndAtTheSameInstant() throws IOException {
        KeptRuns runs = new KeptRuns(folder.resolve("runs"), 3);
        assertNotEquals(runs.keep(ENDED, "{\"run\":1}"), runs.keep(ENDED, "{\"run\":2}"));
        assertEquals(2, names().size());
    }

    @Test
    void shouldLetNobodyElseRead() throws IOException {
        String name = new KeptRuns(folder.resolve("runs"), 3).keep(ENDED, "{}");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("runs"))));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("runs").resolve(name + ".json"))));
    }

    @Test
    void shouldFailWhenThereCanBeNoFolder() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertThrows(IOException.class, () -> new KeptRuns(folder.resolve("file/runs"), 3).keep(ENDED, "{}"));
    }
}
