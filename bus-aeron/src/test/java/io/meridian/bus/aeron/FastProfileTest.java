package io.meridian.bus.aeron;

import static io.meridian.bus.aeron.Rig.await;
import static io.meridian.bus.aeron.Rig.publication;
import static io.meridian.bus.aeron.Rig.subscribe;
import static io.meridian.bus.delivery.Overflow.LOSSLESS;
import static io.meridian.bus.delivery.Overflow.LOSSY;
import static io.meridian.bus.delivery.Profile.FAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastProfileTest {
    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void setUp() {
        rig = new Rig(folder);
    }

    @AfterEach
    void tearDown() {
        rig.close();
    }

    @Test
    void shouldDeliverEachFrameInOrderWhenBothSidesShareADriver() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "a.b", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "a.b");
        for (int i = 0; i < 1000; i++) {
            rig.publish(publication, i, 100);
        }
        assertEquals(range(1000), rig.pollUntil(subscription, 1000).numbers);
        assertTrue(publication.confirmedPosition() > 0);
    }

    @Test
    void shouldReachEverySubscriberWhenItSubscribedBeforeTheFirstMessage() {
        BusEngine one = rig.openConnected();
        BusEngine two = rig.openConnected();
        for (int i = 0; i < 50; i++) {
            String topic = "join.t" + i;
            boolean subscriberFirst = i % 2 == 0;
            EnginePublication publication = subscriberFirst ? null : publication(two, FAST, topic);
            EngineSubscription subscription = subscribe(one, FAST, topic, LOSSLESS);
            publication = subscriberFirst ? publication(two, FAST, topic) : publication;
            rig.publish(publication, i, 8);
            // The lane may still hold another topic's last frame, which the bus passes over by its topic.
            Rig.Collector collector = new Rig.Collector();
            long expected = i;
            await(
                    () -> {
                        subscription.poll(collector, 64);
                        return collector.numbers.contains(expected);
                    },
                    () -> "number=" + expected + " in " + collector.numbers);
            assertEquals(expected, collector.numbers.getLast());
            subscription.close();
            publication.close();
        }
    }

    @Test
    void shouldReadAllLanesWhenThePatternHasAWildcard() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "lane.*", LOSSLESS);
        for (int i = 0; i < 40; i++) {
            rig.publish(publication(engine, FAST, "lane.t" + i), i, 20);
        }
        assertEquals(
                range(40),
                rig.pollUntil(subscription, 40).numbers.stream().sorted().toList());
    }

    @Test
    void shouldPutLongMessagesTogetherWhenTheyExceedTheMtu() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "big", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "big");
        int longest = engine.capabilities().maxPayload();
        for (int i = 0; i < 30; i++) {
            rig.publish(publication, i, longest - i);
            assertEquals(List.of(longest - i + 8), rig.pollUntil(subscription, 1).lengths);
        }
        assertEquals(PublishResult.TOO_LARGE, rig.offer(publication, 1, 1 << 20));
    }

    @Test
    void shouldTakeMessagesForNobodyWhenThereIsNoSubscriber() {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, FAST, "nobody");
        UnsafeBuffer region = new UnsafeBuffer(0, 0);
        for (int i = 0; i < 100_000; i++) {
            assertTrue(rig.offer(publication, i, 100) >= 0);
        }
        assertTrue(publication.tryClaim(100, region) >= 0);
        region.putLong(92, 1);
        publication.commitClaim();
    }

    @Test
    void shouldWriteInPlaceWhenClaimed() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "claim", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "claim");
        UnsafeBuffer region = new UnsafeBuffer(0, 0);
        await(() -> publication.tryClaim(64, region) > 0, "a claim");
        assertEquals(64, region.capacity());
        region.putLong(0, 1);
        publication.abortClaim();
        assertTrue(publication.tryClaim(64, region) > 0);
        region.putLong(0, 2);
        publication.commitClaim();
        assertEquals(List.of(2L), rig.pollUntil(subscription, 1).numbers);
        assertEquals(PublishResult.TOO_LARGE, publication.tryClaim(100_000, region));
    }

    @Test
    void shouldBackPressureWhenALosslessSubscriberStalls() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "stall", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "stall");
        int[] taken = {0};
        await(
                () -> {
                    long result = rig.offer(publication, taken[0], 1000);
                    taken[0] += result >= 0 ? 1 : 0;
                    return result == PublishResult.BACK_PRESSURED && taken[0] > 100;
                },
                "back pressure");
        assertEquals(range(taken[0]), rig.pollUntil(subscription, taken[0]).numbers);
    }

    @Test
    void shouldPassALossySubscriberOverAndLetItRejoinWhenItStalls() {
        BusEngine engine = rig.openConnected();
        EngineSubscription stalled = subscribe(engine, FAST, "lossy", LOSSY);
        EngineSubscription sibling = subscribe(engine, FAST, "lossy", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "lossy");
        Rig.Collector seen = new Rig.Collector();
        int count = 5_000;
        long longestHoldNs = 0;
        for (int i = 0; i < count; i++) {
            long startNs = System.nanoTime();
            while (rig.offer(publication, i, 1000) < 0) {
                sibling.poll(seen, 64);
                assertTrue(
                        System.nanoTime() - startNs < 5_000_000_000L, "a stalled lossy subscriber holds the publisher");
            }
            longestHoldNs = Math.max(longestHoldNs, System.nanoTime() - startNs);
            sibling.poll(seen, 64);
        }
        await(
                () -> {
                    sibling.poll(seen, 64);
                    return seen.numbers.size() == count;
                },
                "the sibling's frames");
        assertEquals(range(count), seen.numbers);
        assertTrue(longestHoldNs < 1_000_000_000L, "held for ns=" + longestHoldNs);

        Rig.Collector late = new Rig.Collector();
        int[] next = {count};
        await(
                () -> {
                    stalled.poll(late, 64);
                    rig.offer(publication, next[0]++, 8);
                    sibling.poll(seen, 64);
                    return !late.numbers.isEmpty() && late.numbers.getLast() >= count;
                },
                "the stalled subscriber to rejoin");
        assertTrue(late.numbers.size() < next[0], "a gap");
    }

    @Test
    void shouldLetAnExceptionOfTheHandlerThroughAndGoOnAfterIt() {
        BusEngine engine = rig.openConnected();
        EngineSubscription subscription = subscribe(engine, FAST, "throws", LOSSLESS);
        EnginePublication publication = publication(engine, FAST, "throws");
        rig.publish(publication, 1, 8);
        rig.publish(publication, 2, 8);
        Rig.Collector thrower = new Rig.Collector() {
            @Override
            public void onFrame(
                    DirectBuffer frame, int offset, int length, Topic topic, long position, boolean repeated) {
                throw new IllegalStateException("mine");
            }
        };
        await(
                () -> {
                    try {
                        return subscription.poll(thrower, 1) > 0;
                    } catch (IllegalStateException e) {
                        return e.getMessage().equals("mine");
                    }
                },
                "the exception");
        assertEquals(List.of(2L), rig.pollUntil(subscription, 1).numbers);
    }

    @Test
    void shouldRefuseWhenAnotherNumberOfLanesIsInUse() {
        rig.openConnected();
        rig.with("aeron.lanes", "8").open();
        await(() -> !rig.events.failures.isEmpty(), "a failure");
        String text = rig.events.failures.getFirst().getMessage();
        assertTrue(text.contains("aeron.lanes=8") && text.contains("Set aeron.lanes=4"), text);
    }

    @Test
    void shouldLeaveNothingBehindWhenClosed() {
        BusEngine engine = rig.openConnected();
        EnginePublication publication = publication(engine, FAST, "x");
        EngineSubscription subscription = subscribe(engine, FAST, "x", LOSSLESS);
        Path dir = rig.options().aeronDir();
        assertTrue(Files.exists(dir));
        engine.close();
        engine.close();
        assertEquals(PublishResult.CLOSED, rig.offer(publication, 1, 8));
        assertEquals(0, subscription.poll(new Rig.Collector(), 1));
        publication.close();
        subscription.close();
        assertThrows(IllegalStateException.class, () -> publication(engine, FAST, "x"));
        assertTrue(Files.notExists(dir), dir + " is left");
        assertEquals(List.of(), rig.events.failures);
    }

    static List<Long> range(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
