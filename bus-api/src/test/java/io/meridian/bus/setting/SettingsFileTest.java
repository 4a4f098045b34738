package io.meridian.bus.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadValuesWhenFileIsGood() throws IOException {
        Settings settings = read("\uFEFF# Größe\r\n\r\n  bus.lanes = 4  \rbus.backend=a = b # c\n"
                + "   # note\nnats.servers=h:1,[::1]:2");
        assertEquals(4, settings.get(ExampleSettings.LANES));
        assertEquals("a = b # c", settings.get(ExampleSettings.BACKEND));
        assertEquals(List.of(new HostPort("h", 1), new HostPort("::1", 2)), settings.get(ExampleSettings.SERVERS));
        assertEquals("größe", read("bus.backend=größe").get(ExampleSettings.BACKEND));
        assertEquals(8, read("").get(ExampleSettings.LANES));
    }

    @Test
    void shouldNameLineWhenItIsBad() {
        assertEquals(
                List.of(
                        "file " + path() + " line 2 has no =: write name=value, or start the line with # if it is a"
                                + " comment",
                        "file " + path() + " line 3 has no name before the =: write name=value, or start the line"
                                + " with # if it is a comment"),
                refused("bus.lanes=4\nbus.backend aeron\n = 4\n"));
    }

    @Test
    void shouldNameBothLinesWhenKeyIsRepeated() {
        assertEquals(
                List.of("file " + path() + " line 4 gives bus.lanes again, first given on line 1: remove one of the"
                        + " two"),
                refused("bus.lanes=4\n\n\nbus.lanes = 4\n"));
    }

    @Test
    void shouldSayWhyWhenFileCannotBeUsed() throws IOException {
        assertEquals(List.of("file " + folder + " is a folder: give the name of a file in it"), refusedFile(folder));
        assertEquals(
                List.of("file " + path() + " does not exist: create it, or correct its name"), refusedFile(path()));
        Files.write(path(), "bus.backend=größe".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("file " + path() + " is not in UTF-8: save it in that encoding"), refusedFile(path()));
        Files.write(path(), new byte[(1 << 20) + 1]);
        assertEquals(1, refusedFile(path()).size());
        assertTrue(refusedFile(path()).getFirst().contains("is larger than 1 MiB"));
        SettingsException thrown = assertThrows(
                SettingsException.class, () -> Settings.read(ExampleSettings.ALL, Map.of("MERIDIAN_CONFIG", "a\0b")));
        assertEquals(
                List.of("MERIDIAN_CONFIG=\"a\\u{0}b\" is not a path: give the path of a file, or remove the variable"
                        + " to use none"),
                thrown.problems());
    }

    @Test
    void shouldNotPrintStartOfLineWhenItCannotBeName() {
        String expected = "file " + path() + " line 1 does not start with the name of a setting: names are dotted lower"
                + " case, as in name.of.setting=value";
        for (String line : List.of("Zm9vYmFy==", "x\u202ey=1", "a b=1", "x".repeat(101) + "=1")) {
            assertEquals(List.of(expected), refused(line));
        }
    }

    @Test
    void shouldShowControlCharactersInsteadOfPrintingThem() {
        List<String> problems = refused("bus.lanes=\u001b[31m4\u202e");
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().startsWith("bus.lanes=\"\\u{1b}[31m4\\u{202e}\" (file "), problems.getFirst());
    }

    private Path path() {
        return folder.resolve("meridian.conf");
    }

    private Settings read(String content) throws IOException {
        Files.writeString(path(), content);
        return Settings.read(ExampleSettings.ALL, Map.of("MERIDIAN_CONFIG", path().toString()));
    }

    private List<String> refused(String content) {
        return assertThrows(SettingsException.class, () -> read(content)).problems();
    }

    private static List<String> refusedFile(Path file) {
        return assertThrows(
                        SettingsException.class,
                        () -> Settings.read(ExampleSettings.ALL, Map.of("MERIDIAN_CONFIG", file.toString())))
                .problems();
    }
}
