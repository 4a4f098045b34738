package io.meridian.audit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {
    /** Three of them fill a file. */
    private static final byte[] BODY = new byte[10_000];

    @TempDir
    private Path folder;

    private static void append(AuditLog log, int records) {
        for (int i = 0; i < records; i++) {
            log.append((byte) 1, new UnsafeBuffer(BODY), 0, BODY.length);
        }
        log.work();
    }

    private static List<Long> read(LogTail tail) {
        List<Long> indexes = new ArrayList<>();
        for (RecordView record = tail.next(); record != null; record = tail.next()) {
            assertEquals(BODY.length, record.bodyLength());
            indexes.add(record.index());
        }
        return indexes;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldGiveEachRecordOnceAsItIsWrittenFromFileToFile() throws IOException {
        try (LogTail tail = new LogTail(Logs.log(folder), 1)) {
            assertEquals(List.of(), read(tail), "the folder is not there");
            try (AuditLog log = Logs.open(folder)) {
                assertEquals(List.of(), read(tail));
                long before = 0;
                for (int round : new int[] {1, 3, 500, 2, 700}) {
                    append(log, round);
                    assertEquals(range(before, before + round), read(tail));
                    before += round;
                }
                assertTrue(Logs.log(folder).segments().size() > 3);
            }
            assertEquals(List.of(), read(tail));
        }
    }

    @Test
    void shouldBeginWithTheNewestFiles() throws IOException {
        try (AuditLog log = Logs.open(folder)) {
            append(log, 600);
        }
        List<Path> segments = Logs.log(folder).segments();
        long first = LogFolder.first(segments.get(segments.size() - 2));
        try (LogTail tail = new LogTail(Logs.log(folder), 2)) {
            assertEquals(range(first, 600), read(tail));
        }
    }

    /** While it is written a record may be there in part. */
    @Test
    void shouldWaitForTheRestOfARecordAndRefuseWhatIsNone() throws IOException {
        try (AuditLog log = Logs.open(folder)) {
            append(log, 2);
        }
        Path segment = Logs.log(folder).segments().getFirst();
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(whole, whole.length - 5_000));
        try (LogTail tail = new LogTail(Logs.log(folder), 1)) {
            assertEquals(range(0, 1), read(tail));
            Files.write(
                    segment, Arrays.copyOfRange(whole, whole.length - 5_000, whole.length), StandardOpenOption.APPEND);
            assertEquals(range(1, 2), read(tail));
            Files.write(segment, new byte[500], StandardOpenOption.APPEND);
            assertThrows(AuditException.class, tail::next);
        }
    }
}
