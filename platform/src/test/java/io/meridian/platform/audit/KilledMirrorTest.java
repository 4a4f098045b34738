package io.meridian.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.audit.log.AuditLog;
import io.meridian.audit.log.FolderPlace;
import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.LogOptions;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.mirror.LogFetch;
import io.meridian.audit.mirror.LogMirror;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever carries a log to Kafka is killed again and again while the log grows: the files that are made of it again are the same, and prove it. */
@Tag("server")
final class KilledMirrorTest {
    private static final long SEED = 20_261_129;
    private static final long PATIENCE_NS = 90_000_000_000L;
    /** Small files, so that there are many. */
    private static final LogOptions OPTIONS = new LogOptions("main", 1 << 20, 1_000, TimeUnit.SECONDS.toNanos(1));

    @TempDir
    private Path home;

    private Map<String, String> environment;
    private Process mirror;

    @Test
    @Timeout(240)
    void shouldCarryTheWholeLogToKafkaWhenItIsKilled() throws Exception {
        kill(5);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void shouldCarryTheWholeLogToKafkaWhenItIsKilledManyTimes() throws Exception {
        kill(50);
    }

    @Test
    void shouldTravelOnTheTopicsThatAreSaid() {
        String id = "0".repeat(32);
        assertEquals(TopicTemplate.AUDIT.topic(id), LogMirror.TOPICS + id);
    }

    private void kill(int times) throws Exception {
        String missing = LocalServers.missing("kafka");
        assumeTrue(missing == null, missing);
        SplittableRandom random = new SplittableRandom(SEED);
        SigningKey key = SigningKey.in(home.resolve("key"));
        try (LocalServer server =
                LocalServers.of("kafka", "mirrored", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            environment = new TreeMap<>(server.environment());
            environment.put("BUS_BACKEND", "kafka");
            environment.put("BUS_DEPLOYMENT", "mirrored");
            AtomicBoolean over = new AtomicBoolean();
            Thread recording = Thread.ofPlatform().unstarted(() -> record(key, over));
            recording.start();
            try {
                awaitBytes(1, () -> true);
                for (int i = 0; i < times; i++) {
                    long before = noted();
                    start();
                    awaitBytes(before + random.nextLong(1, 400_000), mirror::isAlive);
                    mirror.destroyForcibly().onExit().join();
                }
                over.set(true);
                recording.join();
                start();
                awaitBytes(files(log().path()), mirror::isAlive);
                mirror.destroy();
                assertEquals(0, mirror.onExit().join().exitValue(), this::said);
            } finally {
                over.set(true);
                recording.join();
                if (mirror != null) {
                    mirror.destroyForcibly().onExit().join();
                }
            }
            try (Bus bus = Bus.open(new BusContext()
                    .settings(Settings.of(BusSettings.schemas(), BusEnvironment.settings(environment)))
                    .unrestricted())) {
                LogFetch.Fetched fetched = LogFetch.fetch(bus, home.resolve("copy"), bytes -> {});
                assertEquals(0, fetched.refused());
                assertEquals(List.of(log().id()), List.copyOf(fetched.bytes().keySet()));
            }
        }
        LogFolder copy = new LogFolder(home.resolve("copy").resolve(log().id()));
        assertTrue(log().segments().size() > 1);
        for (Path segment : log().segments()) {
            assertEquals(-1, Files.mismatch(segment, copy.path().resolve(segment.getFileName())), segment::toString);
        }
        Verification found = new Verifier(copy, key.publicKey(), home.resolve("second"), records -> {}).verify();
        assertTrue(found.isGood(), found::toString);
        assertEquals(found.records(), found.sealed());
    }

    private LogFolder log() {
        return new LogFolder(home.resolve("log"));
    }

    /** Some thousands a second. */
    private void record(SigningKey key, AtomicBoolean over) {
        byte[] body = new byte[300];
        SplittableRandom random = new SplittableRandom(SEED);
        try (AuditLog log = new AuditLog(
                log(),
                key,
                new FolderPlace(home.resolve("second")),
                OPTIONS,
                SystemEpochNanoClock.INSTANCE,
                segment -> {})) {
            while (!over.get()) {
                for (int i = 0; i < 10; i++) {
                    random.nextBytes(body);
                    log.append((byte) 1, new UnsafeBuffer(body), 0, body.length);
                }
                log.work();
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    /** How much of the log's files the note says was carried. */
    private long noted() throws IOException {
        Path note = log().path().resolve("mirror-bus.txt");
        if (!Files.exists(note)) {
            return 0;
        }
        String[] words = Files.readString(note).strip().split(" ");
        long bytes = Long.parseLong(words[1]) + Long.parseLong(words[2]);
        for (Path segment : log().segments()) {
            bytes += LogFolder.first(segment) < Long.parseLong(words[0]) ? Files.size(segment) : 0;
        }
        return bytes;
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            long bytes = 0;
            for (Path file : all.toList()) {
                String name = Objects.toString(file.getFileName());
                bytes += LogFolder.isSegment(name) || name.equals(LogFolder.CHECKPOINTS) ? Files.size(file) : 0;
            }
            return bytes;
        }
    }

    private interface Alive {
        boolean now();
    }

    private void awaitBytes(long bytes, Alive alive) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while ((mirror == null ? Files.isDirectory(log().path()) ? files(log().path()) : 0 : noted()) < bytes) {
            assertTrue(alive.now() && System.nanoTime() - deadlineNs < 0, this::said);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private String said() {
        try {
            return Files.readString(home.resolve("mirror.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start() throws IOException {
        mirror = ServiceProcess.start(
                environment,
                home.resolve("mirror.log"),
                "audit",
                "mirror",
                "--dir",
                log().path().toString());
    }
}
