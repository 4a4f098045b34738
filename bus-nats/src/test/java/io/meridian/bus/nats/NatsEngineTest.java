package io.meridian.bus.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.engine.BusEngine;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.nats.NatsRig.Frames;
import io.meridian.bus.nats.NatsRig.Heard;
import io.meridian.bus.nats.NatsRig.Resender;
import io.meridian.bus.nats.NatsRig.Taken;
import io.meridian.bus.topic.Topic;
import io.meridian.devservers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
@Timeout(60)
class NatsEngineTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private NatsServer server;

    @BeforeEach
    void start() {
        server = NatsServer.in(folder).jetStream(folder.resolve("store")).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldDeliverFastFramesByteForByteWhenSubscribed() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription all = NatsRig.fast(engine, "a.**", null);
                EngineSubscription one = NatsRig.fast(engine, "a.*.c", null);
                EngineSubscription other = NatsRig.fast(engine, "a.b", null)) {
            EnginePublication publication = NatsRig.publication(engine, "a.b.c", Profile.FAST);
            Frames frames = new Frames(1);
            for (int i = 1; i <= 100; i++) {
                assertEquals(i, frames.offer(publication, i));
            }
            assertEquals(NatsRig.numbers(1, 100), new Taken().take(all, 100).numbers);
            Taken taken = new Taken().take(one, 100);
            assertEquals(NatsRig.numbers(1, 100), taken.numbers);
            assertEquals("a.b.c", taken.topics.getFirst());
            assertEquals(0, other.poll(taken, 10));
        }
    }

    @Test
    void shouldShareFastFramesWhenGrouped() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription first = NatsRig.fast(engine, "a", "group");
                EngineSubscription second = NatsRig.fast(engine, "a", "group")) {
            EnginePublication publication = NatsRig.publication(engine, "a", Profile.FAST);
            Frames frames = new Frames(1);
            for (int i = 1; i <= 200; i++) {
                frames.offer(publication, i);
            }
            Taken a = new Taken();
            Taken b = new Taken();
            NatsRig.until(
                    () -> {
                        first.poll(a, 10);
                        second.poll(b, 10);
                        return a.numbers.size() + b.numbers.size() == 200;
                    },
                    () -> "a=" + a.numbers.size() + " b=" + b.numbers.size());
            assertEquals(NatsRig.numbers(1, 200), merged(a, b));
        }
    }

    @Test
    void shouldDropAndCountWhenAFastSubscriberStalls() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription stalled = NatsRig.fast(engine, "a", null);
                EngineSubscription sibling = NatsRig.fast(engine, "a", null)) {
            EnginePublication publication = NatsRig.publication(engine, "a", Profile.FAST);
            Frames frames = new Frames(1);
            Taken taken = new Taken();
            for (int i = 1; i <= 3000; i++) {
                frames.offer(publication, i);
                if (i % 500 == 0) {
                    taken.take(sibling, i);
                }
            }
            assertEquals(NatsRig.numbers(1, 3000), taken.numbers);
            NatsRig.until(() -> stalled.dropped() == 2000, () -> "dropped=" + stalled.dropped());
            assertEquals(NatsRig.numbers(1, 1000), new Taken().take(stalled, 1000).numbers);
        }
    }

    @Test
    void shouldRefuseWithoutBlockingWhenNothingIsConnected() {
        server.stop();
        try (BusEngine engine = NatsRig.open(heard, server.url())) {
            assertFalse(engine.isConnected());
            Frames frames = new Frames(1);
            EnginePublication fast = NatsRig.publication(engine, "a", Profile.FAST);
            EnginePublication durable = NatsRig.publication(engine, "a", Profile.DURABLE);
            assertEquals(PublishResult.NOT_CONNECTED, frames.offer(fast, 1));
            assertEquals(PublishResult.NOT_CONNECTED, frames.offer(durable, 1));
            EngineSubscription early = NatsRig.fast(engine, "a", null);
            EngineSubscription earlyDurable = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST);
            NatsRig.until(() -> !heard.lost.isEmpty(), () -> "nothing told");
            server.start();
            NatsRig.until(() -> heard.connected.get() == 1, () -> "not connected: " + heard.failures);
            assertTrue(engine.isConnected());
            assertEquals(1, heard.lost.size(), heard.lost.toString());
            assertTrue(heard.lost.getFirst().contains("refused"), heard.lost.toString());
            assertTrue(frames.offer(fast, 7) > 0);
            assertEquals(List.of(7L), new Taken().take(early, 1).numbers);
            assertTrue(frames.offer(durable, 8) > 0);
            assertEquals(List.of(8L), new Taken().take(earlyDurable, 1).numbers);
        }
    }

    @Test
    void shouldReplayFromTheEarliestThenGoOnLiveWhenUnnamed() {
        try (BusEngine engine = NatsRig.connected(heard, server.url())) {
            Resender resender = new Resender(NatsRig.publication(engine, "a.b", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 1000);
            try (EngineSubscription replay = NatsRig.durable(engine, "a.*", null, false, StartAt.EARLIEST);
                    EngineSubscription latest = NatsRig.durable(engine, "a.*", null, false, StartAt.LATEST)) {
                Taken taken = new Taken().takeConfirming(replay, 200);
                NatsRig.confirm(resender, 1500);
                taken.takeConfirming(replay, 1500);
                assertEquals(NatsRig.numbers(1, 1500), taken.numbers);
                Taken late = new Taken().takeConfirming(latest, 500);
                assertEquals(NatsRig.numbers(1001, 1500), late.numbers);
            }
        }
    }

    @Test
    void shouldResumeAfterTheLastConfirmedWhenTheNameIsOpenedAgain() {
        try (BusEngine engine = NatsRig.connected(heard, server.url())) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 100);
            try (EngineSubscription named = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST)) {
                Taken taken = new Taken().take(named, 50);
                named.confirm(taken.position - 10);
            }
            NatsRig.confirm(resender, 150);
            try (EngineSubscription named = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST)) {
                Taken taken = new Taken().takeConfirming(named, 110);
                assertEquals(NatsRig.numbers(41, 150), taken.numbers);
                assertTrue(taken.repeats.getFirst());
                assertFalse(taken.repeats.getLast());
            }
        }
    }

    @Test
    void shouldRefuseASecondHolderWhenTheNameIsNotShared() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                BusEngine other = NatsRig.connected(heard, server.url())) {
            EngineSubscription first = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST);
            String text = assertThrows(
                            EngineException.class, () -> NatsRig.durable(other, "a", "name", false, StartAt.EARLIEST))
                    .getMessage();
            assertTrue(text.contains("in use by"), text);
            first.close();
            NatsRig.durable(other, "a", "name", false, StartAt.EARLIEST).close();
        }
    }

    @Test
    void shouldRefuseANameWhenItIsForSomethingElse() {
        try (BusEngine engine = NatsRig.connected(heard, server.url())) {
            NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST).close();
            String pattern = assertThrows(
                            EngineException.class, () -> NatsRig.durable(engine, "b", "name", false, StartAt.EARLIEST))
                    .getMessage();
            assertTrue(pattern.contains("filter_subject"), pattern);
            String group = assertThrows(
                            EngineException.class, () -> NatsRig.durable(engine, "a", "name", true, StartAt.EARLIEST))
                    .getMessage();
            assertTrue(group.contains("group"), group);
        }
    }

    @Test
    void shouldHandOnWhatAMemberHeldWhenItLeavesTheGroup() {
        try (BusEngine engine = NatsRig.connected(heard, server.url())) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            NatsRig.confirm(resender, 300);
            EngineSubscription leaver = NatsRig.durable(engine, "a", "group", true, StartAt.EARLIEST);
            Taken left = new Taken().take(leaver, 20);
            leaver.confirm(left.position - 10);
            leaver.close();
            try (EngineSubscription first = NatsRig.durable(engine, "a", "group", true, StartAt.EARLIEST);
                    EngineSubscription second = NatsRig.durable(engine, "a", "group", true, StartAt.EARLIEST)) {
                Taken a = new Taken();
                Taken b = new Taken();
                NatsRig.until(
                        () -> {
                            first.poll(a, 10);
                            first.confirm(a.position);
                            second.poll(b, 10);
                            second.confirm(b.position);
                            return a.numbers.size() + b.numbers.size() >= 290;
                        },
                        () -> "a=" + a.numbers.size() + " b=" + b.numbers.size());
                assertEquals(NatsRig.numbers(11, 300), merged(a, b));
            }
        }
    }

    @Test
    void shouldSuppressAMessagePublishedTwiceWhenItsIdIsTheSame() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription all = NatsRig.durable(engine, "a", null, false, StartAt.EARLIEST)) {
            EnginePublication publication = NatsRig.publication(engine, "a", Profile.DURABLE);
            Frames frames = new Frames(1);
            frames.offer(publication, 1);
            frames.offer(publication, 1);
            long last = frames.offer(publication, 2);
            NatsRig.until(() -> publication.confirmedPosition() == last, () -> "not confirmed");
            assertEquals(List.of(1L, 2L), new Taken().take(all, 2).numbers);
        }
    }

    @Test
    @SuppressWarnings("try") // closing waits, and may be interrupted: nobody does here
    void shouldSayIdAndTraceInHeadersForToolsThatDoNotKnowTheEnvelope() throws Exception {
        try (Connection plain = Nats.connect(server.url());
                BusEngine engine = NatsRig.connected(heard, server.url(), "nats.headers", "cloudevents")) {
            Subscription all = plain.subscribe("deployment.test.durable.>");
            plain.flush(Duration.ofSeconds(5));
            new Frames(7).offer(NatsRig.publication(engine, "a", Profile.DURABLE), 42);
            Message message = all.nextMessage(Duration.ofSeconds(5));
            assertEquals("deployment.test.durable.a", message.getSubject());
            Headers headers = message.getHeaders();
            String hash = Long.toHexString(Topic.of("a").hash());
            assertEquals("7-" + hash + "-42", headers.getFirst("Nats-Msg-Id"));
            assertEquals("/meridian/7", headers.getFirst("ce-source"));
            assertEquals("a", headers.getFirst("ce-subject"));
            assertEquals(55, headers.getFirst("traceparent").length());
        }
    }

    @Test
    void shouldKeepOrderAndLoseNothingWhenTheServerRestarts() {
        try (BusEngine engine = NatsRig.connected(heard, server.url());
                EngineSubscription named = NatsRig.durable(engine, "a", "name", false, StartAt.EARLIEST);
                EngineSubscription unnamed = NatsRig.durable(engine, "a", null, false, StartAt.EARLIEST)) {
            Resender resender = new Resender(NatsRig.publication(engine, "a", Profile.DURABLE), 1);
            Taken byName = new Taken();
            Taken byNone = new Taken();
            for (int step = 1; step <= 3; step++) {
                int upTo = step * 2000;
                NatsRig.until(
                        () -> {
                            resender.sendUpTo(upTo);
                            named.poll(byName, 100);
                            named.confirm(byName.position - 20);
                            unnamed.poll(byNone, 100);
                            unnamed.confirm(byNone.position);
                            return resender.confirmed() >= upTo - 500;
                        },
                        () -> "confirmed=" + resender.confirmed() + " failures=" + heard.failures);
                if (step < 3) {
                    server.kill();
                    server.start();
                }
            }
            NatsRig.confirm(resender, 6000);
            byName.takeConfirming(named, 6000);
            byNone.takeConfirming(unnamed, 6000);
            assertEquals(NatsRig.numbers(1, 6000), byName.numbers);
            assertEquals(NatsRig.numbers(1, 6000), byNone.numbers);
            assertEquals(2, heard.lost.size(), heard.lost.toString());
        }
    }

    @Test
    void shouldWakeWhenClosedByAnotherThread() throws Exception {
        try (BusEngine engine = NatsRig.connected(heard, server.url())) {
            for (EngineSubscription subscription : List.of(
                    NatsRig.fast(engine, "a", null), NatsRig.durable(engine, "a", null, false, StartAt.EARLIEST))) {
                Thread waiter = Thread.ofPlatform().start(() -> subscription.await(30_000_000_000L));
                NatsRig.until(
                        () -> waiter.getState() == Thread.State.TIMED_WAITING, () -> "state=" + waiter.getState());
                subscription.close();
                waiter.join(5000);
                assertFalse(waiter.isAlive());
                assertEquals(0, subscription.poll(new Taken(), 1));
                subscription.close();
            }
        }
    }

    private static List<Long> merged(Taken a, Taken b) {
        return Stream.concat(a.numbers.stream(), b.numbers.stream()).sorted().toList();
    }
}
