package io.meridian.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.audit.log.LogFolder;
import io.meridian.audit.log.SigningKey;
import io.meridian.audit.record.GapNote;
import io.meridian.audit.search.Hop;
import io.meridian.audit.search.LogScan;
import io.meridian.audit.search.RecordFilter;
import io.meridian.audit.search.TraceSearch;
import io.meridian.audit.verify.Verifier;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server, a real sidecar, a recorder's process; and somebody who takes one message from the server between two of the three observers. */
@Tag("server")
@Timeout(180)
final class DeliveryGapTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String DEPLOYMENT = "gaps";
    private static final int IN_FLIGHT = 4;
    /** What a client may have fetched ahead is less. */
    private static final int MANY = 1_500;

    @TempDir
    private Path home;

    private Map<String, String> environment;
    private LocalServer server;
    private Bus bus;
    private WholeSidecar sidecar;
    private PluginRuntime plugin;
    private Process recorder;
    private Publisher load;
    private boolean pluginRests;

    @BeforeEach
    void start() throws IOException {
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, missing);
        server = LocalServers.of("nats", DEPLOYMENT, home.resolve("data"), home.resolve("server.log"));
        server.start();
        environment = new TreeMap<>(server.environment());
        environment.put("BUS_BACKEND", "nats");
        environment.put("BUS_DEPLOYMENT", DEPLOYMENT);
        Path folder = Files.createDirectories(home.resolve("sidecar"));
        Files.write(
                folder.resolve("grants"),
                List.of(
                        "allow g-1 subscribe " + Follower.IN + " for instance follower",
                        "allow g-2 publish " + Follower.OUT + " for instance follower"));
        Map<String, String> settings = BusEnvironment.settings(environment);
        bus = Bus.open(new BusContext().settings(settings).unrestricted());
        bus.awaitConnected(PATIENCE_NS);
        load = bus.publisher(PublisherSpec.durable(Follower.IN));
        settings.put("sidecar.dir", folder.toString());
        settings.put("sidecar.instance", "follower");
        settings.put("sidecar.pool", Pool.BOR);
        settings.put("sidecar.grpc", "false");
        settings.put("sidecar.silence", "60s");
        settings.put("sidecar.max.in-flight", Integer.toString(IN_FLIGHT));
        sidecar = WholeSidecar.start(Settings.of(WholeSidecar.schemas(), settings), (level, text) -> {});
        plugin = new PluginRuntime(RuntimeOptions.of(folder, Follower.class));
        until("the plugin is ready", plugin::isReady);
        startRecorder();
    }

    private void startRecorder() throws IOException {
        recorder = ServiceProcess.start(
                environment,
                home.resolve("recorder.log"),
                "audit",
                "record",
                "--dir",
                home.resolve("log").toString(),
                "--set",
                "audit.delivery.bound=5s");
    }

    @AfterEach
    void stop() {
        if (server == null) {
            return;
        }
        if (recorder != null) {
            recorder.destroy();
            recorder.onExit().join();
        }
        if (sidecar != null) {
            sidecar.close();
        }
        if (bus != null) {
            bus.close();
        }
        server.close();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, () -> "waited in vain until " + what + ": " + log());
            if (pluginRests || plugin.doWork() == 0) {
                LockSupport.parkNanos(200_000);
            }
            load.confirmed();
        }
    }

    private String log() {
        try {
            return Files.readString(home.resolve("recorder.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void publish(int count) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        for (int i = 0; i < count; i++) {
            until("it is taken", () -> load.offer(bytes, 0, 8) > 0);
        }
        until("all is stored", () -> load.drain(TimeUnit.SECONDS.toNanos(20)));
    }

    private List<String> topics(String topic) {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(home.resolve("log"))) {
            return found;
        }
        LogScan.scan(
                new LogFolder(home.resolve("log")),
                new RecordFilter(Long.MIN_VALUE, Long.MAX_VALUE, (byte) 0, new RecordFilter.Topics(topic), null, null),
                (record, message) -> found.add(message.trace()));
        return found;
    }

    private List<GapNote> gaps() {
        List<GapNote> notes = new ArrayList<>();
        LogScan.scan(new LogFolder(home.resolve("log")), RecordFilter.ALL, (record, message) -> {
            GapNote note = message == null ? GapNote.of(record) : null;
            return note == null || notes.add(note);
        });
        return notes;
    }

    private void deleteLast() throws IOException {
        try (NatsStream stream = new NatsStream(environment.get("NATS_URL"), DEPLOYMENT)) {
            stream.deleteLast("deployment." + DEPLOYMENT + ".durable." + Follower.IN);
        }
    }

    private void requireGood() {
        assertTrue(new Verifier(
                        new LogFolder(home.resolve("log")),
                        SigningKey.readPublic(home.resolve("log/key").resolve(SigningKey.PUBLIC_FILE)),
                        home.resolve("log-second"),
                        records -> {})
                .verify()
                .isGood());
    }

    private List<Hop> follow(String trace) {
        return TraceSearch.follow(List.of(new LogFolder(home.resolve("log"))), Set.of(trace));
    }

    /** Nothing but the subscriber's report tells of it: it is the last one of its topic. */
    @Test
    void shouldRaiseAnAlarmWhenAMessageIsTakenBeforeTheRecorderHadIt() throws IOException {
        publish(20);
        until("all is recorded", () -> topics(Follower.OUT).size() == 20);
        recorder.destroy();
        recorder.onExit().join();
        assertFalse(log().contains("ALARM"), this::log);
        publish(1);
        long taken = load.confirmed();
        deleteLast();
        startRecorder();
        until("what followed is recorded", () -> topics(Follower.OUT).size() == 21);
        until("there is an alarm", () -> log().contains("ALARM"));
        assertTrue(
                log().contains("ALARM: message " + taken + " of ")
                        && log().contains("given to follower, but the recorder never had it from the bus"),
                this::log);
        until("it is noted", () -> !gaps().isEmpty());
        assertEquals(GapNote.Event.UNSEEN, gaps().getFirst().event());
        List<Hop> hops = follow(topics(Follower.OUT).getLast());
        assertEquals(GapNote.Event.UNSEEN, hops.getFirst().lostCause().event(), hops::toString);
        requireGood();
    }

    @Test
    void shouldRaiseAnAlarmWhenAMessageIsTakenBeforeTheSubscriberHadIt() throws IOException {
        publish(20);
        until("all is recorded", () -> topics(Follower.OUT).size() == 20);
        pluginRests = true;
        publish(MANY);
        until("it is recorded", () -> topics(Follower.IN).size() == 20 + MANY);
        long taken = load.confirmed();
        deleteLast();
        publish(1);
        pluginRests = false;
        until("there is an alarm", () -> log().contains("ALARM"));
        assertTrue(
                log().contains("ALARM: message " + taken + " of ")
                        && log().contains("recorded, but not given to follower, which was given later ones"),
                this::log);
        until("it is noted", () -> !gaps().isEmpty());
        GapNote note = gaps().stream()
                .filter(each -> each.event() == GapNote.Event.NOT_DELIVERED)
                .findFirst()
                .orElseThrow();
        assertEquals("follower", note.instance());
        Hop hop = follow(topics(Follower.IN).get((int) taken - 1)).getFirst();
        assertEquals(taken, hop.sequence());
        assertEquals(List.of("follower"), hop.missedBy());
        requireGood();
    }
}
