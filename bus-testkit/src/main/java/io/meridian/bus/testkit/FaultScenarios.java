package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that come late, go away and come back, and networks that break. */
public interface FaultScenarios extends Scenarios {
    /** Away is told at once and by name; back is told too, and all goes on. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    default void shouldSayNotConnectedAtOnceWhenTheServerIsAway(Profile profile) {
        try (Run run = Run.of(fixture(), profile).needs(Capability.SERVER_RESTART)) {
            ServerControl server = run.server();
            String topic = run.topic("away");
            Bus bus = run.bus();
            Publisher publisher = run.publisher(bus, profile, topic);
            Probe probe = run.probe(bus, run.subscription(profile, topic));
            run.publish(publisher, 1);
            probe.awaitCount(1);
            server.stop();
            Await.within(run.recovery()).until("the bus to notice that its server is away", () -> !bus.isConnected());
            awaitTold(run, RecordingListener.Kind.CONNECTION_LOST, 1);
            UnsafeBuffer payload = new UnsafeBuffer(new byte[10]);
            long startNs = System.nanoTime();
            long result = publisher.offer(payload, 0, 10);
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertEquals("NOT_CONNECTED", PublishResult.toString(result));
            assertTrue(tookMs < 500, "offer took " + tookMs + " ms");
            server.start();
            bus.awaitConnected(run.recovery().toNanos());
            resume(run, publisher, probe);
            awaitTold(run, RecordingListener.Kind.CONNECTED, 2);
        }
    }

    /** Stopped once and killed once under a stream. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    default void shouldRideThroughWhenTheServerIsRestartedAtAThirdAndAtHalf(Profile profile) {
        int total = 10_000;
        try (Run run = Run.of(fixture(), profile).needs(Capability.SERVER_RESTART)) {
            ServerControl server = run.server();
            String topic = run.topic("restart");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Publisher publisher = run.publisher(run.bus(), profile, topic);
            Background restart = null;
            for (int i = 1; i <= total; i++) {
                if (i == total / 3) {
                    probe.awaitCount(1);
                    restart = run.keep(Background.start("stop and start", () -> {
                        server.stop();
                        server.start();
                    }));
                } else if (i == total / 2) {
                    restart.join(run.recovery().multipliedBy(2));
                    restart = run.keep(Background.start("kill and start", () -> {
                        server.kill();
                        server.start();
                    }));
                }
                publishPatiently(run, publisher, i);
            }
            restart.join(run.recovery().multipliedBy(2));
            if (profile == Profile.DURABLE) {
                run.confirmAll(publisher, run.recovery());
                probe.await(run.recovery(), "all " + total + " messages", () -> probe.distinctCount() >= total);
                assertEveryRepeatIsFlagged(probe);
                assertInOrder(probe, total);
            } else {
                resume(run, publisher, probe);
                assertEveryLossIsCounted(probe);
            }
        }
    }

    /** The program is up first. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    default void shouldConnectByItselfWhenTheServerStartsLate(Profile profile) {
        try (Run run = Run.of(fixture(), profile).needs(Capability.LATE_SERVER)) {
            ServerControl server = run.server();
            server.stop();
            String topic = run.topic("late");
            Bus bus = run.open(run.context());
            Probe probe = run.probe(bus, run.subscription(profile, topic));
            Publisher publisher = run.publisher(bus, profile, topic);
            assertEquals(0, probe.count());
            assertEquals(
                    "NOT_CONNECTED", PublishResult.toString(publisher.offer(new UnsafeBuffer(new byte[10]), 0, 10)));
            server.start();
            bus.awaitConnected(run.recovery().toNanos());
            resume(run, publisher, probe);
            int first = publisher.sequence() > Integer.MAX_VALUE ? 0 : (int) publisher.sequence();
            run.publishAll(publisher, first + 1, first + 100);
            probe.awaitText(run.text(first + 100), run.patience());
        }
    }

    /** Closing needs no server. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    default void shouldCloseInTimeWhenTheServerIsAway() {
        try (Run run = Run.of(fixture()).needs(Capability.SERVER_RESTART)) {
            ServerControl server = run.server();
            Profile profile = run.capabilities().has(Capability.DURABLE) ? Profile.DURABLE : Profile.FAST;
            Bus bus = run.bus();
            run.probe(bus, run.subscription(profile, run.topic("gone")));
            Publisher publisher = run.publisher(bus, profile, run.topic("gone"));
            run.publishAll(publisher, 1, 10);
            server.kill();
            Background closing = run.keep(Background.start("closing", bus::close));
            closing.join(run.patience());
            assertEquals(PublishResult.CLOSED, publisher.offer(new UnsafeBuffer(new byte[1]), 0, 1));
            server.start();
        }
    }

    /** The server lives, the way to it does not. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    default void shouldGoOnWhenTheNetworkIsCutAndHealed(Profile profile) {
        int total = 2_000;
        try (Run run = Run.of(fixture(), profile)) {
            EngineFixture.ProxiedWay way = run.way();
            String topic = run.topic("cut");
            Bus subscribing = through(run, way);
            Bus publishing = through(run, way);
            Probe probe = run.probe(subscribing, run.subscription(profile, topic));
            Publisher publisher = run.publisher(publishing, profile, topic);
            for (int i = 1; i <= total; i++) {
                if (i == total / 2) {
                    // A subscriber that has seen nothing cannot know what it missed.
                    probe.awaitCount(1);
                    way.proxy().cut();
                    Await.within(run.recovery())
                            .until(
                                    "both sides to notice the cut",
                                    () -> !subscribing.isConnected() && !publishing.isConnected());
                    way.proxy().heal();
                }
                publishPatiently(run, publisher, i);
            }
            if (profile == Profile.DURABLE) {
                run.confirmAll(publisher, run.recovery());
                probe.await(run.recovery(), "all " + total + " messages", () -> probe.distinctCount() >= total);
                assertEveryRepeatIsFlagged(probe);
                assertInOrder(probe, total);
            } else {
                resume(run, publisher, probe);
                assertEveryLossIsCounted(probe);
            }
        }
    }

    /** Nothing moves for a moment, though all connections stand. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    default void shouldLoseNothingUncountedWhenTheNetworkStallsForAMoment(Profile profile) {
        int total = 500;
        try (Run run = Run.of(fixture(), profile)) {
            EngineFixture.ProxiedWay way = run.way();
            String topic = run.topic("stall");
            Bus subscribing = through(run, way);
            Probe probe = run.probe(subscribing, run.subscription(profile, topic));
            Publisher publisher = run.publisher(through(run, way), profile, topic);
            run.publishAll(publisher, 1, total / 2);
            probe.awaitCount(1);
            way.proxy().stall();
            Background publishing = run.keep(Background.start("publishing into the stall", () -> {
                for (int i = total / 2 + 1; i <= total; i++) {
                    publishPatiently(run, publisher, i);
                }
            }));
            Await.within(Duration.ofMillis(300)).always("patience", () -> true);
            way.proxy().heal();
            publishing.join(run.recovery());
            resume(run, publisher, probe);
            assertEveryLossIsCounted(probe);
            if (profile == Profile.DURABLE) {
                probe.await(run.recovery(), "all " + total + " messages", () -> probe.distinctCount() >= total);
                assertInOrder(probe, total);
            }
        }
    }

    private static void awaitTold(Run run, RecordingListener.Kind kind, int times) {
        Await.within(run.patience())
                .showing(() -> run.listener().events())
                .until(
                        kind + " to be told " + times + " times",
                        () -> run.listener().count(kind) >= times);
    }

    private static Bus through(Run run, EngineFixture.ProxiedWay way) {
        Bus bus = run.open(run.context(way.settings(), Map.of()));
        bus.awaitConnected(run.patience().toNanos());
        return bus;
    }

    private static void publishPatiently(Run run, Publisher publisher, int number) {
        run.publish(publisher, Run.bytes(run.text(number)), run.recovery());
    }

    /** Publishes until one arrives that was published after all before it. */
    private static void resume(Run run, Publisher publisher, Probe probe) {
        int[] tries = {0};
        Await.within(run.recovery())
                .showing(() ->
                        probe.count() + " received; told: " + run.listener().events())
                .until("messages to flow again", () -> {
                    String text = "again " + ++tries[0];
                    publisher.confirmed();
                    byte[] payload = Run.bytes(run.text(text));
                    if (publisher.offer(new UnsafeBuffer(payload), 0, payload.length) <= 0) {
                        return false;
                    }
                    return probe.hasTextStarting(run.text("again "));
                });
    }

    /** A loss on the fast profile is allowed; one that is not seen is not. */
    private static void assertEveryLossIsCounted(Probe probe) {
        List<Received> received = probe.received();
        Set<Long> distinct = new HashSet<>();
        received.forEach(each -> distinct.add(each.sequence()));
        long last = distinct.stream().mapToLong(Long::longValue).max().orElse(0);
        assertTrue(
                distinct.size() + probe.subscription().lost() >= last,
                distinct.size() + " received and " + probe.subscription().lost() + " counted as lost, of " + last);
    }

    private static void assertEveryRepeatIsFlagged(Probe probe) {
        Set<String> seen = new HashSet<>();
        for (Received each : probe.received()) {
            if (!seen.add(each.id())) {
                assertTrue(each.duplicatePossible(), each + " came again without a flag");
            }
        }
    }

    private static void assertInOrder(Probe probe, int total) {
        long next = 1;
        Set<Long> seen = new HashSet<>();
        for (Received each : probe.received()) {
            if (seen.add(each.sequence())) {
                assertEquals(next, each.sequence(), "order of first deliveries");
                next++;
            }
        }
        assertTrue(next > total, "there are only " + (next - 1));
    }
}
