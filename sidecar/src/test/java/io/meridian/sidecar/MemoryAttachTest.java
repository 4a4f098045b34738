package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.AttachReply;
import io.meridian.plugin.contract.proto.HeartbeatReply;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.plugin.contract.proto.LeaveReply;
import io.meridian.plugin.contract.proto.LeaveRequest;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryAttachTest {
    @TempDir
    Path root;

    private SidecarRig rig;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCarryMessagesFromOnePluginToAnotherThroughTwoSidecars() {
        rig.startGranted("a");
        rig.startGranted("b");
        try (TestPlugin from = TestPlugin.attach(rig.folder("a"));
                TestPlugin to = TestPlugin.attach(rig.folder("b"))) {
            int subscription = to.subscribe("platform.data.**", Profile.FAST).number();
            int handle = from.resolve("platform.data.quote.X.A", Profile.FAST);
            for (int i = 1; i <= 1000; i++) {
                from.publish(handle, "m" + i);
                to.poll();
            }
            to.awaitGot(1000);
            assertEquals(IntStream.rangeClosed(1, 1000).mapToObj(i -> "m" + i).toList(), to.texts());
            TestPlugin.Got last = to.got.getLast();
            assertEquals("platform.data.quote.X.A", last.topic());
            assertEquals(subscription, last.subscription());
            assertEquals(1000, last.delivery());
            assertEquals(1000, last.sequence());
            assertEquals(from.attached.getSource(), last.source());
            assertEquals(7, last.schemaId());
            assertEquals(1, last.attempt());
            assertFalse(last.repeated());
            assertNotEquals(0, last.traceHigh());
            assertTrue(from.refused.isEmpty());
        }
    }

    @Test
    void shouldTellWhenDurableMessagesAreStored() {
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int handle = plugin.resolve("platform.oms.event.x", Profile.DURABLE);
            long tag = 0;
            for (int i = 0; i < 100; i++) {
                tag = plugin.publish(handle, "m" + i);
            }
            long last = tag;
            Await.until("all are stored", () -> {
                plugin.poll();
                return plugin.storedTag == last;
            });
        }
    }

    @Test
    void shouldLetTheTokenInOnlyOnceAndOfferAnotherAttachAfterwards() {
        rig.startGranted("a");
        Path folder = rig.folder("a");
        TestPlugin.awaitOffer(folder);
        var used = TestPlugin.request(folder).build();
        TestPlugin first = TestPlugin.attach(folder);
        assertFalse(Files.exists(folder.resolve("attach.ring")), "its name is removed once a plugin is in");
        assertFalse(Files.exists(folder.resolve("token")));
        first.close();
        try (TestPlugin second = TestPlugin.open(folder)) {
            AttachReply reply = second.ask(Method.ATTACH, used, AttachReply.parser());
            assertEquals(Refusal.Code.TOKEN_REFUSED, reply.getRefusal().getCode());
        }
        try (TestPlugin third = TestPlugin.attach(folder)) {
            assertEquals(1, third.attached.getRecovery().getAttaches());
            assertTrue(third.attached.getRecovery().getCrashed());
        }
    }

    @Test
    void shouldKeepTheFolderForItsOwnerAlone() throws IOException {
        rig.startGranted("a");
        TestPlugin.awaitOffer(rig.folder("a"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.folder("a"))));
        for (String file : List.of("token", "attach.ring")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(rig.folder("a").resolve(file))),
                    file);
        }
        assertThrows(IllegalStateException.class, () -> rig.start("a"));
    }

    @Test
    void shouldNoticeADeadPluginWithinASecondAndTakeTheNext() {
        Sidecar sidecar = rig.startGranted("a");
        TestPlugin plugin = TestPlugin.attach(rig.folder("a"));
        plugin.subscribe("platform.data.**", Profile.FAST);
        Await.until("it is attached", () -> sidecar.status().attached());
        plugin.die();
        long diedNs = System.nanoTime();
        TestPlugin.awaitOffer(rig.folder("a"));
        long tookMs = (System.nanoTime() - diedNs) / 1_000_000;
        assertTrue(tookMs <= 1200, "took " + tookMs + " ms");
        assertTrue(plugin.memory.isGone(io.meridian.plugin.contract.memory.AttachMemory.Side.SIDECAR));
        TestPlugin.attach(rig.folder("a")).close();
        assertEquals(SidecarState.READY, sidecar.status().state());
    }

    @Test
    void shouldMakeTheFileAnewWhenWhoeverOpenedItDoesNotAttach() {
        rig.startGranted("a");
        TestPlugin ghost = TestPlugin.open(rig.folder("a"));
        ghost.memory.toSidecar().tryClaim(1, 64);
        ghost.die();
        Await.until(
                "the file is given up",
                () -> ghost.memory.isGone(io.meridian.plugin.contract.memory.AttachMemory.Side.SIDECAR));
        TestPlugin.attach(rig.folder("a")).close();
    }

    @Test
    void shouldSayGoodbyeAndNotTakeTheSilenceForACrash() {
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            LeaveReply left = plugin.ask(Method.LEAVE, LeaveRequest.getDefaultInstance(), LeaveReply.parser());
            assertEquals(0, left.getUnsettled());
        }
        try (TestPlugin next = TestPlugin.attach(rig.folder("a"))) {
            assertFalse(next.attached.getRecovery().getCrashed());
        }
    }

    @Test
    void shouldAnswerHeartbeatsAndCloseASubscriptionWhenItsCallEnds() {
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            HeartbeatReply reply =
                    plugin.ask(Method.HEARTBEAT, HeartbeatRequest.getDefaultInstance(), HeartbeatReply.parser());
            assertEquals("READY", reply.getSidecarState());
            TestPlugin.Subscribed subscribed = plugin.subscribe("platform.data.**", Profile.FAST);
            int handle = plugin.resolve("platform.data.x", Profile.FAST);
            plugin.publish(handle, "one");
            plugin.awaitGot(1);
            plugin.call(subscribed.call(), Method.SUBSCRIBE, true, SubscribeRequest.getDefaultInstance());
            Await.until("it is closed", () -> {
                plugin.poll();
                return plugin.notices.getOrDefault(subscribed.call(), List.of()).stream()
                        .anyMatch(notice -> notice.getKind() == Notice.Kind.CLOSED);
            });
            plugin.publish(handle, "two");
            plugin.ask(Method.HEARTBEAT, HeartbeatRequest.getDefaultInstance(), HeartbeatReply.parser());
            assertEquals(List.of("one"), plugin.texts());
        }
    }

    @Test
    void shouldRefuseWhatWasNeverResolvedAndGoOn() {
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            long tag = plugin.publish(99, "x");
            Await.until("it is refused", () -> {
                plugin.poll();
                return !plugin.refused.isEmpty();
            });
            assertEquals(tag, plugin.refused.getFirst().tag());
            assertEquals(Refusal.Code.INVALID_VALUE, plugin.refused.getFirst().code());
            assertEquals(
                    Refusal.Code.INVALID,
                    plugin.resolveOrRefused("no topic", Profile.FAST)
                            .getRefusal()
                            .getCode());
        }
    }
}
