package io.meridian.audit.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.person.PersonalNames.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PersonalNamesTest {
    private static final PersonalNames NAMES = new PersonalNames("acts.", Set.of("by", "os_user"));

    @TempDir
    private Path folder;

    private byte[] replace(String json) {
        return NAMES.replace(json.getBytes(StandardCharsets.UTF_8), People.of(folder));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private Names check(byte[] recorded) {
        return PersonalNames.check(recorded, People.of(folder));
    }

    @Test
    void shouldPutAReferenceInPlaceOfANameAndProveItAsLongAsItIsThere() throws IOException {
        String json = "{\"act\":\"KILL\",\"by\":\"Anna \u00e9"
                + " \\\"A\\\"\",\"os_user\":\"anna\",\"on\":{\"by\":\"x\"},\"why\":\"by:\"}";
        byte[] recorded = replace(json);
        assertFalse(text(recorded).toLowerCase().contains("anna"), () -> text(recorded));
        assertTrue(text(recorded)
                .contains("\"on\":{\"by\":\"x\"},\"why\":\"by:\",\"names_in\":\"by,os_user\",\"original_sha256\":\""));
        assertEquals(Names.PROVED, check(recorded));
        String shown = People.of(folder).reveal(text(recorded));
        assertTrue(shown.startsWith(json.substring(0, json.length() - 1)), shown);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(People.FILE))));
    }

    @Test
    void shouldBeUnableToTellWhoItWasWhenTheNameIsErased() throws IOException {
        byte[] anna = replace("{\"by\":\"Anna\",\"os_user\":\"root\"}");
        byte[] bo = replace("{\"by\":\"Bo\",\"os_user\":\"root\"}");
        People open = People.of(folder);
        assertEquals(1, open.references("Anna").size());
        People.of(folder).erase("Anna");
        assertEquals(Names.ERASED, check(anna));
        assertEquals(Names.PROVED, check(bo));
        String left = Files.readString(folder.resolve(People.FILE));
        assertFalse(left.contains("Anna"), left);
        assertEquals(
                2,
                left.lines()
                        .filter(line -> line.matches("person:\\w+ [0-9a-f]{64} .*"))
                        .count(),
                left);
        assertEquals(
                text(anna),
                People.of(folder)
                        .reveal(text(anna))
                        .replace("root", open.references("root").getFirst()));
        // Who comes back is somebody new, also for a recorder that had the file open.
        byte[] again = NAMES.replace("{\"by\":\"Anna\"}".getBytes(StandardCharsets.UTF_8), open);
        assertEquals(Names.PROVED, check(again));
        assertNotEquals(text(anna).substring(7, 30), text(again).substring(7, 30));
        assertEquals(Names.ERASED, check(anna));
    }

    @Test
    void shouldFindThatANameWasChangedOrTheRecordedTextIs() throws IOException {
        byte[] recorded = replace("{\"by\":\"Anna\",\"why\":\"no\"}");
        Path file = folder.resolve(People.FILE);
        String honest = Files.readString(file);
        for (String forged : List.of(
                honest.replace("Anna", "Bo"),
                honest.replaceFirst(" [0-9a-f]", " " + (honest.charAt(24) == '1' ? '2' : '1')))) {
            Files.writeString(file, forged);
            assertNotEquals(honest, forged);
            assertEquals(Names.FORGED, check(recorded));
        }
        Files.writeString(file, honest);
        assertEquals(Names.PROVED, check(recorded));
        assertEquals(
                Names.FORGED, check(text(recorded).replace("\"no\"", "\"yes\"").getBytes(StandardCharsets.UTF_8)));
        assertEquals(Names.FORGED, check("{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Who may say something in another place cannot make the names of a record look forged. */
    @Test
    void shouldProveTheNamesWhenAReferenceStandsInAnotherPlace() {
        replace("{\"by\":\"Anna\"}");
        String reference = People.of(folder).references("Anna").getFirst();
        byte[] recorded = replace("{\"by\":\"Bo\",\"on\":\"" + reference + "\",\"why\":\"person:0000000000000000\"}");
        assertEquals(Names.PROVED, check(recorded));
        assertEquals(Names.PROVED, check(replace("{\"by\":\"" + reference + "\"}")));
    }

    @Test
    void shouldLeaveWhatHasNoNames() {
        for (String none : List.of(
                "",
                "{}",
                "{\"act\":\"by\"}",
                "no json \"by\":\"x\"",
                "{\"by\":7}",
                "{\"by\":\"x",
                "[{\"by\":\"x\"}]")) {
            assertNull(replace(none), none);
        }
        assertFalse(Files.exists(folder.resolve(People.FILE)));
        assertFalse(PersonalNames.NONE.mayBeIn("acts.a"));
        assertTrue(NAMES.mayBeIn("acts.a"));
    }

    /** Acts come from outside: whatever they are, what is recorded is proved, or they are left as they are. */
    @Test
    void shouldProveOrLeaveWhateverComes() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        String letters = "{}[]\":,\\by person:0123456789abcdef\u00e9";
        int replaced = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder json = new StringBuilder(round % 2 == 0 ? "{\"by\":\"a\"" : "");
            for (int i = random.nextInt(40); i > 0; i--) {
                json.append(letters.charAt(random.nextInt(letters.length())));
            }
            json.append(round % 2 == 0 ? "}" : "");
            byte[] recorded = round % 40 < 2 ? replace(json.toString()) : null;
            if (recorded != null) {
                replaced++;
                assertEquals(Names.PROVED, check(recorded), () -> json + " " + text(recorded));
            }
        }
        assertTrue(replaced > 20, "replaced=" + replaced);
    }

    @Test
    void shouldGoOnBehindALineThatACrashCut() throws IOException {
        replace("{\"by\":\"Anna\"}");
        Path file = folder.resolve(People.FILE);
        Files.writeString(file, Files.readString(file) + "person:00");
        byte[] recorded = replace("{\"by\":\"Bo\"}");
        assertEquals(Names.PROVED, check(recorded));
        assertEquals(1, People.of(folder).references("Anna").size());
    }
}
