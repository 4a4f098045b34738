package io.meridian.sdk.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file that a recording is. */
final class RecordingTest {
    private static final int SOME = 20_000;
    private static final int MANY = 500_000;

    @TempDir
    Path folder;

    private Path file;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("one.rec");
    }

    /** Values for the fields of a kind, all different. */
    private static Object[] values(Kind kind) {
        Object[] values = new Object[kind.fields().size()];
        for (int i = 0; i < values.length; i++) {
            long number = kind.code() * 100L + i;
            values[i] = switch (kind.fields().get(i).type()) {
                case NUMBER -> -number;
                case TEXT -> "text " + number + " \u00e9\u4e2d";
                case BYTES -> new byte[] {(byte) number, 0, -1};
                case MAP -> {
                    Map<String, String> map = new LinkedHashMap<>();
                    map.put("z" + number, "");
                    map.put("a", "\u00fc");
                    yield map;
                }
            };
        }
        return values;
    }

    private byte[] writeOneOfEachKind() throws IOException {
        try (Recorder recorder = Recorder.create(file, complaints::add)) {
            long timeNs = 1_000;
            for (Kind kind : Kind.values()) {
                if (kind.isInput()) {
                    timeNs++;
                    recorder.input(kind, timeNs, values(kind));
                } else {
                    recorder.output(kind, values(kind));
                }
            }
        }
        return Files.readAllBytes(file);
    }

    private static List<Entry> readAll(Recording recording) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry = recording.next(); entry != null; entry = recording.next()) {
            entries.add(entry);
        }
        return entries;
    }

    @Test
    void shouldReadEveryKindAsItWasWritten() throws IOException {
        writeOneOfEachKind();
        try (Recording recording = Recording.open(file)) {
            List<Entry> entries = readAll(recording);
            assertEquals(Kind.values().length + 1, entries.size());
            long timeNs = 1_000;
            for (int i = 0; i < Kind.values().length; i++) {
                Kind kind = Kind.values()[i];
                timeNs += kind.isInput() ? 1 : 0;
                assertTrue(entries.get(i).sameAs(Entry.of(kind, timeNs, values(kind))), kind.toString());
                assertEquals(i + 1, entries.get(i).place());
            }
            assertTrue(recording.isEnded());
            assertEquals(0, recording.tornBytes());
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void shouldReadWhatComesWithEveryMessageAsItWasWritten() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[] {9, 1, 2, 3, 9});
        try (Recorder recorder = Recorder.create(file, complaints::add)) {
            recorder.delivered(5, 2, true, "a.b", bytes, 1, 3);
            recorder.claimed("c.d", 7, 1, 2, 40, 11);
            recorder.eventTime(12);
            recorder.published(bytes, 2);
            recorder.claimed("c.d", 7, 1, 2, 41, 0);
            recorder.correlation(13);
            recorder.published(bytes, 0);
            recorder.claimed("c.d", 7, 1, 2, 42, 0);
            recorder.aborted();
            recorder.claimed("c.d", 7, 1, 2, -3, 0);
            recorder.fired(6, 4);
        }
        byte[] payload = {2, 3};
        byte[] other = {9, 1};
        List<Entry> expected = List.of(
                Entry.of(Kind.DELIVERED, 5, 2L, 1L, "a.b", new byte[] {1, 2, 3}),
                Entry.of(Kind.PUBLISHED, 5, "c.d", 7L, 1L, 40L, 12L, 11L, payload),
                Entry.of(Kind.PUBLISHED, 5, "c.d", 7L, 1L, 41L, 0L, 13L, other),
                Entry.of(Kind.ABORTED, 5, "c.d", 7L, 1L, 2L, 42L),
                Entry.of(Kind.NOT_TAKEN, 5, "c.d", 7L, 1L, 2L, -3L),
                Entry.of(Kind.FIRED, 6, 4L),
                Entry.of(Kind.ENDED, 6));
        try (Recording recording = Recording.open(file)) {
            List<Entry> entries = readAll(recording);
            assertEquals(expected.size(), entries.size());
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(
                        expected.get(i).sameAs(entries.get(i)), entries.get(i).toString());
            }
        }
    }

    @Test
    void shouldReadUpToTheLastWholeEntryWhereverTheFileIsCutOff() throws IOException {
        byte[] whole = writeOneOfEachKind();
        List<Entry> all = readAll(Recording.of(file, new ByteArrayInputStream(whole), whole.length));
        int most = -1;
        for (int length = Recorder.FILE_HEADER; length < whole.length; length++) {
            Recording recording = Recording.of(file, new ByteArrayInputStream(whole, 0, length), length);
            List<Entry> entries = readAll(recording);
            assertTrue(entries.size() >= most && entries.size() < all.size());
            for (int i = 0; i < entries.size(); i++) {
                assertTrue(entries.get(i).sameAs(all.get(i)));
            }
            assertEquals(entries.size() == most, recording.tornBytes() > 0, "cut at " + length);
            boolean endsHere = !entries.isEmpty() && entries.getLast().kind() == Kind.ENDED;
            assertEquals(endsHere && recording.tornBytes() == 0, recording.isEnded());
            most = entries.size();
        }
        assertEquals(all.size() - 1, most);
    }

    @Test
    void shouldKeepWhatIsLargerThanItsMemory() {
        byte[] large = new byte[3 << 20];
        new SplittableRandom(1).nextBytes(large);
        try (Recorder recorder = Recorder.create(file, complaints::add)) {
            for (int i = 0; i < 3; i++) {
                recorder.input(Kind.SAVE, i);
                recorder.output(Kind.SAVED, 1L, large);
            }
        }
        try (Recording recording = Recording.open(file)) {
            List<Entry> entries = readAll(recording);
            assertEquals(7, entries.size());
            assertArrayEquals(large, entries.get(5).bytes("state"));
        }
    }

    @Test
    void shouldBeInTheFileWhenASecondHasPassed() throws IOException {
        try (Recorder recorder = Recorder.create(file, complaints::add)) {
            recorder.flushIfDue(5_000_000_000L);
            recorder.input(Kind.STOP, 1);
            recorder.flushIfDue(5_999_999_999L);
            try (Recording recording = Recording.open(file)) {
                assertNull(recording.next());
            }
            recorder.flushIfDue(6_000_000_000L);
            try (Recording recording = Recording.open(file)) {
                assertEquals(Kind.STOP, recording.next().kind());
                assertNull(recording.next());
                assertFalse(recording.isEnded());
            }
        }
    }

    @Test
    void shouldBeReadableByItsOwnerOnlyAndOverwriteNothing() throws IOException {
        Recorder.create(file, complaints::add).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        RecordingException refused =
                assertThrows(RecordingException.class, () -> Recorder.create(file, complaints::add));
        assertTrue(refused.getMessage().contains("there already"), refused.getMessage());
        RecordingException nowhere = assertThrows(
                RecordingException.class, () -> Recorder.create(folder.resolve("none/x"), complaints::add));
        assertTrue(nowhere.getMessage().contains("a folder that exists"), nowhere.getMessage());
    }

    @Test
    void shouldSayWhatIsWrongWhenAFileIsNoRecording() throws IOException {
        Files.writeString(file, "short");
        assertTrue(assertThrows(RecordingException.class, () -> Recording.open(file))
                .getMessage()
                .contains("is no recording"));
        Files.writeString(file, "something else altogether");
        assertTrue(assertThrows(RecordingException.class, () -> Recording.open(file))
                .getMessage()
                .contains("is no recording"));
        Files.delete(file);
        assertTrue(assertThrows(RecordingException.class, () -> Recording.open(file))
                .getMessage()
                .contains("there is no file"));
        byte[] newer = writeOneOfEachKind();
        newer[8] = 9;
        Files.write(file, newer);
        assertTrue(assertThrows(RecordingException.class, () -> Recording.open(file))
                .getMessage()
                .contains("version=9"));
    }

    @Test
    void shouldGiveEntriesOrAClearErrorWhateverIsInTheFile() throws IOException {
        readMutations(SOME, 20261128);
    }

    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void shouldGiveEntriesOrAClearErrorWhateverIsInManyFiles() throws IOException {
        readMutations(MANY, 1);
    }

    private void readMutations(int mutations, long seed) throws IOException {
        byte[] whole = writeOneOfEachKind();
        SplittableRandom random = new SplittableRandom(seed);
        int damaged = 0;
        int cut = 0;
        for (int i = 0; i < mutations; i++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = Recorder.FILE_HEADER + random.nextInt(bytes.length - Recorder.FILE_HEADER);
                bytes[at] = (byte) random.nextInt();
            }
            // A wrong checksum hides all else that may be wrong, so most get a right one again.
            if (i % 4 != 0) {
                mendChecksums(bytes);
            }
            Recording recording = Recording.of(file, new ByteArrayInputStream(bytes), bytes.length);
            try {
                readAll(recording)
                        .forEach(entry -> assertEquals(
                                entry.kind().fields().size(), entry.values().size()));
                cut += recording.tornBytes() > 0 ? 1 : 0;
            } catch (RecordingException told) {
                damaged++;
                assertTrue(told.getMessage().contains("is damaged at entry="), told.getMessage());
            }
        }
        assertTrue(damaged > mutations / 4, "damaged=" + damaged);
        assertTrue(cut > mutations / 100, "cut=" + cut);
    }

    private static void mendChecksums(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C checksum = new CRC32C();
        int at = Recorder.FILE_HEADER;
        while (at + Recorder.FRAME <= bytes.length) {
            int length = file.getInt(at);
            if (length < 0 || length > bytes.length - at - Recorder.FRAME) {
                return;
            }
            checksum.reset();
            checksum.update(bytes, at + Recorder.FRAME, length);
            file.putInt(at + 4, (int) checksum.getValue());
            at += Recorder.FRAME + length;
        }
    }
}
