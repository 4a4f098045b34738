package io.meridian.bus.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the input, reading gives values that keep their rules or one exception whose lines are safe to print. */
class SettingsFuzzTest {
    private static final List<Setting<?>> SETTINGS = ExampleSettings.ALL.stream()
            .flatMap(schema -> schema.settings().stream())
            .toList();

    @Property(tries = 1000)
    void shouldOnlyRefuseWhenValueIsRandom(@ForAll("values") String text) {
        for (Setting<?> setting : SETTINGS) {
            Map<String, String> environment = Map.of(setting.environmentVariable(), text);
            try {
                assertRoundTrip(setting, Settings.read(ExampleSettings.ALL, environment));
            } catch (SettingsException e) {
                assertEquals(1, e.problems().size());
                assertPrintable(e);
                assertTrue(e.getMessage().contains(setting.environmentVariable()), e.getMessage());
            }
        }
    }

    @Property(tries = 1000)
    void shouldOnlyRefuseWhenFileIsRandom(@ForAll("files") byte[] content) throws IOException {
        Path file = Files.createTempFile("settings", ".conf");
        try {
            Files.write(file, content);
            Settings.read(ExampleSettings.ALL, Map.of("MERIDIAN_CONFIG", file.toString()))
                    .describe();
        } catch (SettingsException e) {
            assertFalse(e.problems().isEmpty());
            assertPrintable(e);
        } finally {
            Files.delete(file);
        }
    }

    private static <T> void assertRoundTrip(Setting<T> setting, Settings settings) {
        T value = settings.get(setting);
        assertEquals(value, setting.parse(setting.type().formatter().apply(value)));
    }

    private static void assertPrintable(SettingsException e) {
        for (String problem : e.problems()) {
            assertTrue(problem.codePoints().noneMatch(Character::isISOControl), problem);
            assertTrue(problem.length() < 2000, problem);
        }
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> nearMiss = Arbitraries.of(
                        "1",
                        "8",
                        "64k",
                        "10s",
                        ",",
                        "=",
                        ":",
                        "-",
                        ".",
                        "a",
                        "[",
                        "]",
                        "::",
                        " ",
                        "%",
                        "e9",
                        "true",
                        "lossy",
                        "99999999999",
                        "~",
                        "\0",
                        "\n")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(nearMiss, Arbitraries.strings().ofMaxLength(200));
    }

    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<String> names = Arbitraries.of(Stream.concat(
                        SETTINGS.stream().map(Setting::name), Stream.of("#", "", "bus.lane", "AERON_DIR", "\uFEFF"))
                .toList());
        Arbitrary<String> line = names.flatMap(name -> Arbitraries.of("=", " = ", " ", "==", "\r", "")
                .flatMap(middle -> values().map(value -> name + middle + value)));
        Arbitrary<byte[]> lines =
                line.list().ofMaxSize(6).map(all -> String.join("\n", all).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(lines, Arbitraries.bytes().array(byte[].class).ofMaxSize(300));
    }
}
