package io.meridian.bus.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Overflow;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.engine.EngineContext;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineListener;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.PublicationRequest;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InMemoryEngineTest {
    private static final String SPACE = "InMemoryEngineTest";

    private final List<BusEngine> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(BusEngine::close);
        MemorySpace.forget(SPACE);
    }

    @Test
    void shouldBeFoundByItsName() {
        assertInstanceOf(InMemoryEngineProvider.class, BusEngines.named("memory"));
    }

    @Test
    void shouldShareTrafficWhenTheSpaceIsTheSame() {
        EngineSubscription there = fast(open("one", SPACE), "a.*", null, Overflow.LOSSLESS);
        EngineSubscription elsewhere = fast(open("two", SPACE), "a.*", null, Overflow.LOSSLESS);
        EngineSubscription alone = fast(open("one", ""), "a.*", null, Overflow.LOSSLESS);
        publish(publication(open("one", SPACE), "a.b", Profile.FAST), "x");
        assertEquals(List.of("a.b=x"), poll(there));
        assertEquals(List.of(), poll(elsewhere));
        assertEquals(List.of(), poll(alone));
    }

    @Test
    void shouldGiveAFrameToNobodyWhenALosslessQueueIsFull() {
        BusEngine engine = open("one", SPACE, Map.of("memory.queue", "2"));
        EngineSubscription stalled = fast(engine, "a.**", null, Overflow.LOSSLESS);
        EngineSubscription sibling = fast(engine, "a.**", null, Overflow.LOSSY);
        EnginePublication publication = publication(engine, "a.b", Profile.FAST);
        publish(publication, "1");
        publish(publication, "2");
        assertEquals(PublishResult.BACK_PRESSURED, offer(publication, "3"));
        assertEquals(List.of("a.b=1", "a.b=2"), poll(sibling));
        assertEquals(List.of("a.b=1", "a.b=2"), poll(stalled));
        publish(publication, "4");
        assertEquals(List.of("a.b=4"), poll(stalled));
    }

    @Test
    void shouldDropTheNewestAndCountWhenALossyQueueIsFull() {
        BusEngine engine = open("one", SPACE);
        EngineSubscription lossy = fast(engine, "a.b", null, Overflow.LOSSY);
        EnginePublication publication = publication(engine, "a.b", Profile.FAST);
        for (int i = 0; i < 13; i++) {
            publish(publication, Integer.toString(i));
        }
        assertEquals(10, poll(lossy).size());
        assertEquals(3, lossy.dropped());
        publish(publication, "13");
        assertEquals(List.of("a.b=13"), poll(lossy));
    }

    @Test
    void shouldShareWaitingFramesFairlyWhenAGroupPolls() {
        BusEngine engine = open("one", SPACE);
        EngineSubscription first = fast(engine, "a.b", "group", Overflow.LOSSLESS);
        EngineSubscription second = fast(engine, "a.b", "group", Overflow.LOSSLESS);
        EnginePublication publication = publication(engine, "a.b", Profile.FAST);
        for (int i = 0; i < 4; i++) {
            publish(publication, Integer.toString(i));
        }
        assertEquals(List.of("a.b=0", "a.b=1"), poll(first));
        assertEquals(List.of("a.b=2"), poll(second));
        first.close();
        assertEquals(List.of("a.b=3"), poll(second));
    }

    @Test
    void shouldResumeAfterTheLastConfirmedWhenANameIsOpenedAgainByAnotherEngine() {
        BusEngine before = open("one", SPACE);
        EngineSubscription first = durable(before, "a.b", "name", false, StartAt.LATEST);
        EnginePublication publication = publication(before, "a.b", Profile.DURABLE);
        publish(publication, "1");
        publish(publication, "2");
        Seen seen = new Seen();
        assertEquals(2, first.poll(seen, 10));
        first.confirm(seen.positions.getFirst());
        before.close();
        assertEquals(PublishResult.CLOSED, offer(publication, "closed"));
        BusEngine after = open("one", SPACE);
        publish(publication(after, "a.b", Profile.DURABLE), "3");
        EngineSubscription second = durable(after, "a.b", "name", false, StartAt.LATEST);
        Seen again = new Seen();
        assertEquals(2, second.poll(again, 10));
        assertEquals(List.of("a.b=2", "a.b=3"), again.texts);
        assertEquals(List.of(true, false), again.repeated);
        assertTrue(again.positions.get(0) < again.positions.get(1));
    }

    @Test
    void shouldGiveTheUnconfirmedToTheOthersWhenAMemberOfADurableGroupLeaves() {
        BusEngine engine = open("one", SPACE);
        EngineSubscription first = durable(engine, "a.**", "group", true, StartAt.LATEST);
        EngineSubscription second = durable(engine, "a.**", "group", true, StartAt.LATEST);
        EnginePublication publication = publication(engine, "a.b", Profile.DURABLE);
        for (int i = 0; i < 4; i++) {
            publish(publication, Integer.toString(i));
        }
        assertEquals(List.of("a.b=0", "a.b=1"), poll(first));
        assertEquals(List.of("a.b=2"), poll(second));
        first.close();
        Seen seen = new Seen();
        assertEquals(3, second.poll(seen, 10));
        assertEquals(List.of("a.b=0", "a.b=1", "a.b=3"), seen.texts);
        assertEquals(List.of(true, true, false), seen.repeated);
    }

    @Test
    void shouldRefuseWhenANameIsUsedInTwoWays() {
        BusEngine engine = open("one", SPACE);
        durable(engine, "a.b", "name", false, StartAt.EARLIEST);
        assertRefused("open already", () -> durable(engine, "a.b", "name", false, StartAt.EARLIEST));
        assertRefused("pattern=a.c", () -> durable(engine, "a.c", "name", false, StartAt.EARLIEST));
        assertRefused("cannot be joined as a group", () -> durable(engine, "a.b", "name", true, StartAt.EARLIEST));
        fast(engine, "a.b", "group", Overflow.LOSSY);
        assertRefused("same overflow", () -> fast(engine, "a.b", "group", Overflow.LOSSLESS));
    }

    private static void assertRefused(String part, Runnable call) {
        EngineException refusal = assertThrows(EngineException.class, call::run);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    @Test
    void shouldStartWhereAskedWhenDurable() {
        BusEngine engine = open("one", SPACE);
        EnginePublication publication = publication(engine, "a.b", Profile.DURABLE);
        publish(publication, "1");
        assertEquals(1, publication.confirmedPosition());
        EngineSubscription earliest = durable(engine, "a.b", null, false, StartAt.EARLIEST);
        EngineSubscription latest = durable(engine, "a.b", null, false, StartAt.LATEST);
        publish(publication(engine, "a.c", Profile.DURABLE), "not ours");
        publish(publication, "2");
        assertEquals(List.of("a.b=1", "a.b=2"), poll(earliest));
        assertEquals(List.of("a.b=2"), poll(latest));
    }

    @Test
    void shouldKeepTheFrameHandedOverWhenTheHandlerThrows() {
        BusEngine engine = open("one", SPACE);
        EngineSubscription subscription = fast(engine, "a.b", null, Overflow.LOSSLESS);
        EnginePublication publication = publication(engine, "a.b", Profile.FAST);
        publish(publication, "1");
        publish(publication, "2");
        assertThrows(IllegalStateException.class, () -> subscription.poll(new Seen(true), 10));
        assertEquals(List.of("a.b=2"), poll(subscription));
    }

    @Test
    void shouldRefuseAPayloadThatIsTooLarge() {
        BusEngine engine = open("one", SPACE, Map.of("memory.max-payload", "4"));
        EnginePublication publication = publication(engine, "a.b", Profile.FAST);
        assertEquals(PublishResult.TOO_LARGE, offer(publication, "12345"));
        publish(publication, "1234");
    }

    @Test
    @Timeout(20)
    void shouldWakeAWaitingPollerWhenAFrameComesOrAnotherThreadCloses() throws InterruptedException {
        BusEngine engine = open("one", SPACE);
        EngineSubscription subscription = durable(engine, "a.b", null, false, StartAt.LATEST);
        List<String> seen = new CopyOnWriteArrayList<>();
        Thread poller = new Thread(() -> {
            subscription.await(TimeUnit.HOURS.toNanos(1));
            seen.addAll(poll(subscription));
            subscription.await(TimeUnit.HOURS.toNanos(1));
        });
        poller.start();
        publish(publication(engine, "a.b", Profile.DURABLE), "1");
        while (poller.getState() != Thread.State.TIMED_WAITING || seen.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        engine.close();
        engine.close();
        poller.join();
        assertEquals(List.of("a.b=1"), seen);
        assertFalse(engine.isConnected());
        assertThrows(EngineException.class, () -> durable(engine, "a.b", null, false, StartAt.LATEST));
    }

    private static final class Seen implements FrameHandler {
        final List<String> texts = new ArrayList<>();
        final List<Long> positions = new ArrayList<>();
        final List<Boolean> repeated = new ArrayList<>();
        private final boolean failing;

        Seen() {
            this(false);
        }

        Seen(boolean failing) {
            this.failing = failing;
        }

        @Override
        public void onFrame(DirectBuffer frame, int offset, int length, Topic topic, long position, boolean again) {
            texts.add(topic + "=" + frame.getStringWithoutLengthAscii(offset + 1, length - 1));
            positions.add(position);
            repeated.add(again);
            if (failing) {
                throw new IllegalStateException("as the test wants");
            }
        }

        @Override
        public void onFrame(
                DirectBuffer header,
                int headerOffset,
                int headerLength,
                DirectBuffer payload,
                int payloadOffset,
                int payloadLength,
                Topic topic,
                long position,
                boolean again) {
            throw new AssertionError("this engine hands frames over in one piece");
        }
    }

    private static List<String> poll(EngineSubscription subscription) {
        Seen seen = new Seen();
        int count = subscription.poll(seen, 100);
        assertEquals(seen.texts.size(), count);
        return seen.texts;
    }

    private static void publish(EnginePublication publication, String text) {
        long result = offer(publication, text);
        assertTrue(result > 0, PublishResult.toString(result));
    }

    /** With a header of one byte. */
    private static long offer(EnginePublication publication, String text) {
        UnsafeBuffer payload = new UnsafeBuffer(("__" + text).getBytes(StandardCharsets.US_ASCII));
        return publication.offer(new UnsafeBuffer(new byte[] {'h'}), 1, payload, 2, text.length());
    }

    private static EnginePublication publication(BusEngine engine, String topic, Profile profile) {
        return engine.publication(new PublicationRequest(Topic.of(topic), profile, Thread.currentThread()));
    }

    private static EngineSubscription fast(BusEngine engine, String pattern, String group, Overflow overflow) {
        return engine.subscription(new SubscriptionRequest(
                TopicPattern.of(pattern), Profile.FAST, group, group != null, StartAt.LATEST, overflow, 10, 100));
    }

    private static EngineSubscription durable(
            BusEngine engine, String pattern, String name, boolean shared, StartAt start) {
        return engine.subscription(new SubscriptionRequest(
                TopicPattern.of(pattern), Profile.DURABLE, name, shared, start, Overflow.LOSSLESS, 10, 100));
    }

    private BusEngine open(String deployment, String space) {
        return open(deployment, space, Map.of());
    }

    private BusEngine open(String deployment, String space, Map<String, String> more) {
        InMemoryEngineProvider provider = new InMemoryEngineProvider();
        Map<String, String> values = new HashMap<>(more);
        if (!space.isEmpty()) {
            values.put("memory.space", space);
        }
        Settings settings = Settings.of(List.of(provider.settings()), values);
        BusEngine engine =
                provider.open(new EngineContext(deployment, settings, System::nanoTime, new EngineListener() {
                    @Override
                    public void onConnected() {}

                    @Override
                    public void onConnectionLost(String reason) {}

                    @Override
                    public void onFailure(EngineException failure) {}
                }));
        opened.add(engine);
        return engine;
    }
}
