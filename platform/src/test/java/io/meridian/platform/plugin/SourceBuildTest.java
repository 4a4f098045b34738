package io.meridian.platform.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceBuildTest {
    private static final String PACKAGE = "io/meridian/examples/hello/";

    @TempDir
    Path project;

    private Path source;
    private Path classes;

    @BeforeEach
    void copy() throws IOException {
        HelloProject.copyTo(project);
        source = project.resolve(HelloProject.SOURCE);
        classes = project.resolve("target/classes");
        // As if it had been built just now.
        Files.setLastModifiedTime(classes.resolve("META-INF/meridian/plugin.yaml"), FileTime.from(Instant.now()));
    }

    private void save(String what, String by) throws IOException {
        String text = Files.readString(source);
        assertTrue(text.contains(what));
        Files.writeString(source, text.replace(what, by));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    }

    private FileTime built() throws IOException {
        return Files.getLastModifiedTime(classes.resolve(PACKAGE + "HelloStrategy.class"));
    }

    @Test
    void shouldLeaveWhatIsBuiltAloneWhenNothingWasSaved() throws IOException {
        FileTime before = built();
        PluginProject.upToDate(project);
        assertEquals(before, built());
    }

    @Test
    void shouldCompileWhatWasSavedAndItsManifest() throws IOException {
        save("platform.data.quote.*.AAPL", "platform.data.quote.*.MSFT");
        Path stale = Files.writeString(classes.resolve(PACKAGE + "Gone.class"), "of a source that is gone");
        assertTrue(PluginProject.upToDate(project).manifest().toString().contains("platform.data.quote.*.MSFT"));
        assertFalse(Files.exists(stale));
        try (Stream<Path> target = Files.list(project.resolve("target"))) {
            assertTrue(target.noneMatch(path -> path.getFileName().toString().startsWith("classes-")));
        }
    }

    @Test
    void shouldSayWhereItDoesNotCompileAndKeepWhatWasBuilt() throws IOException {
        FileTime before = built();
        save("private double average;", "private dubble average;");
        CommandException failed = assertThrows(CommandException.class, () -> PluginProject.upToDate(project));
        assertTrue(failed.getMessage().contains("HelloStrategy.java:15"), failed.getMessage());
        assertEquals(before, built());
    }
}
