package io.meridian.audit.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.verify.Verification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGoOnWhereItWasWhenItIsOpenedAgain() throws IOException {
        for (int i = 0; i < 7; i++) {
            try (AuditLog log = Logs.open(folder)) {
                assertEquals(150 * i, log.count());
                Logs.append(log, 150 * i, 150);
            }
        }
        Verification found = Logs.verify(folder);
        assertTrue(found.isGood(), found::toString);
        assertEquals(1_050, found.records());
        assertEquals(1_050, found.sealed());
        List<byte[]> bodies = bodies();
        for (int i = 0; i < bodies.size(); i++) {
            assertArrayEquals(Logs.body(i), bodies.get(i));
        }
    }

    private List<byte[]> bodies() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (Path segment : Logs.log(folder).segments()) {
            try (SegmentReader reader = new SegmentReader(segment)) {
                for (RecordView record = reader.next(); record != null; record = reader.next()) {
                    byte[] body = new byte[record.bodyLength()];
                    System.arraycopy(record.bytes(), record.bodyOffset(), body, 0, body.length);
                    bodies.add(body);
                }
            }
        }
        return bodies;
    }

    @Test
    void shouldTakeNoNewRecordForDamageWhenTheLogIsWrittenWhileItIsRead() throws IOException {
        try (AuditLog log = Logs.open(folder)) {
            Logs.append(log, 0, 30);
            log.work();
            Path last = Logs.log(folder).segments().getLast();
            try (SegmentReader reader = new SegmentReader(last)) {
                Logs.append(log, 30, 20);
                log.work();
                long read = 0;
                while (reader.next() != null) {
                    read++;
                }
                Logs.append(log, 50, 20);
                log.work();
                assertEquals(30, read);
                assertFalse(reader.isCut());
                assertFalse(reader.skipDamage());
            }
        }
    }

    @Test
    void shouldCutOffWhatACrashTore() throws IOException {
        Logs.write(folder, 250);
        try (AuditLog log = Logs.open(folder)) {
            Logs.append(log, 250, 30);
            log.work();
            await(() -> log.safe() == 280);
            // As if killed: the file is copied as it is, in the middle of its last record.
            Path copy = folder.resolve("copy");
            copyFolder(Logs.log(folder).path(), copy.resolve("log"));
            copyFolder(folder.resolve("key"), copy.resolve("key"));
            Path last = Logs.log(copy).segments().getLast();
            try (FileChannel file = FileChannel.open(last, StandardOpenOption.WRITE)) {
                file.truncate(Files.size(last) - 60);
            }
            try (AuditLog again = Logs.open(copy)) {
                assertEquals(279, again.count());
                Logs.append(again, 279, 5);
            }
            assertEquals(284, Logs.verify(copy).records());
            assertTrue(Logs.verify(copy).isGood());
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldRefuseToGoOnWhenTheEndIsGone() throws IOException {
        Logs.write(folder, 1_000);
        Files.delete(Logs.log(folder).segments().getLast());
        AuditException refused = assertThrows(AuditException.class, () -> Logs.open(folder));
        assertTrue(refused.getMessage().contains("records are gone from its end"), refused.getMessage());
    }

    @Test
    void shouldRefuseToGoOnWhenTheSecondPlaceKnowsOfMore() throws IOException {
        Logs.write(folder, 1_000);
        Files.delete(Logs.log(folder).segments().getLast());
        Files.delete(Logs.log(folder).path().resolve(LogFolder.CHECKPOINTS));
        AuditException refused = assertThrows(AuditException.class, () -> Logs.open(folder));
        assertTrue(refused.getMessage().contains("keeps a checkpoint of 1000"), refused.getMessage());
    }

    @Test
    void shouldRefuseToGoOnWhenARecordIsDamaged() throws IOException {
        Logs.write(folder, 1_000);
        Path last = Logs.log(folder).segments().getLast();
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length / 2] ^= 1;
        Files.write(last, bytes);
        AuditException refused = assertThrows(AuditException.class, () -> Logs.open(folder));
        assertTrue(refused.getMessage().contains("damaged at record"), refused.getMessage());
    }

    @Test
    void shouldRefuseASecondWriter() {
        try (AuditLog log = Logs.open(folder)) {
            Logs.append(log, 0, 1);
            AuditException refused = assertThrows(AuditException.class, () -> Logs.open(folder));
            assertTrue(refused.getMessage().contains("writes the log"), refused.getMessage());
        }
    }

    @Test
    void shouldBringTheSecondPlaceUpToDateWhenItWasAway() throws IOException {
        AwayPlace place = new AwayPlace(new FolderPlace(Logs.second(folder)));
        place.away = true;
        try (AuditLog log = Logs.open(folder, place)) {
            Logs.append(log, 0, 350);
            await(() -> log.sealed() == 300);
            assertNotNull(log.trouble());
            assertEquals(0, place.count(Logs.log(folder).id(), "main", true));
            place.away = false;
            await(() -> log.trouble() == null);
            assertEquals(300, place.count(Logs.log(folder).id(), "main", true));
            Logs.append(log, 350, 100);
            await(() -> log.sealed() == 400);
            assertNull(log.trouble());
        }
        assertEquals(450, place.count(Logs.log(folder).id(), "main", true));
        assertTrue(Logs.verify(folder).isGood());
    }

    /** A place that can be away. */
    private static final class AwayPlace implements CheckpointPlace {
        private final FolderPlace inside;
        private volatile boolean away;

        AwayPlace(FolderPlace inside) {
            this.inside = inside;
        }

        @Override
        public String description() {
            return "the moon";
        }

        long count(String log, String shard, boolean anyway) throws IOException {
            return anyway ? inside.count(log, shard) : count(log, shard);
        }

        @Override
        public long count(String log, String shard) throws IOException {
            requireThere();
            return inside.count(log, shard);
        }

        private void requireThere() throws IOException {
            if (away) {
                throw new IOException("it is away");
            }
        }

        @Override
        public void keep(List<Checkpoint> checkpoints) throws IOException {
            requireThere();
            inside.keep(checkpoints);
        }

        @Override
        public void close() {
            inside.close();
        }
    }

    @Test
    void shouldSignWhatWaitsWhenItsTimeHasCome() throws IOException {
        LogOptions often = new LogOptions("main", 40_000, 1_000, TimeUnit.MILLISECONDS.toNanos(50));
        try (AuditLog log = new AuditLog(
                Logs.log(folder),
                Logs.key(folder),
                new FolderPlace(Logs.second(folder)),
                often,
                SystemEpochNanoClock.INSTANCE,
                segment -> {})) {
            Logs.append(log, 0, 3);
            await(() -> {
                log.work();
                return log.sealed() == 3;
            });
            assertEquals(3, log.safe());
        }
    }

    @Test
    void shouldKeepARecordThatIsLargerThanItsBuffer() throws IOException {
        byte[] large = new byte[5 << 20];
        try (AuditLog log = Logs.open(folder)) {
            Logs.append(log, 0, 5);
            log.append((byte) 1, new org.agrona.concurrent.UnsafeBuffer(large), 0, large.length);
            Logs.append(log, 6, 5);
        }
        assertTrue(Logs.verify(folder).isGood());
        assertArrayEquals(large, bodies().get(5));
    }

    @Test
    void shouldTellAKeyThatIsNotTheOtherHalf() throws IOException {
        Logs.key(folder);
        Path other = folder.resolve("other");
        SigningKey.in(other);
        Files.copy(
                other.resolve(SigningKey.PUBLIC_FILE),
                folder.resolve("key").resolve(SigningKey.PUBLIC_FILE),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(assertThrows(AuditException.class, () -> Logs.key(folder))
                .getMessage()
                .contains("not the other half"));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(other.resolve(SigningKey.PRIVATE_FILE))));
    }

    @Test
    void shouldKnowTheClocksState() {
        ClockFacts facts = new ClockFacts();
        assertFalse(ClockFacts.word(facts.state()).isEmpty());
        assertEquals(facts.state() == ClockFacts.SYNCHRONISED, facts.errorNs() >= 0);
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "it did not come about");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
