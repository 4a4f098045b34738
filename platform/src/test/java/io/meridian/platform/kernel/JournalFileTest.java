package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalFileTest {
    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(11);

    private List<byte[]> records(int count) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] record = new byte[random.nextInt(1, i % 50 == 0 ? 100_000 : 500)];
            random.nextBytes(record);
            records.add(record);
        }
        return records;
    }

    private void write(Path file, List<byte[]> records) {
        try (JournalFile journal = JournalFile.open(file)) {
            journal.read(0, (_, _, _, _) -> {});
            for (byte[] record : records) {
                journal.append(new UnsafeBuffer(record), 0, record.length);
                journal.flush(random.nextInt(20) == 0);
            }
        }
    }

    private static List<byte[]> read(Path file, long from) {
        List<byte[]> found = new ArrayList<>();
        try (JournalFile journal = JournalFile.open(file)) {
            journal.read(from, (_, buffer, offset, length) -> {
                byte[] record = new byte[length];
                buffer.getBytes(offset, record);
                found.add(record);
            });
        }
        return found;
    }

    private static void assertSame(List<byte[]> expected, List<byte[]> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i));
        }
    }

    @Test
    void shouldReadWhatWasWritten() {
        Path file = folder.resolve("journal");
        List<byte[]> records = records(500);
        write(file, records.subList(0, 200));
        write(file, records.subList(200, 500));
        assertSame(records, read(file, 0));
    }

    @Test
    void shouldKeepEveryWholeRecordWhereverTheFileIsCut() throws IOException {
        Path file = folder.resolve("journal");
        List<byte[]> records = records(12);
        write(file, records);
        byte[] whole = Files.readAllBytes(file);
        for (int tries = 0; tries < 300; tries++) {
            int cut = random.nextInt(whole.length + 1);
            Path other = folder.resolve("cut");
            Files.write(other, Arrays.copyOf(whole, cut));
            int kept = 0;
            int end = 0;
            while (kept < records.size() && end + 8 + records.get(kept).length <= cut) {
                end += 8 + records.get(kept++).length;
            }
            assertSame(records.subList(0, kept), read(other, 0));
            assertEquals(end, Files.size(other));
            List<byte[]> more = records(2);
            write(other, more);
            List<byte[]> expected = new ArrayList<>(records.subList(0, kept));
            expected.addAll(more);
            assertSame(expected, read(other, 0));
        }
    }

    @Test
    void shouldRefuseDamageBeforeTheEnd() throws IOException {
        Path file = folder.resolve("journal");
        write(file, records(12));
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> read(file, 0));
        assertTrue(refused.getMessage().contains("is damaged at 0"), refused.getMessage());
        assertEquals(bytes.length, Files.size(file));
    }

    @Test
    void shouldNotBreakOnAnyBytes() throws IOException {
        Path file = folder.resolve("journal");
        for (int tries = 0; tries < 2_000; tries++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                Arrays.fill(bytes, 1, 4, (byte) 0);
            }
            Files.write(file, bytes);
            assertEquals(0, read(file, 0).size());
        }
    }
}
