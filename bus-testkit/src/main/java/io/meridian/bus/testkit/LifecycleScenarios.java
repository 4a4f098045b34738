package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.MessageClaim;
import io.meridian.bus.Publisher;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing, draining, pausing. */
public interface LifecycleScenarios extends Scenarios {
    /** A second close does nothing, and what is closed says so. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDoNothingMoreWhenClosedTwice(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("close");
            Bus bus = run.bus();
            Publisher publisher = run.publisher(bus, profile, topic);
            Subscription subscription = bus.subscribe(run.subscription(profile, topic), message -> Verdict.ACCEPT);
            run.publish(publisher, 1);
            publisher.close();
            publisher.close();
            UnsafeBuffer payload = new UnsafeBuffer(new byte[1]);
            assertEquals(PublishResult.CLOSED, publisher.offer(payload, 0, 1));
            assertEquals(PublishResult.CLOSED, publisher.tryClaim(1, new MessageClaim()));
            subscription.close();
            subscription.close();
            assertTrue(subscription.isClosed());
            assertEquals(0, subscription.poll(10));
            Publisher open = run.publisher(bus, profile, run.topic("close2"));
            bus.close();
            bus.close();
            assertFalse(bus.isConnected());
            assertEquals(PublishResult.CLOSED, open.offer(payload, 0, 1));
            assertThrows(IllegalStateException.class, () -> run.publisher(bus, profile, topic));
            assertThrows(
                    IllegalStateException.class,
                    () -> bus.subscribe(run.subscription(profile, topic), message -> Verdict.ACCEPT));
        }
    }

    /** A poller that waits comes back when another thread closes the subscription or the bus. */
    @ParameterizedTest
    @ValueSource(strings = {"subscription", "bus"})
    default void shouldReleaseAWaitingPollerWhenAnotherThreadCloses(String what) {
        Profile profile = Buses.capabilities(fixture()).has(io.meridian.bus.delivery.Capability.FAST)
                ? Profile.FAST
                : Profile.DURABLE;
        try (Run run = Run.of(fixture(), profile)) {
            Bus bus = run.bus();
            CountDownLatch polling = new CountDownLatch(3);
            Subscription subscription =
                    bus.subscribe(run.subscription(profile, run.topic("wait")), message -> Verdict.ACCEPT);
            Background poller = run.keep(Background.start("waiting poller", () -> {
                while (!subscription.isClosed()) {
                    polling.countDown();
                    subscription.poll(10, TimeUnit.MILLISECONDS.toNanos(polling.getCount() > 0 ? 1 : 3_600_000));
                    LockSupport.parkNanos(10_000);
                }
            }));
            Await.within(run.patience()).until("the poller to wait", () -> polling.getCount() == 0);
            Background closer = run.keep(Background.start("closer", () -> {
                if (what.equals("bus")) {
                    bus.close();
                } else {
                    subscription.close();
                }
            }));
            closer.join(run.patience());
            poller.join(run.patience());
        }
    }

    /** Everybody closes everything while a publisher publishes and a subscriber polls. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldCloseOnceWhenManyThreadsCloseUnderTraffic(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            for (int round = 0; round < 3; round++) {
                String topic = run.topic("storm.t" + round);
                Bus bus = run.bus();
                Publisher[] publisher = new Publisher[1];
                Probe probe = run.probe(bus, run.subscription(profile, topic));
                Background publishing = run.keep(Background.start("publishing", () -> {
                    publisher[0] = run.publisher(bus, profile, topic);
                    UnsafeBuffer payload = new UnsafeBuffer(new byte[100]);
                    // Bounded, so that a close that never comes fails the scenario instead of filling the store.
                    for (int i = 0; i < 200_000; i++) {
                        if (publisher[0].offer(payload, 0, 100) == PublishResult.CLOSED) {
                            return;
                        }
                        LockSupport.parkNanos(10_000);
                    }
                    throw new AssertionError("the publisher was never closed");
                }));
                probe.awaitCount(10);
                Together.run(8, run.patience(), index -> {
                    switch (index % 3) {
                        case 0 -> bus.close();
                        case 1 -> publisher[0].close();
                        default -> probe.subscription().close();
                    }
                });
                publishing.join(run.patience());
                assertFalse(bus.isConnected());
            }
        }
    }

    /** What was delivered and not decided is finished first. */
    @Test
    default void shouldFinishWhatIsUndecidedWhenDrained() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("drain");
            SubscriptionSpec spec = SubscriptionSpec.durable(topic).retry(5, TimeUnit.MILLISECONDS.toNanos(20));
            Probe probe =
                    run.stepped(run.bus(), spec, message -> message.attempt() < 3 ? Verdict.RETRY : Verdict.ACCEPT);
            Publisher publisher = run.publisher(run.bus(), Profile.DURABLE, topic);
            run.publishAll(publisher, 1, 3);
            assertTrue(publisher.drain(run.patience().toNanos()), "the publisher was not drained in time");
            assertEquals(3, publisher.confirmed());
            probe.awaitCount(3);
            assertTrue(
                    probe.subscription().drain(run.patience().toNanos()), "the subscription was not drained in time");
            assertEquals(0, probe.subscription().inFlight());
            assertEquals(9, probe.count());
        }
    }

    /** What nobody decides is not waited for beyond the deadline. */
    @Test
    default void shouldGiveUpAtTheDeadlineWhenADrainCannotFinish() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("undecided");
            Probe probe = run.stepped(run.bus(), SubscriptionSpec.durable(topic), message -> Verdict.HOLD);
            run.publish(run.publisher(run.bus(), Profile.DURABLE, topic), 1);
            probe.awaitCount(1);
            assertFalse(probe.subscription().drain(TimeUnit.MILLISECONDS.toNanos(50)));
            assertEquals(1, probe.subscription().inFlight());
        }
    }

    /** A paused subscriber is given nothing, and afterwards everything. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverEverythingAfterwardsWhenPaused(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("pause");
            Bus subscribing = run.bus();
            Probe witness = run.probe(subscribing, run.subscription(profile, topic));
            Probe paused = run.stepped(subscribing, run.subscription(profile, topic), message -> Verdict.ACCEPT);
            paused.subscription().pause();
            run.publishAll(run.publisher(run.bus(), profile, topic), 1, 20);
            witness.awaitCount(20);
            for (int i = 0; i < 100; i++) {
                assertEquals(0, paused.poll(100));
            }
            paused.subscription().resume();
            assertEquals(
                    IntStream.rangeClosed(1, 20).mapToObj(run::text).toList(),
                    paused.awaitCount(20).texts());
        }
    }

    /** The listener hears of the connection. */
    @Test
    default void shouldTellTheListenerWhenConnected() {
        try (Run run = Run.of(fixture())) {
            run.bus();
            Await.within(run.patience())
                    .showing(() -> run.listener().events())
                    .until(
                            "the listener to be told",
                            () -> run.listener().count(RecordingListener.Kind.CONNECTED) == 1);
            assertEquals(0, run.listener().count(RecordingListener.Kind.FAILURE));
        }
    }
}
