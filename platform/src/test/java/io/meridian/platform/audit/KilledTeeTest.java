package io.meridian.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.audit.tee.TeeCheck;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tee from Aeron into Kafka is killed again and again: in the end Kafka has each message, and a reader that asks for it gets each once, in order. */
@Tag("server")
final class KilledTeeTest {
    private static final long SEED = 20_261_130;
    private static final long PATIENCE_NS = 90_000_000_000L;
    private static final String[] TOPICS = {"platform.oms.event.one", "platform.oms.event.two", "test.carried"};

    @TempDir
    private Path home;

    private final AtomicLong published = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final Map<String, Long> lasts = new TreeMap<>();
    private Process tee;

    @Test
    @Timeout(240)
    void shouldCarryEachMessageWhenItIsKilled() throws Exception {
        kill(4);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void shouldCarryEachMessageWhenItIsKilledManyTimes() throws Exception {
        kill(50);
    }

    private void kill(int times) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (LocalServer aeron = LocalServers.of("aeron", "teed", home.resolve("a"), home.resolve("aeron.log"));
                LocalServer kafka = LocalServers.of("kafka", "teed", home.resolve("k"), home.resolve("kafka.log"))) {
            aeron.start();
            kafka.start();
            Map<String, String> environment = new TreeMap<>(aeron.environment());
            environment.putAll(kafka.environment());
            environment.put("BUS_DEPLOYMENT", "teed");
            environment.put("BUS_BACKEND", "aeron");
            try (Bus from = open(environment, "aeron");
                    Bus to = open(environment, "kafka");
                    Subscription carried = to.subscribe(
                            SubscriptionSpec.durable("**")
                                    .from(StartAt.EARLIEST)
                                    .withoutDuplicates(),
                            message -> {
                                String topic = message.topic().name();
                                if (!List.of(TOPICS).contains(topic)) {
                                    // The tee tells that it starts and ends, each time as another source.
                                    return Verdict.ACCEPT;
                                }
                                assertEquals(lasts.getOrDefault(topic, 0L) + 1, message.sequence(), topic);
                                lasts.put(topic, message.sequence());
                                arrived.incrementAndGet();
                                return Verdict.ACCEPT;
                            })) {
                AtomicBoolean over = new AtomicBoolean();
                Thread publishing = Thread.ofPlatform().start(() -> publish(from, over));
                try {
                    for (int i = 0; i < times; i++) {
                        start(environment);
                        await(carried, published.get() + random.nextLong(100, 3_000));
                        tee.destroyForcibly().onExit().join();
                    }
                } finally {
                    over.set(true);
                    publishing.join();
                }
                start(environment);
                await(carried, published.get());
                tee.destroy();
                tee.onExit().join();
                assertEquals(published.get(), arrived.get());
                TeeCheck.Result result = TeeCheck.compare(from, to);
                Map<String, Object> missing = new TreeMap<>(result.missing());
                // That it ended is told when it carries no more; the next one carries it.
                missing.keySet().removeIf(topic -> topic.endsWith(".act.tee"));
                assertEquals(Map.of(), missing);
                assertTrue(result.first() > published.get(), "all and its own acts: " + result);
                assertTrue(result.second() >= published.get() && result.second() <= result.first(), result::toString);
            } finally {
                if (tee != null) {
                    tee.destroyForcibly().onExit().join();
                }
            }
        }
    }

    private static Bus open(Map<String, String> environment, String engine) {
        Map<String, String> own = new TreeMap<>(environment);
        own.put("BUS_BACKEND", engine);
        return Bus.open(new BusContext()
                .settings(Settings.of(BusSettings.schemas(), BusEnvironment.settings(own)))
                .unrestricted());
    }

    private void await(Subscription carried, long count) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (arrived.get() < count) {
            carried.poll(500, 10_000_000);
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> arrived + " of " + count + "\n" + log());
        }
    }

    private void publish(Bus bus, AtomicBoolean over) {
        Publisher[] publishers = new Publisher[TOPICS.length];
        for (int i = 0; i < TOPICS.length; i++) {
            publishers[i] = bus.publisher(PublisherSpec.durable(TOPICS[i]));
        }
        UnsafeBuffer payload = new UnsafeBuffer(new byte[120]);
        while (!over.get()) {
            for (int i = 0; i < 6; i++) {
                Publisher publisher = publishers[(int) (published.get() % TOPICS.length)];
                if (publisher.offer(payload, 0, payload.capacity()) > 0) {
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

    private String log() {
        try {
            return Files.readString(home.resolve("tee.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start(Map<String, String> environment) throws IOException {
        tee = ServiceProcess.start(environment, home.resolve("tee.log"), "audit", "tee", "--to", "kafka");
    }
}
