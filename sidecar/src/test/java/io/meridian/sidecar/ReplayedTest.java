package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.sidecar.assembly.WholeSidecar;
import io.meridian.sidecar.control.Latch;
import io.meridian.sidecar.limit.LimitSettings;
import io.meridian.sidecar.limit.TradingGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is of the past stays marked, and its orders reach nobody but in a deployment that lives on it. */
final class ReplayedTest {
    @TempDir
    Path root;

    private SidecarRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new SidecarRig(root);
        Latch latch = Latch.open(Files.createDirectory(root.resolve("latch")), InstantSource.system());
        rig.gate = TradingGate.of(Settings.of(List.of(LimitSettings.SCHEMA), Map.of()), latch, 0);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static void offer(Publisher publisher, String text, boolean replayed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MessageContext context = replayed ? new MessageContext().replayed() : new MessageContext();
        Await.until("the bus takes it", () -> publisher.offer(context, new UnsafeBuffer(bytes), 0, bytes.length) > 0);
    }

    private List<Boolean> flagsOfWhatIsPublished(String pool) {
        rig.grantAll("player");
        rig.start("player", "sidecar.pool", pool);
        List<Boolean> flags = new ArrayList<>();
        Subscription all = rig.bus().subscribe(SubscriptionSpec.fast("platform.data.**"), message -> {
            flags.add(message.isReplayed());
            return Verdict.ACCEPT;
        });
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("player"))) {
            int handle = plugin.resolve("platform.data.x", Profile.FAST);
            plugin.publish(handle, "one");
            plugin.publish(handle, "two");
            Await.until("both came", () -> {
                plugin.poll();
                all.poll(10);
                return flags.size() == 2;
            });
        }
        return flags;
    }

    @Test
    void shouldFlagAllThatIsPublishedWhenThePoolIsReplay() {
        assertEquals(List.of(true, true), flagsOfWhatIsPublished("REPLAY"));
    }

    @Test
    void shouldFlagNothingOfItselfWhenThePoolIsAnother() {
        assertEquals(List.of(false, false), flagsOfWhatIsPublished("DGM"));
    }

    @Test
    void shouldFlagAllThatIsPublishedWhenTheDeploymentLivesOnThePast() {
        rig.busSettings.put("bus.replayed", "true");
        assertEquals(List.of(true, true), flagsOfWhatIsPublished("SIGNAL"));
    }

    @Test
    void shouldBuryOrdersOfThePastAndDeliverAllElseWhenTheDeploymentIsLive() {
        rig.startGranted("venue");
        Bus bus = rig.bus();
        Publisher commands = bus.publisher(PublisherSpec.durable("platform.ccm.XNAS.command"));
        Publisher events = bus.publisher(PublisherSpec.durable("platform.oms.event.x"));
        List<String> dead = new ArrayList<>();
        Subscription graves = bus.subscribe(SubscriptionSpec.durable("dlq.**"), message -> {
            dead.add(message.topic().name());
            return Verdict.ACCEPT;
        });
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("venue"))) {
            plugin.subscribe("platform.ccm.XNAS.command", Profile.DURABLE);
            plugin.subscribe("platform.oms.event.x", Profile.DURABLE);
            offer(commands, "of the past", true);
            offer(commands, "of today", false);
            offer(events, "told of the past", true);
            plugin.awaitGot(2);
            Await.until("one is buried", () -> {
                plugin.poll();
                graves.poll(10);
                return dead.size() == 1;
            });
            assertEquals(
                    List.of("of today", "told of the past"),
                    plugin.got.stream().map(TestPlugin.Got::text).sorted().toList());
            assertEquals(List.of("dlq.platform.ccm.XNAS.command"), dead);
            assertEquals(1, rig.errors("replayed_order"));
        }
    }

    @Test
    void shouldDeliverOrdersOfThePastWhenTheDeploymentLivesOnIt() {
        rig.busSettings.put("bus.replayed", "true");
        rig.startGranted("venue");
        Publisher commands = rig.bus().publisher(PublisherSpec.durable("platform.ccm.XNAS.command"));
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("venue"))) {
            plugin.subscribe("platform.ccm.XNAS.command", Profile.DURABLE);
            offer(commands, "of the past", false);
            plugin.awaitGot(1);
        }
    }

    @Test
    void shouldNotStartWhenADeploymentOfThePastHasAWayOut() {
        Map<String, String> values = new TreeMap<>(rig.busSettings);
        values.putAll(Map.of(
                "bus.replayed", "true",
                "sidecar.egress", "true",
                "sidecar.dir", root.resolve("out").toString(),
                "sidecar.instance", "out",
                "sidecar.pool", "CCM"));
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.addAll(WholeSidecar.ownSchemas());
        Settings settings = Settings.of(schemas, values);
        String text = assertThrows(
                        IllegalArgumentException.class, () -> WholeSidecar.start(settings, (level, line) -> {}))
                .getMessage();
        assertTrue(text.contains("bus.replayed=true and sidecar.egress=true"), text);
    }
}
