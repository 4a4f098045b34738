package io.meridian.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.record.Kinds;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.verify.Verification;
import io.meridian.audit.verify.Verifier;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recorder's process is killed again and again while durable messages come: in the end each message is in the log once, in its order, and the chain
 * and its checkpoints are whole.
 */
@Tag("server")
final class KilledRecorderTest {
    private static final long SEED = 20_261_129;
    private static final long PATIENCE_NS = 90_000_000_000L;
    private static final String[] TOPICS = {"platform.oms.event.one", "platform.oms.event.two", "test.audited"};

    @TempDir
    private Path home;

    private final AtomicLong published = new AtomicLong();
    private Map<String, String> environment;
    private Process recorder;

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Timeout(240)
    void shouldRecordEachMessageOnceWhenTheRecorderIsKilled(String engine) throws Exception {
        kill(engine, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Tag("long")
    @Timeout(1800)
    void shouldRecordEachMessageOnceWhenTheRecorderIsKilledManyTimes(String engine) throws Exception {
        kill(engine, 50);
    }

    private void kill(String engine, int times) throws Exception {
        String missing = LocalServers.missing(engine);
        assumeTrue(missing == null, missing);
        SplittableRandom random = new SplittableRandom(SEED);
        try (LocalServer server = LocalServers.of(engine, "killed", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            environment = new TreeMap<>(server.environment());
            environment.put("BUS_BACKEND", engine);
            environment.put("BUS_DEPLOYMENT", "killed");
            try (Bus bus = Bus.open(new BusContext()
                    .settings(Settings.of(BusSettings.schemas(), BusEnvironment.settings(environment)))
                    .unrestricted())) {
                AtomicBoolean over = new AtomicBoolean();
                Thread publishing = Thread.ofPlatform().start(() -> publish(bus, over));
                try {
                    for (int i = 0; i < times; i++) {
                        start();
                        long more = published.get() + random.nextLong(100, 3_000);
                        long deadlineNs = System.nanoTime() + PATIENCE_NS;
                        while (logged() < more && System.nanoTime() - deadlineNs < 0) {
                            assertTrue(recorder.isAlive(), this::log);
                            LockSupport.parkNanos(20_000_000);
                        }
                        assertTrue(logged() >= more, this::log);
                        LockSupport.parkNanos(random.nextLong(20_000_000));
                        recorder.destroyForcibly().onExit().join();
                    }
                } finally {
                    over.set(true);
                    publishing.join();
                }
                start();
                awaitAll();
                recorder.destroy();
                recorder.onExit().join();
            } finally {
                if (recorder != null) {
                    recorder.destroyForcibly().onExit().join();
                }
            }
        }
        requireEachOnce();
        Verification found = new Verifier(
                        folder(),
                        SigningKey.readPublic(home.resolve("log/key").resolve(SigningKey.PUBLIC_FILE)),
                        home.resolve("log-second"),
                        records -> {})
                .verify();
        assertTrue(found.isGood(), found::toString);
        assertEquals(found.records(), found.sealed());
    }

    /** Some thousand a second, of several topics in turns. */
    private void publish(Bus bus, AtomicBoolean over) {
        Publisher[] publishers = new Publisher[TOPICS.length];
        for (int i = 0; i < TOPICS.length; i++) {
            publishers[i] = bus.publisher(PublisherSpec.durable(TOPICS[i]));
        }
        UnsafeBuffer payload = new UnsafeBuffer(new byte[120]);
        while (!over.get()) {
            for (int i = 0; i < 6; i++) {
                long next = published.get();
                payload.putLong(0, next);
                Publisher publisher = publishers[(int) (next % TOPICS.length)];
                long result = publisher.offer(payload, 0, payload.capacity());
                if (result > 0) {
                    published.incrementAndGet();
                }
                publisher.confirmed();
            }
            LockSupport.parkNanos(2_000_000);
        }
        for (Publisher publisher : publishers) {
            assertTrue(publisher.drain(PATIENCE_NS), "the bus has stored all");
        }
    }

    private LogFolder folder() {
        return new LogFolder(home.resolve("log"));
    }

    /** How many messages are in the files. */
    private long logged() {
        if (!Files.isDirectory(home.resolve("log"))) {
            return 0;
        }
        AtomicLong count = new AtomicLong();
        scan((topic, sequence) -> count.incrementAndGet());
        return count.get();
    }

    private interface Each {
        void message(String topic, long sequence);
    }

    private void scan(Each each) {
        LogScan.scan(
                folder(),
                new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, Kinds.MESSAGE, null, null, null),
                (record, message) -> {
                    if (!message.topic().startsWith("platform.audit")) {
                        each.message(message.topic(), message.envelope().sequence());
                    }
                    return true;
                });
    }

    private void awaitAll() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (logged() < published.get()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, this::log);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private void requireEachOnce() {
        Map<String, Long> last = new TreeMap<>();
        scan((topic, sequence) -> {
            long before = last.getOrDefault(topic, 0L);
            assertEquals(before + 1, sequence, topic);
            last.put(topic, sequence);
        });
        assertEquals(
                published.get(),
                last.values().stream().mapToLong(Long::longValue).sum());
    }

    private String log() {
        try {
            return Files.readString(home.resolve("recorder.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start() throws IOException {
        // Small files, so that it is also killed between them.
        recorder = ServiceProcess.start(
                environment,
                home.resolve("recorder.log"),
                "audit",
                "record",
                "--dir",
                home.resolve("log").toString(),
                "--set",
                "audit.segment.size=1m");
    }
}
