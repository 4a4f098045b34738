package io.meridian.audit.mirror;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.Logs;
import io.meridian.audit.MemoryBus;
import io.meridian.audit.log.AuditException;
import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that grow while they are carried over the bus in memory. */
final class LogMirrorTest {
    @TempDir
    private Path folder;

    private final String space = Long.toHexString(System.nanoTime());
    private final Bus bus = Bus.open(MemoryBus.named(space));
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        bus.close();
    }

    /** As a process that ends in order does. */
    private void carry() {
        try (Bus own = Bus.open(MemoryBus.named(space));
                LogMirror mirror = new LogMirror(Logs.log(folder), folder.resolve("noted.txt"), own, told::add)) {
            assertTrue(mirror.work() >= 0);
        }
    }

    private LogFetch.Fetched fetch() {
        return LogFetch.fetch(bus, folder.resolve("copy"), bytes -> {});
    }

    private Path copy() {
        return folder.resolve("copy").resolve(Logs.log(folder).id());
    }

    private static List<Path> files(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.filter(file -> file.toString().endsWith(".rec")
                            || file.getFileName().toString().equals(LogFolder.CHECKPOINTS))
                    .sorted()
                    .toList();
        }
    }

    private void requireSame() throws IOException {
        List<Path> own = files(Logs.log(folder).path());
        assertTrue(own.size() > 2, "several files: " + own);
        assertEquals(
                own.stream().map(Path::getFileName).toList(),
                files(copy()).stream().map(Path::getFileName).toList());
        for (Path file : own) {
            assertArrayEquals(
                    Files.readAllBytes(file), Files.readAllBytes(copy().resolve(file.getFileName())), file.toString());
        }
        Verification found = new Verifier(
                        new LogFolder(copy()), Logs.key(folder).publicKey(), Logs.second(folder), records -> {})
                .verify();
        assertTrue(found.isGood(), found::toString);
    }

    @Test
    void shouldMakeTheSameFilesAgainWhenTheLogGrewBetweenItsRuns() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        int count = 0;
        for (int run = 0; run < 12; run++) {
            int more = random.nextInt(400);
            try (AuditLog log = Logs.open(folder)) {
                Logs.append(log, count, more / 2);
                log.work();
                carry();
                Logs.append(log, count + more / 2, more - more / 2);
            }
            count += more;
            carry();
        }
        assertEquals(0, fetch().refused());
        requireSame();
        assertEquals(List.of(), told);
    }

    @Test
    void shouldCarryAllAgainWhenNobodyKnowsHowFarItWas() throws IOException {
        Logs.write(folder, 2_000);
        carry();
        Files.delete(folder.resolve("noted.txt"));
        carry();
        fetch();
        requireSame();
    }

    @Test
    void shouldCarryARecordThatIsLargerThanAMessage() throws IOException {
        try (AuditLog log = Logs.open(folder)) {
            byte[] large = new byte[3 << 20];
            new SplittableRandom(3).nextBytes(large);
            for (int i = 0; i < 4; i++) {
                log.append((byte) 1, new UnsafeBuffer(large), 0, large.length);
                Logs.append(log, i, 300);
            }
        }
        carry();
        fetch();
        requireSame();
    }

    /** What a crash cut may be written anew, with something else. */
    @Test
    void shouldCarryNoRecordThatIsNotWhole() throws IOException {
        Logs.write(folder, 500);
        Path last = Logs.log(folder).segments().getLast();
        byte[] whole = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(whole, whole.length - 5));
        carry();
        fetch();
        long carried = Files.size(copy().resolve(last.getFileName()));
        assertTrue(carried < whole.length - 5 && carried > 0, "carried=" + carried);
        Files.write(last, whole);
        carry();
        fetch();
        requireSame();
    }

    @Test
    void shouldSayThatRecordsWereRemovedBeforeTheyWereCarried() throws IOException {
        Logs.write(folder, 2_000);
        List<Path> segments = Logs.log(folder).segments();
        Files.delete(segments.get(0));
        Files.delete(segments.get(1));
        carry();
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("before record " + LogFolder.first(segments.get(2))), told::toString);
    }

    @Test
    void shouldCarryNothingOfALogThatIsDamagedThereAndSaySo() throws IOException {
        Logs.write(folder, 100);
        Path first = Logs.log(folder).segments().getFirst();
        byte[] bytes = Files.readAllBytes(first);
        bytes[0] ^= 0x55;
        Files.write(first, bytes);
        AuditException damaged = assertThrows(AuditException.class, this::carry);
        assertTrue(damaged.getMessage().contains("no record"), damaged::getMessage);
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoLog() throws IOException {
        Files.createDirectories(Logs.log(folder).path());
        AuditException none = assertThrows(AuditException.class, this::carry);
        assertTrue(none.getMessage().contains("audit record"), none::getMessage);
    }

    /** Whoever may publish there writes no file but those of a log, and breaks nothing. */
    @Test
    void shouldWriteNothingElseWhateverComes() throws IOException {
        Logs.write(folder, 700);
        carry();
        SplittableRandom random = new SplittableRandom(11);
        byte[] good = new byte[200];
        UnsafeBuffer buffer = new UnsafeBuffer(good);
        int length = new LogPiece("%020d.rec".formatted(0), 0, new byte[0]).encode(buffer);
        String other = "f".repeat(32);
        int bad = 0;
        try (Publisher pieces = bus.publisher(PublisherSpec.durable(LogMirror.TOPICS + other));
                Publisher none = bus.publisher(PublisherSpec.durable(LogMirror.TOPICS + "etc"))) {
            assertTrue(none.offer(buffer, 0, length) > 0);
            byte[] outside = new byte[200];
            byte[] name = "../../../../tmp/evil-0000000.rec".getBytes(StandardCharsets.US_ASCII);
            outside[0] = 1;
            outside[1] = (byte) name.length;
            System.arraycopy(name, 0, outside, 2, name.length);
            assertTrue(pieces.offer(new UnsafeBuffer(outside), 0, outside.length) > 0);
            for (int i = 0; i < 3_000; i++) {
                byte[] changed = good.clone();
                for (int n = random.nextInt(1, 5); n > 0; n--) {
                    changed[random.nextInt(length)] = (byte) random.nextInt();
                }
                int cut = random.nextInt(length + 1);
                try {
                    LogPiece.decode(new UnsafeBuffer(changed, 0, cut), 0, cut);
                } catch (IllegalArgumentException refused) {
                    bad++;
                    assertTrue(pieces.offer(new UnsafeBuffer(changed), 0, cut) > 0);
                }
            }
        }
        assertEquals(bad + 2, fetch().refused());
        requireSame();
        assertFalse(Files.exists(folder.resolve("copy").resolve("etc")));
        assertEquals(new FolderPlace(Logs.second(folder)).count(Logs.log(folder).id(), "main"), 700);
    }
}
