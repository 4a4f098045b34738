package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Credit;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.SubscribeRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a plugin is told that it has had all old messages. */
final class LiveNoticeTest {
    private static final String TOPIC = "platform.oms.x";

    @TempDir
    Path root;

    private SidecarRig rig;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
        rig.startGranted("a");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static void offer(Publisher publisher, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        Await.until("the bus takes it", () -> publisher.offer(new UnsafeBuffer(payload), 0, payload.length) > 0);
    }

    private static Open.Builder fromTheStart() {
        return Open.newBuilder().setPattern(TOPIC).setProfile(Profile.DURABLE).setBegin(Start.EARLIEST);
    }

    private static boolean isLive(TestPlugin plugin, TestPlugin.Subscribed subscribed) {
        plugin.poll();
        return plugin.notices.getOrDefault(subscribed.call(), List.of()).stream()
                .anyMatch(notice -> notice.getKind() == Notice.Kind.LIVE);
    }

    @Test
    void shouldSayLiveWhenNewMessagesNeverPause() {
        Publisher publisher = rig.bus().publisher(PublisherSpec.durable(TOPIC));
        for (int i = 0; i < 100; i++) {
            offer(publisher, "old");
        }
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            TestPlugin.Subscribed subscribed = plugin.subscribe(fromTheStart());
            Await.until("it is live", () -> {
                offer(publisher, "new");
                if (!plugin.got.isEmpty()) {
                    plugin.done(plugin.got.getLast());
                }
                return isLive(plugin, subscribed);
            });
            assertEquals(100, plugin.texts().stream().filter("old"::equals).count());
            assertTrue(plugin.texts().contains("new"));
        }
    }

    @Test
    void shouldNotSayLiveWhenOldMessagesComeAfterANewOne() {
        try (Bus fast = ahead(1);
                Bus slow = ahead(-1)) {
            offer(fast.publisher(PublisherSpec.durable(TOPIC)), "new");
            Publisher publisher = slow.publisher(PublisherSpec.durable(TOPIC));
            for (int i = 0; i < 10; i++) {
                offer(publisher, "old");
            }
            try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
                TestPlugin.Subscribed subscribed =
                        plugin.subscribe(fromTheStart().setCredit(1));
                plugin.awaitGot(1);
                assertEquals("new", plugin.got.getFirst().text());
                // Longer than nothing old has to come for: but it asks for no more.
                long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
                Await.until("time has passed", () -> System.nanoTime() > untilNs);
                assertFalse(isLive(plugin, subscribed));
                plugin.call(
                        subscribed.call(),
                        Method.SUBSCRIBE,
                        false,
                        SubscribeRequest.newBuilder()
                                .setCredit(Credit.newBuilder().setMessages(20))
                                .build());
                Await.until("it is live", () -> isLive(plugin, subscribed));
                assertEquals(11, plugin.got.size());
            }
        }
    }

    /** A bus whose clock goes so many hours ahead. */
    private Bus ahead(int hours) {
        Bus bus = Bus.open(new BusContext()
                .settings(rig.busSettings)
                .unrestricted()
                .clock(() -> SystemEpochNanoClock.INSTANCE.nanoTime() + TimeUnit.HOURS.toNanos(hours)));
        bus.awaitConnected(10_000_000_000L);
        return bus;
    }

    @Test
    void shouldSayLiveWhenThereIsNothing() {
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            TestPlugin.Subscribed subscribed = plugin.subscribe(fromTheStart());
            Await.until("it is live", () -> isLive(plugin, subscribed));
            assertEquals(0, plugin.got.size());
        }
    }
}
