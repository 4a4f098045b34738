package io.meridian.audit.search;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.record.Kinds;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in a log's folder, reading it ends, and ends with what was found or with a word to a person. */
final class DamagedLogTest {
    private static final int ROUNDS = 100;

    @TempDir
    private Path folder;

    private void write() {
        EnvelopeWriter envelope = new EnvelopeWriter(Topic.of("platform.oms.event.alpha"), 7, 0, 0, "");
        try (AuditLog log = Logs.open(folder)) {
            for (int i = 1; i <= 400; i++) {
                UnsafeBuffer head = envelope.write(true, 0, i, i, i, i);
                UnsafeBuffer body = new UnsafeBuffer(new byte[head.capacity() + 20]);
                body.putBytes(0, head, 0, head.capacity());
                log.append(i % 9 == 0 ? Kinds.NOTE : Kinds.MESSAGE, body, 0, body.capacity());
            }
        }
    }

    @Test
    void shouldReadOnOrSayWhyWhenBytesAreAnything() throws IOException {
        write();
        // The last file may have been begun and have no record yet.
        List<Path> segments = Logs.log(folder).segments().stream()
                .filter(file -> file.toFile().length() > 0)
                .toList();
        Random random = new Random(3);
        AtomicInteger read = new AtomicInteger();
        RecordFilter filter = new RecordFilter(
                Long.MIN_VALUE, Long.MAX_VALUE, (byte) 0, new RecordFilter.Topics("platform.**"), null, null);
        for (int round = 0; round < ROUNDS; round++) {
            Path file = segments.get(random.nextInt(segments.size()));
            byte[] honest = Files.readAllBytes(file);
            Files.write(file, damaged(honest, random));
            assertFalse(Logs.verify(folder).isGood(), "round " + round);
            LogScan.scan(Logs.log(folder), RecordFilter.ALL, (record, message) -> {
                read.incrementAndGet();
                return !ExportLine.json(record, message).isEmpty();
            });
            LogScan.scan(Logs.log(folder), filter, (record, message) -> true);
            TraceSearch.follow(List.of(Logs.log(folder)), Set.of("0".repeat(32)));
            export(round);
            Files.write(file, honest);
        }
        assertTrue(read.get() > 0);
        assertTrue(Logs.verify(folder).isGood());
    }

    private void export(int round) throws IOException {
        Path into = folder.resolve("export" + round);
        try {
            Export.write(
                    Logs.log(folder),
                    RecordFilter.ALL,
                    folder.resolve("key").resolve(SigningKey.PUBLIC_FILE),
                    into,
                    List.of());
        } catch (AuditException told) {
            assertTrue(told.getMessage().contains("meridian audit verify"), told.getMessage());
        }
        try (Stream<Path> files = Files.walk(into)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static byte[] damaged(byte[] honest, Random random) {
        byte[] bytes = honest.clone();
        switch (random.nextInt(3)) {
            case 0 -> {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    int at = random.nextInt(bytes.length);
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                // Not the same bit twice.
                bytes[random.nextInt(bytes.length)] ^= (byte) 0xFF;
            }
            case 1 -> {
                int at = random.nextInt(bytes.length);
                int length = Math.min(bytes.length - at, 1 + random.nextInt(2_000));
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
            }
            default -> {
                int at = 1 + random.nextInt(bytes.length - 1);
                bytes = java.util.Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }
}
