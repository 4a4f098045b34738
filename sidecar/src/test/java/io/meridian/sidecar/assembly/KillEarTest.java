package io.meridian.sidecar.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.trading.ControlEventEncoder;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.sidecar.control.ControlClient;
import io.meridian.sidecar.control.Latch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sidecar that hears on the bus that it shall stop orders. */
final class KillEarTest {
    @TempDir
    private Path home;

    private Bus bus;
    private Publisher kills;
    private WholeSidecar sidecar;
    private ControlClient client;

    @BeforeEach
    void open() throws IOException {
        Path folder = Files.createDirectories(home.resolve("s"));
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        Settings settings = Settings.of(
                WholeSidecar.schemas(),
                Map.of(
                        "bus.backend", "memory",
                        "memory.space", "kill",
                        "bus.deployment", "kill" + Long.toHexString(System.nanoTime()),
                        "sidecar.dir", folder.toString(),
                        "sidecar.instance", "momo-1",
                        "sidecar.pool", "SIGNAL",
                        "sidecar.grpc.port", "0"));
        bus = Bus.open(new BusContext().settings(settings).unrestricted());
        kills = bus.publisher(PublisherSpec.fast("platform.kill.sidecars"));
        AtomicInteger told = new AtomicInteger();
        try (Subscription acts = bus.subscribe(
                SubscriptionSpec.durable("platform.control.act.momo-1").from(StartAt.EARLIEST), message -> {
                    told.incrementAndGet();
                    return Verdict.ACCEPT;
                })) {
            sidecar = WholeSidecar.start(settings, (level, text) -> {});
            client = new ControlClient(folder, Duration.ofSeconds(10));
            client.latch("Anna", "to begin with");
            client.release("Anna", "to begin with");
            // It listens before it tells anything.
            long deadlineNs = deadlineNs();
            while (told.get() < 2) {
                acts.poll(10, 1_000_000);
                assertTrue(System.nanoTime() - deadlineNs < 0, "it tells nothing");
            }
        }
    }

    @AfterEach
    void close() {
        sidecar.close();
        bus.close();
    }

    private static long deadlineNs() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    }

    private void say(ControlKind kind, ControlScope scope, String target, String by, Instant setAt) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
        ControlEventEncoder event = new ControlEventEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .tsEvent(setAt.getEpochSecond() * 1_000_000_000L + setAt.getNano())
                .tsInit(0)
                .expireAt(0)
                .controlId("k")
                .kind(kind)
                .scope(scope)
                .target(target)
                .actor(by)
                .reason("odd prices");
        assertTrue(kills.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength()) > 0);
    }

    private void awaitLatchedBy(String by) {
        Latch latch = sidecar.latch();
        long deadlineNs = deadlineNs();
        while (!latch.isSet()) {
            LockSupport.parkNanos(1_000_000);
            assertTrue(System.nanoTime() - deadlineNs < 0, "it is not latched");
        }
        assertEquals(by, latch.state().by());
        assertEquals("odd prices", latch.state().reason());
    }

    @Test
    void shouldBeLatchedWhenEverythingIsStopped() throws IOException {
        say(ControlKind.KILL, ControlScope.DEPLOYMENT, "", "Bo", Instant.now());
        awaitLatchedBy("Bo");
        assertTrue(client.status().isSet());
    }

    @Test
    void shouldBeLatchedWhenItAloneIsStopped() {
        say(ControlKind.KILL, ControlScope.INSTANCE, "momo-2", "others", Instant.now());
        say(ControlKind.PAUSE, ControlScope.INSTANCE, "momo-1", "nobody", Instant.now());
        say(ControlKind.KILL, ControlScope.INSTANCE, "momo-1", "Bo", Instant.now());
        awaitLatchedBy("Bo");
    }

    @Test
    void shouldStayReleasedWhenAnOldKillComesLate() throws IOException {
        Instant before = Instant.now();
        say(ControlKind.KILL, ControlScope.DEPLOYMENT, "", "Bo", before);
        awaitLatchedBy("Bo");
        say(ControlKind.RELEASE, ControlScope.DEPLOYMENT, "", "nobody", Instant.now());
        client.release("Cy", "mended");
        say(ControlKind.KILL, ControlScope.DEPLOYMENT, "", "Bo", before);
        say(ControlKind.KILL, ControlScope.DEPLOYMENT, "", "Di", Instant.now().plusSeconds(1));
        awaitLatchedBy("Di");
    }

    @Test
    void shouldGoOnListeningWhateverIsSaidThere() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            long deadlineNs = deadlineNs();
            while (kills.offer(new UnsafeBuffer(bytes), 0, bytes.length) <= 0) {
                assertTrue(System.nanoTime() - deadlineNs < 0, "the bus takes nothing");
                LockSupport.parkNanos(100_000);
            }
        }
        assertFalse(sidecar.latch().isSet());
        say(ControlKind.KILL, ControlScope.DEPLOYMENT, "", "Bo", Instant.now());
        awaitLatchedBy("Bo");
    }
}
