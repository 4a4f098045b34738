package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import io.meridian.plugin.contract.proto.Credit;
import io.meridian.plugin.contract.proto.IncomingRequest;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.OpenResponder;
import io.meridian.plugin.contract.proto.Overflow;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import io.meridian.plugin.contract.proto.RespondRequest;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import io.meridian.sidecar.session.SessionObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
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

    private static void offer(Publisher publisher, byte[] payload) {
        Await.until("the bus takes it", () -> publisher.offer(new UnsafeBuffer(payload), 0, payload.length) > 0);
    }

    private static void offer(Publisher publisher, String text) {
        offer(publisher, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldDropAndCountOnALossySubscriptionWhileALosslessSiblingLosesNothing() {
        rig.startGranted("slow", "sidecar.ring.to-plugin", "64k", "sidecar.queue", "10");
        Publisher publisher = rig.bus().publisher(PublisherSpec.fast("platform.data.x"));
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("slow"))) {
            int lossy = plugin.subscribe("platform.data.x", Profile.FAST).number();
            TestPlugin.Subscribed lossyCall = plugin.subscribe("platform.data.*", Profile.FAST);
            int lossless = plugin.subscribe(Open.newBuilder()
                            .setPattern("platform.data.**")
                            .setProfile(Profile.FAST)
                            .setOverflow(Overflow.LOSSLESS))
                    .number();
            for (int i = 0; i < 500; i++) {
                offer(publisher, new byte[1000]);
            }
            Await.until("the ring is full", () -> plugin.memory.toPlugin().size() > 50_000);
            Await.until("all of the lossless came", () -> {
                plugin.poll();
                return plugin.got.stream()
                                .filter(got -> got.subscription() == lossless)
                                .count()
                        == 500;
            });
            Await.until("the drop is told", () -> {
                plugin.poll();
                return plugin.notices.getOrDefault(lossyCall.call(), List.of()).stream()
                        .anyMatch(notice -> notice.getKind() == Notice.Kind.DROPPED && notice.getCount() > 0);
            });
            long came = plugin.got.stream()
                    .filter(got -> got.subscription() == lossy)
                    .count();
            assertTrue(came > 10 && came < 500, "came=" + came);
            List<Long> sequences = plugin.got.stream()
                    .filter(got -> got.subscription() == lossless)
                    .map(TestPlugin.Got::sequence)
                    .toList();
            for (int i = 0; i < sequences.size(); i++) {
                assertEquals(i + 1, sequences.get(i));
            }
        }
    }

    @Test
    void shouldDeliverOnlyAsManyAsThereIsCreditFor() {
        rig.startGranted("a");
        Publisher publisher = rig.bus().publisher(PublisherSpec.durable("platform.oms.x"));
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            TestPlugin.Subscribed subscribed = plugin.subscribe(Open.newBuilder()
                    .setPattern("platform.oms.x")
                    .setProfile(Profile.DURABLE)
                    .setCredit(3));
            for (int i = 1; i <= 10; i++) {
                offer(publisher, "m" + i);
            }
            plugin.awaitGot(3);
            plugin.resolve("platform.data.y", Profile.FAST);
            assertEquals(3, plugin.got.size());
            plugin.call(
                    subscribed.call(),
                    Method.SUBSCRIBE,
                    false,
                    SubscribeRequest.newBuilder()
                            .setCredit(Credit.newBuilder().setMessages(4))
                            .build());
            plugin.awaitGot(7);
            plugin.resolve("platform.data.z", Profile.FAST);
            assertEquals(7, plugin.got.size());
        }
    }

    @Test
    void shouldSayThatASubscriptionIsFullWhileItsPluginDecidesNothing() {
        AtomicInteger full = new AtomicInteger();
        rig.grantAll("a");
        rig.start("a", new SessionObserver() {
            @Override
            public void onFull(int slot, int change) {
                full.addAndGet(change);
            }
        });
        Publisher publisher = rig.bus().publisher(PublisherSpec.durable("platform.oms.x"));
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(Open.newBuilder()
                    .setPattern("platform.oms.x")
                    .setProfile(Profile.DURABLE)
                    .setMaxInFlight(10));
            for (int i = 1; i <= 8; i++) {
                offer(publisher, "m" + i);
            }
            plugin.awaitGot(8);
            plugin.resolve("platform.data.y", Profile.FAST);
            assertEquals(0, full.get());
            for (int i = 9; i <= 15; i++) {
                offer(publisher, "m" + i);
            }
            Await.until("it is full", () -> {
                plugin.poll();
                return full.get() == 1;
            });
            plugin.awaitGot(10);
            plugin.done(plugin.got.getLast());
            plugin.awaitGot(15);
            Await.until("it is not full any more", () -> {
                plugin.poll();
                return full.get() == 0;
            });
        }
    }

    @Test
    void shouldDeliverARefusedMessageAgainAndThenMakeItADeadLetter() {
        rig.startGranted("a");
        Bus bus = rig.bus();
        Publisher publisher = bus.publisher(PublisherSpec.durable("platform.oms.x"));
        List<String> dead = new ArrayList<>();
        Subscription graves = bus.subscribe(SubscriptionSpec.durable("dlq.**"), message -> {
            dead.add(message.topic().name());
            return Verdict.ACCEPT;
        });
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int number = plugin.subscribe(Open.newBuilder()
                            .setPattern("platform.oms.x")
                            .setProfile(Profile.DURABLE)
                            .setMaxAttempts(2))
                    .number();
            offer(publisher, "bad");
            offer(publisher, "good");
            offer(publisher, "ugly");
            plugin.awaitGot(3);
            plugin.settle(number, 1, SettleVerdict.RETRY, "try again");
            plugin.awaitGot(4);
            assertEquals(2, plugin.got.get(3).attempt());
            assertEquals("bad", plugin.got.get(3).text());
            assertTrue(plugin.got.get(3).repeated());
            plugin.settle(number, 4, SettleVerdict.RETRY, "no use");
            plugin.settle(number, 3, SettleVerdict.REJECT, "never");
            Await.until("there are two dead letters", () -> {
                plugin.poll();
                graves.poll(10);
                return dead.size() == 2;
            });
            assertEquals(List.of("dlq.platform.oms.x", "dlq.platform.oms.x"), dead);
        }
    }

    @Test
    void shouldGoOnInTheTraceOfTheMessageItFollowsFrom() {
        rig.startGranted("a");
        Bus bus = rig.bus();
        Publisher publisher = bus.publisher(PublisherSpec.fast("platform.data.x"));
        List<Long> traces = new ArrayList<>();
        Subscription out = bus.subscribe(SubscriptionSpec.fast("platform.signal.x"), message -> {
            traces.add(message.traceHigh());
            return Verdict.ACCEPT;
        });
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe("platform.data.x", Profile.FAST).number();
            int handle = plugin.resolve("platform.signal.x", Profile.FAST);
            offer(publisher, "cause");
            plugin.awaitGot(1);
            TestPlugin.Got cause = plugin.got.getFirst();
            assertTrue(plugin.offer(1, handle, new byte[4], cause.source(), cause.sequence()));
            assertTrue(plugin.offer(2, handle, new byte[4], 0, 0));
            Await.until("both are there", () -> out.poll(10) >= 0 && traces.size() == 2);
            assertEquals(cause.traceHigh(), traces.get(0));
            assertNotEquals(cause.traceHigh(), traces.get(1));
        }
    }

    @Test
    void shouldAskAndAnswerBetweenTwoPlugins() {
        rig.startGranted("a");
        rig.startGranted("b");
        try (TestPlugin asking = TestPlugin.attach(rig.folder("a"));
                TestPlugin answering = TestPlugin.attach(rig.folder("b"))) {
            long call = answering.call(
                    Method.RESPOND,
                    RespondRequest.newBuilder()
                            .setOpen(OpenResponder.newBuilder().setPattern("platform.control.echo"))
                            .build());
            assertEquals(
                    0, answering.awaitAnswer(call, IncomingRequest.parser()).getRequest());
            long asked = asking.call(
                    Method.REQUEST,
                    RequestMessage.newBuilder()
                            .setHead(MessageHead.newBuilder().setTopic("platform.control.echo"))
                            .setPayload(ByteString.copyFromUtf8("ping"))
                            .build());
            IncomingRequest incoming = answering.awaitAnswer(call, IncomingRequest.parser());
            assertEquals("ping", incoming.getPayload().toStringUtf8());
            answering.call(
                    call,
                    Method.RESPOND,
                    false,
                    RespondRequest.newBuilder()
                            .setAnswer(io.meridian.plugin.contract.proto.Answer.newBuilder()
                                    .setRequest(incoming.getRequest())
                                    .setPayload(ByteString.copyFromUtf8("pong")))
                            .build());
            ReplyMessage reply = asking.awaitAnswer(asked, ReplyMessage.parser());
            assertFalse(reply.hasRefusal(), reply.toString());
            assertEquals("pong", reply.getPayload().toStringUtf8());
            ReplyMessage nobody = asking.ask(
                    Method.REQUEST,
                    RequestMessage.newBuilder()
                            .setHead(MessageHead.newBuilder().setTopic("platform.control.nobody"))
                            .build(),
                    ReplyMessage.parser());
            assertEquals(Refusal.Code.NO_RESPONDER, nobody.getRefusal().getCode());
        }
    }

    /** The plugin is its own slow subscriber, and the credit that makes room stands behind what waits for the room. */
    @Test
    void shouldLetCreditPassAPublishThatWaitsForTheRoomItGives() {
        rig.startGranted("a", "memory.queue", "64");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            TestPlugin.Subscribed own = plugin.subscribe(Open.newBuilder()
                    .setPattern("platform.signal.own")
                    .setProfile(Profile.FAST)
                    .setOverflow(Overflow.LOSSLESS)
                    .setCredit(10));
            int handle = plugin.resolve("platform.signal.own", Profile.FAST);
            int messages = 1000;
            for (int i = 1; i <= messages; i++) {
                plugin.publish(handle, "m" + i);
            }
            plugin.awaitGot(10);
            for (int i = 0; i < messages / 100; i++) {
                plugin.call(
                        own.call(),
                        Method.SUBSCRIBE,
                        false,
                        SubscribeRequest.newBuilder()
                                .setCredit(Credit.newBuilder().setMessages(100))
                                .build());
            }
            plugin.awaitGot(messages);
            assertEquals("m1", plugin.texts().getFirst());
            assertEquals("m" + messages, plugin.texts().getLast());
            // Each was given once: what was passed over before is not taken again in its turn.
            plugin.publish(handle, "one");
            for (int i = 0; i < 20; i++) {
                plugin.publish(handle, "more");
            }
            plugin.awaitGot(messages + 10);
            plugin.resolve("platform.signal.other", Profile.FAST);
            assertEquals(messages + 10, plugin.got.size());
        }
    }

    @Test
    void shouldTellOfManyGapsInFewNotices() {
        rig.busSettings.put("bus.backend", "held");
        rig.busSettings.put("held.while", root.resolve("never").toString());
        rig.busSettings.put("held.loses", "true");
        int messages = 2_001;
        Publisher publisher = rig.bus().publisher(PublisherSpec.durable("platform.oms.x"));
        rig.startGranted("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            TestPlugin.Subscribed subscribed = plugin.subscribe(Open.newBuilder()
                    .setPattern("platform.oms.x")
                    .setProfile(Profile.DURABLE)
                    .setMaxInFlight(messages));
            for (int i = 1; i <= messages; i++) {
                offer(publisher, "m" + i);
            }
            plugin.awaitGot(messages / 2 + 1);
            Await.until("all that is missing was told", () -> {
                plugin.poll();
                return gaps(plugin, subscribed).stream()
                                .mapToLong(Notice::getCount)
                                .sum()
                        == messages / 2;
            });
            assertTrue(
                    gaps(plugin, subscribed).size() < messages / 20,
                    () -> "notices=" + gaps(plugin, subscribed).size());
        }
    }

    private static List<Notice> gaps(TestPlugin plugin, TestPlugin.Subscribed subscribed) {
        return plugin.notices.getOrDefault(subscribed.call(), List.of()).stream()
                .filter(notice -> notice.getKind() == Notice.Kind.GAP)
                .toList();
    }
}
