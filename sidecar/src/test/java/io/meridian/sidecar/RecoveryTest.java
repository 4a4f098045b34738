package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LoadStateRequest;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SaveStateReply;
import io.meridian.plugin.contract.proto.StateChunk;
import io.meridian.plugin.contract.proto.StatePolicy;
import io.meridian.sidecar.state.DamagedStateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final Open.Builder ORDERS = Open.newBuilder()
            .setPattern("platform.oms.x")
            .setProfile(Profile.DURABLE)
            .setName("orders");

    @TempDir
    Path root;

    private SidecarRig rig;
    private Bus bus;
    private Publisher publisher;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
        bus = rig.bus();
        publisher = bus.publisher(PublisherSpec.durable("platform.oms.x"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void offer(int from, int to) {
        for (int i = from; i <= to; i++) {
            byte[] bytes = ("m" + i).getBytes(StandardCharsets.UTF_8);
            Await.until("the bus takes it", () -> publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
        }
    }

    private static SaveStateReply save(TestPlugin plugin, byte[]... pieces) {
        long call = plugin.call(Method.SAVE_STATE, piece(pieces[0], pieces.length == 1));
        for (int i = 1; i < pieces.length; i++) {
            plugin.call(call, Method.SAVE_STATE, false, piece(pieces[i], i == pieces.length - 1));
        }
        return plugin.awaitAnswer(call, SaveStateReply.parser());
    }

    private static StateChunk piece(byte[] bytes, boolean last) {
        return StateChunk.newBuilder()
                .setData(ByteString.copyFrom(bytes))
                .setLast(last)
                .setFormat(3)
                .build();
    }

    private static byte[] load(TestPlugin plugin) {
        long call = plugin.call(Method.LOAD_STATE, LoadStateRequest.getDefaultInstance());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StateChunk chunk;
        do {
            chunk = plugin.awaitAnswer(call, StateChunk.parser());
            assertFalse(chunk.hasRefusal());
            all.writeBytes(chunk.getData().toByteArray());
        } while (!chunk.getLast());
        return all.toByteArray();
    }

    @Test
    void shouldKeepStateInPiecesAndGiveItBackAfterARestartOfBoth() {
        rig.startGranted("a");
        byte[] first = new byte[50_000];
        byte[] second = new byte[100_000];
        new java.util.SplittableRandom(1).nextBytes(first);
        new java.util.SplittableRandom(2).nextBytes(second);
        SaveStateReply saved;
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            assertFalse(plugin.attached.getRecovery().getHasState());
            assertEquals(0, load(plugin).length);
            saved = save(plugin, first, second);
            assertEquals(150_000, saved.getBytes());
        }
        rig.stop("a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            assertTrue(plugin.attached.getRecovery().getHasState());
            assertEquals(saved.getSha256(), plugin.attached.getRecovery().getStateSha256());
            byte[] loaded = load(plugin);
            assertEquals(150_000, loaded.length);
            assertEquals(first[7], loaded[7]);
            assertEquals(second[99_999], loaded[149_999]);
        }
    }

    @Test
    void shouldDeliverAgainInOrderAndFlaggedWhatNoSnapshotCovers() {
        Sidecar sidecar = rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            plugin.subscribe(ORDERS).number();
            offer(1, 10);
            plugin.awaitGot(10);
            plugin.done(plugin.got.get(3));
            save(plugin, "after 4".getBytes(StandardCharsets.UTF_8));
            plugin.done(plugin.got.get(9));
            plugin.resolve("platform.oms.y", Profile.FAST);
        }
        TestPlugin.awaitOffer(rig.folder("a"));
        Await.until("it is gone", () -> !sidecar.status().attached());
        offer(11, 12);
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            assertEquals("after 4", new String(load(plugin), StandardCharsets.UTF_8));
            plugin.subscribe(ORDERS).number();
            plugin.awaitGot(8);
            assertEquals(List.of("m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"), plugin.texts());
            assertEquals(
                    List.of(true, true, true, true, true, true, false, false),
                    plugin.got.stream().map(TestPlugin.Got::repeated).toList());
            assertEquals(2, plugin.got.getFirst().attempt());
            assertEquals(1, plugin.got.getLast().attempt());
        }
        rig.stop("a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            plugin.subscribe(ORDERS).number();
            plugin.awaitGot(8);
            assertTrue(plugin.got.stream().allMatch(TestPlugin.Got::repeated), "the sidecar too was started anew");
        }
    }

    /** As when the sidecar was killed after the snapshot was put in place and before the bus heard of it. */
    @Test
    void shouldHandOverNothingThatTheSnapshotCoversThoughTheBusWasNeverTold() throws IOException {
        rig.startGranted("a");
        publisher.close();
        publisher = numbered(rig, 77);
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            plugin.subscribe(ORDERS).number();
            offer(1, 10);
            plugin.awaitGot(10);
            plugin.settle(1, plugin.got.get(2).delivery(), SettleVerdict.RETRY, "not now");
            plugin.done(plugin.got.get(7));
            save(plugin, "after 8, without 3".getBytes(StandardCharsets.UTF_8));
        }
        rig.stop("a");
        SidecarRig other = new SidecarRig(root);
        try {
            other.start("a");
            try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
                assertEquals("after 8, without 3", new String(load(plugin), StandardCharsets.UTF_8));
                plugin.subscribe(ORDERS).number();
                publisher = numbered(other, 77);
                offer(1, 12);
                plugin.awaitGot(5);
                assertEquals(List.of("m3", "m9", "m10", "m11", "m12"), plugin.texts());
                plugin.done(plugin.got.getLast());
                save(plugin, "after 12".getBytes(StandardCharsets.UTF_8));
            }
            other.stop("a");
            other.start("a");
            try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
                plugin.subscribe(ORDERS).number();
                offer(13, 13);
                plugin.awaitGot(1);
                assertEquals(List.of("m13"), plugin.texts());
            }
        } finally {
            other.close();
        }
    }

    /** Two buses on which one and the same publisher seems to have sent the same. */
    private static Publisher numbered(SidecarRig on, int source) {
        return on.bus(source).publisher(PublisherSpec.durable("platform.oms.x"));
    }

    @Test
    void shouldConfirmAtOnceWithoutAStatePolicyAndFlagWhatIsPublishedWhileHandlingARepeat() {
        rig.startGranted("a");
        List<Boolean> flags = new ArrayList<>();
        Subscription out = bus.subscribe(SubscriptionSpec.fast("platform.signal.x"), message -> {
            flags.add(message.isDuplicatePossible());
            return Verdict.ACCEPT;
        });
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(ORDERS).number();
            offer(1, 3);
            plugin.awaitGot(3);
            plugin.done(plugin.got.get(1));
            plugin.resolve("platform.oms.y", Profile.FAST);
        }
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int handle = plugin.resolve("platform.signal.x", Profile.FAST);
            plugin.subscribe(ORDERS).number();
            plugin.awaitGot(1);
            assertEquals(List.of("m3"), plugin.texts());
            plugin.publish(handle, "while handling");
            Await.until("it is there", () -> out.poll(10) >= 0 && flags.size() == 1);
            plugin.done(plugin.got.getFirst());
            plugin.publish(handle, "afterwards");
            Await.until("it is there", () -> out.poll(10) >= 0 && flags.size() == 2);
            assertEquals(List.of(true, false), flags);
        }
    }

    @Test
    void shouldAskForASnapshotWhenManyWaitForOneAndHoldDeliveryWhenTheWindowIsFull() {
        rig.startGranted("a", "sidecar.snapshot.window", "16");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            plugin.subscribe(ORDERS).number();
            offer(1, 40);
            Await.until("the window is full", () -> {
                plugin.poll();
                if (!plugin.got.isEmpty()) {
                    plugin.done(plugin.got.getLast());
                }
                return plugin.got.size() >= 16;
            });
            HeartbeatReply beat =
                    plugin.ask(Method.HEARTBEAT, HeartbeatRequest.getDefaultInstance(), HeartbeatReply.parser());
            assertTrue(beat.getSnapshotWanted());
            int before = plugin.got.size();
            assertTrue(before < 40, "before=" + before);
            save(plugin, new byte[1]);
            plugin.awaitGot(before + 1);
        }
    }

    @Test
    void shouldKeepNothingOfAStateThatIsTooLargeAndAllOfTheNextOne() {
        rig.startGranted("a", "sidecar.max.state", "2k");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            save(plugin, "good".getBytes(StandardCharsets.UTF_8));
            SaveStateReply refused = save(plugin, new byte[1500], new byte[1500], new byte[10]);
            assertEquals(Refusal.Code.TOO_LARGE, refused.getRefusal().getCode());
            assertEquals("good", new String(load(plugin), StandardCharsets.UTF_8));
            assertEquals(1000, save(plugin, new byte[500], new byte[500]).getBytes());
            assertEquals(1000, load(plugin).length);
        }
    }

    /** A snapshot that says a message was published must not be all that is left of it. */
    @Test
    void shouldKeepAStateAndConfirmWhatItCameFromOnlyOnceWhatWasPublishedIsStored() {
        rig.busSettings.put("bus.backend", "held");
        rig.busSettings.put("held.while", root.resolve("hold").toString());
        rig.busSettings.put("bus.deployment", "held");
        Bus held = rig.bus();
        publisher = held.publisher(PublisherSpec.durable("platform.oms.x"));
        Sidecar sidecar = rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            int handle = plugin.resolve("platform.oms.y", Profile.DURABLE);
            SidecarRig.write(root.resolve("hold"), "");
            plugin.publish(handle, "not stored yet");
            long call = plugin.call(Method.SAVE_STATE, piece("too early".getBytes(StandardCharsets.UTF_8), true));
            assertEquals(0, load(plugin).length);
            assertTrue(plugin.answers.getOrDefault(call, List.of()).isEmpty());
            assertTrue(root.resolve("hold").toFile().delete());
            assertEquals(9, plugin.awaitAnswer(call, SaveStateReply.parser()).getBytes());
        }
        Await.until("it is gone", () -> !sidecar.status().attached());
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int handle = plugin.resolve("platform.oms.y", Profile.DURABLE);
            plugin.subscribe(ORDERS).number();
            offer(1, 2);
            plugin.awaitGot(2);
            SidecarRig.write(root.resolve("hold"), "");
            plugin.publish(handle, "not stored yet");
            plugin.done(plugin.got.getLast());
            plugin.resolve("platform.oms.y", Profile.DURABLE);
        }
        Await.until("it is gone", () -> !sidecar.status().attached());
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(ORDERS).number();
            plugin.awaitGot(2);
            assertEquals(List.of("m1", "m2"), plugin.texts());
            assertTrue(root.resolve("hold").toFile().delete());
            plugin.done(plugin.got.getLast());
            plugin.resolve("platform.oms.y", Profile.DURABLE);
        }
        Await.until("it is gone", () -> !sidecar.status().attached());
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(ORDERS).number();
            offer(3, 3);
            plugin.awaitGot(1);
            assertEquals(List.of("m3"), plugin.texts());
        }
    }

    @Test
    void shouldRefuseToStartOnDamagedState() throws IOException {
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"), StatePolicy.SNAPSHOT)) {
            save(plugin, new byte[1000]);
        }
        rig.stop("a");
        Path file = rig.folder("a").resolve("state/snapshot");
        byte[] bytes = Files.readAllBytes(file);
        bytes[500] ^= 1;
        Files.write(file, bytes);
        DamagedStateException damaged = assertThrows(DamagedStateException.class, () -> rig.start("a"));
        assertTrue(damaged.getMessage().contains("SHA-256"), damaged.getMessage());
    }
}
