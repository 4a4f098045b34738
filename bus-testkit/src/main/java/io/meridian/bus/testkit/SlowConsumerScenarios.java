package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A subscriber that stands still. */
public interface SlowConsumerScenarios extends Scenarios {
    /** Payload of these scenarios, large enough to fill any buffer soon. */
    int PAYLOAD_BYTES = 1024;

    /** Where declared, the publisher is held up; nothing accepted is lost, by the stalled one or its sibling. */
    @Test
    default void shouldHoldUpThePublisherWhenALosslessSubscriberStalls() {
        try (Run run = Run.of(fixture(), Profile.FAST).needs(Capability.FAST_LOSSLESS, Capability.BACK_PRESSURE)) {
            String topic = run.topic("pressure");
            Probe stalled = run.stepped(run.bus(), SubscriptionSpec.fast(topic).lossless(), message -> Verdict.ACCEPT);
            Probe sibling = run.probe(run.bus(), SubscriptionSpec.fast(topic).lossless());
            Publisher publisher = run.publisher(run.bus(), Profile.FAST, topic);
            int most = 1_000_000;
            UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD_BYTES]);
            long[] result = {0};
            // One refusal may be the sibling's, which catches up; a stalled subscriber's stays.
            Await.within(run.recovery())
                    .showing(() -> publisher.sequence() + " accepted")
                    .until("the publisher to be held up for good", () -> {
                        int refusals = 0;
                        while (refusals < 100 && publisher.sequence() < most) {
                            payload.putLong(0, publisher.sequence() + 1);
                            result[0] = publisher.offer(payload, 0, PAYLOAD_BYTES);
                            refusals = result[0] > 0 ? 0 : refusals + 1;
                            if (result[0] == PublishResult.BACK_PRESSURED) {
                                Thread.yield();
                            }
                        }
                        return sibling.count() == publisher.sequence();
                    });
            assertEquals(
                    PublishResult.toString(PublishResult.BACK_PRESSURED),
                    PublishResult.toString(result[0]),
                    "after " + publisher.sequence() + " messages");
            assertTrue(run.listener().count(RecordingListener.Kind.BACK_PRESSURE) > 0, "the listener was not told");
            int accepted = (int) publisher.sequence();
            sibling.awaitCount(accepted);
            stalled.awaitCount(accepted, run.recovery());
            payload.putLong(0, accepted + 1L);
            byte[] last = new byte[PAYLOAD_BYTES];
            payload.getBytes(0, last);
            run.publish(publisher, last, run.patience());
            assertContiguous(stalled.awaitCount(accepted + 1), accepted + 1);
            assertContiguous(sibling.awaitCount(accepted + 1), accepted + 1);
            assertTrue(
                    run.listener().count(RecordingListener.Kind.BACK_PRESSURE_ENDED) > 0,
                    "the listener was not told of the end");
        }
    }

    /** Elsewhere the messages wait, and none is lost. */
    @Test
    default void shouldLoseNothingWhenALosslessSubscriberStallsWithoutBackPressure() {
        try (Run run = Run.of(fixture(), Profile.FAST).needs(Capability.FAST_LOSSLESS)) {
            Assumptions.assumeFalse(
                    run.capabilities().has(Capability.BACK_PRESSURE),
                    "engine=" + fixture().engine() + " declares BACK_PRESSURE, so it holds up the publisher instead");
            stallAndCatchUp(run, Profile.FAST, run.subscription(Profile.FAST, run.topic("stall")), 10_000);
        }
    }

    /** A durable subscriber that stalls holds up nobody. */
    @Test
    default void shouldHoldUpNobodyWhenADurableSubscriberStalls() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            stallAndCatchUp(run, Profile.DURABLE, run.subscription(Profile.DURABLE, run.topic("stall")), 5_000);
        }
    }

    private static void stallAndCatchUp(Run run, Profile profile, SubscriptionSpec spec, int count) {
        Bus subscribing = run.bus();
        Probe stalled = run.stepped(subscribing, spec, message -> Verdict.ACCEPT);
        Probe sibling = run.probe(subscribing, spec);
        Publisher publisher = run.publisher(run.bus(), profile, run.topic("stall"));
        publishPadded(run, publisher, count);
        run.confirmAll(publisher, run.patience());
        assertContiguous(sibling.awaitCount(count), count);
        assertEquals(0, stalled.count());
        assertContiguous(stalled.awaitCount(count, run.recovery()), count);
    }

    /** A lossy one loses, is told what, and costs its siblings nothing. */
    @Test
    default void shouldDropAndCountWhenALossySubscriberStalls() {
        try (Run run = Run.of(fixture(), Profile.FAST)) {
            String topic = run.topic("lossy");
            Bus subscribing = run.bus();
            Probe stalled =
                    run.stepped(subscribing, SubscriptionSpec.fast(topic).lossy(64), message -> Verdict.ACCEPT);
            Probe sibling = run.probe(run.bus(), run.subscription(Profile.FAST, topic));
            Publisher publisher = run.publisher(run.bus(), Profile.FAST, topic);
            publishPadded(run, publisher, 1);
            stalled.awaitCount(1);
            publishPadded(run, publisher, 60_000);
            sibling.awaitCount(60_001, run.recovery());
            // It wakes up: what it was spared now ends, and it is served again.
            Await.within(run.recovery())
                    .showing(() -> stalled.count() + " received, "
                            + stalled.subscription().lost() + " lost")
                    .until("the stalled subscriber to be served again", () -> {
                        publishPadded(run, publisher, 1);
                        for (int i = 0; i < 100; i++) {
                            stalled.poll(100);
                        }
                        return last(stalled) > 60_001;
                    });
            long lost = stalled.subscription().lost();
            assertTrue(lost > 0, "nothing was lost of 60000 messages with room for 64");
            assertEquals(last(stalled), stalled.count() + lost, "received and lost together");
            assertTrue(
                    run.listener().count(RecordingListener.Kind.GAP) > 0,
                    "the listener was not told of the gap: " + run.listener().events());
            int published = (int) publisher.sequence();
            assertContiguous(sibling.awaitCount(published), published);
        }
    }

    private static long last(Probe probe) {
        List<Received> received = probe.received();
        return received.getLast().sequence();
    }

    private static void publishPadded(Run run, Publisher publisher, int count) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        byte[] text = run.id().getBytes(StandardCharsets.UTF_8);
        Arrays.fill(payload, (byte) ' ');
        System.arraycopy(text, 0, payload, 0, text.length);
        for (int i = 0; i < count; i++) {
            run.publish(publisher, payload, run.recovery());
        }
    }

    private static void assertContiguous(Probe probe, int count) {
        List<Received> received = probe.received();
        assertEquals(count, received.size());
        for (int i = 0; i < count; i++) {
            assertEquals(i + 1, received.get(i).sequence());
        }
        assertEquals(0, probe.subscription().lost());
    }
}
