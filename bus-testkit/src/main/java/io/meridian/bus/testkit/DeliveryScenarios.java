package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.MessageClaim;
import io.meridian.bus.Publisher;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.envelope.MessageContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything published arrives: whole, in order, where it belongs and nowhere else. */
public interface DeliveryScenarios extends Scenarios {
    /** All, once, in order. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverEveryMessageOnceAndInOrderWhenPublished(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("all");
            Probe near = run.probe(run.bus(), run.subscription(profile, topic));
            Bus publishing = run.bus();
            Probe same = run.probe(publishing, run.subscription(profile, topic));
            Publisher publisher = run.publisher(publishing, profile, topic);
            run.publishAll(publisher, 1, 1000);
            List<String> expected =
                    IntStream.rangeClosed(1, 1000).mapToObj(run::text).toList();
            assertEquals(expected, near.awaitCount(1000).texts());
            assertEquals(expected, same.awaitCount(1000).texts());
            assertEquals(0, near.subscription().lost());
            assertEquals(0, near.subscription().duplicates());
            assertEquals(1000, publisher.sequence());
            run.confirmAll(publisher, run.patience());
        }
    }

    /** Payload and envelope, byte for byte. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldKeepPayloadAndEnvelopeIdenticalWhenCarried(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("bytes");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            TestClock clock = new TestClock(1_700_000_000_123_456_789L);
            Bus bus = run.open(run.context().clock(clock).instance(-77));
            bus.awaitConnected(run.patience().toNanos());
            Publisher publisher = bus.publisher(
                    run.publication(profile, topic).schema(4711, 65_535).contentType("application/x-kit; a=b"));
            MessageContext context = new MessageContext();
            Random random = new Random(42);
            List<byte[]> sent = new ArrayList<>();
            int largest = Math.min(65_536, run.capabilities().maxPayload());
            for (int size : new int[] {0, 1, 7, 8, 63, 100, 1000, 4096, largest}) {
                byte[] payload = new byte[size];
                random.nextBytes(payload);
                sent.add(payload);
                context.reset()
                        .eventTime(clock.nanoTime() - 5)
                        .initTime(clock.nanoTime() - 3)
                        .trace(random.nextLong(), random.nextLong(), 1 + size)
                        .correlation(Long.MIN_VALUE + size)
                        .causation(-1 - size, Long.MAX_VALUE - size);
                Await.within(run.patience())
                        .until(
                                "a message of " + size + " bytes to be taken",
                                () -> publisher.offer(context, new UnsafeBuffer(payload), 0, payload.length) > 0);
                clock.advance(1_000);
            }
            random = new Random(42);
            List<Received> received = probe.awaitCount(sent.size()).received();
            for (int i = 0; i < sent.size(); i++) {
                byte[] payload = sent.get(i);
                int size = payload.length;
                random.nextBytes(new byte[size]);
                long time = 1_700_000_000_123_456_789L + i * 1_000L;
                String expected = "-77/" + topic + "/" + (i + 1) + " publish=" + time + " init=" + (time - 3)
                        + " event="
                        + (time - 5) + " schema=4711/65535 content=application/x-kit; a=b trace=" + random.nextLong()
                        + "/" + random.nextLong() + "/" + (1 + size) + " correlation=" + (Long.MIN_VALUE + size)
                        + " cause=" + (-1 - size) + "/" + (Long.MAX_VALUE - size);
                assertEquals(expected, received.get(i).envelope());
                assertArrayEquals(payload, received.get(i).payload(), "payload of " + size + " bytes");
            }
        }
    }

    /** A context says nothing: the message starts a trace of its own, and no field of an earlier one is left in it. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldCarryNothingOfTheMessageBeforeWhenTheContextIsEmpty(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("context");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Publisher publisher = run.publisher(run.bus(), profile, topic);
            MessageContext context =
                    new MessageContext().correlation(5).causation(6, 7).replayed();
            byte[] payload = Run.bytes(run.text("first"));
            Await.within(run.patience())
                    .until(
                            "a message to be taken",
                            () -> publisher.offer(context, new UnsafeBuffer(payload), 0, payload.length) > 0);
            run.publish(publisher, "second");
            List<Received> received = probe.awaitCount(2).received();
            assertEquals(5, received.get(0).correlation());
            assertEquals(7, received.get(0).causationSequence());
            assertTrue(received.get(0).replayed(), "the first is flagged as replayed");
            assertEquals(0, received.get(1).correlation());
            assertEquals(0, received.get(1).causationSequence());
            assertTrue(!received.get(1).replayed(), "the second is not flagged as replayed");
        }
    }

    /** Written in place, or given up. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverWhatWasCommittedAndNotWhatWasAbortedWhenClaimed(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("claim");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Publisher publisher = run.publisher(run.bus(), profile, topic);
            MessageClaim claim = new MessageClaim();
            for (int i = 1; i <= 100; i++) {
                byte[] text = Run.bytes(run.text(i));
                Await.within(run.patience())
                        .until("room for a message", () -> publisher.tryClaim(text.length, claim) > 0);
                claim.buffer().putBytes(0, text);
                if (i % 3 == 0) {
                    claim.abort();
                } else {
                    assertTrue(claim.commit() > 0, "commit of message " + i);
                }
            }
            List<String> expected = IntStream.rangeClosed(1, 100)
                    .filter(i -> i % 3 != 0)
                    .mapToObj(run::text)
                    .toList();
            assertEquals(expected, probe.awaitCount(expected.size()).texts());
            assertEquals(0, probe.subscription().lost(), "an aborted claim must use no sequence");
        }
    }

    /** Names that begin alike, or differ only in case or depth. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverToItsOwnTopicOnlyWhenNamesAreAlike(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Bus subscribing = run.bus();
            Bus publishing = run.bus();
            Map<String, Probe> probes = new HashMap<>();
            List<String> topics = List.of("x", "x.y", "xy", "X", "x-y", "x_y", "x.y.z");
            for (String end : topics) {
                probes.put(end, run.probe(subscribing, run.subscription(profile, run.topic(end))));
            }
            for (String end : topics) {
                Publisher publisher = run.publisher(publishing, profile, run.topic(end));
                run.publish(publisher, end + " 1");
                run.publish(publisher, end + " 2");
            }
            for (String end : topics) {
                assertEquals(
                        List.of(run.text(end + " 1"), run.text(end + " 2")),
                        probes.get(end).awaitCount(2).texts());
            }
            probes.forEach((end, probe) -> assertEquals(2, probe.count(), "messages of " + end));
        }
    }

    /** Order holds for each topic; between topics there is none. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldKeepTheOrderOfEachTopicWhenTopicsAreMixed(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Probe probe = run.probe(run.bus(), run.subscription(profile, run.topic("order.*")));
            Bus publishing = run.bus();
            List<Publisher> publishers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                publishers.add(run.publisher(publishing, profile, run.topic("order.t" + i)));
            }
            for (int i = 1; i <= 200; i++) {
                for (Publisher publisher : publishers) {
                    run.publish(publisher, i);
                }
            }
            Map<String, Long> last = new HashMap<>();
            for (Received each : probe.awaitCount(2000).received()) {
                long before = last.getOrDefault(each.topic(), 0L);
                assertEquals(before + 1, each.sequence(), "next of " + each.topic());
                assertEquals(run.text(each.sequence()), each.text());
                last.put(each.topic(), each.sequence());
            }
            assertEquals(10, last.size());
        }
    }

    /** Several instances publish under one topic at the same time. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldLoseNothingWhenInstancesPublishTheSameTopicAtOnce(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("many");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Together.run(4, run.patience().multipliedBy(2), index -> {
                Publisher publisher = run.publisher(run.bus(), profile, topic);
                run.publishAll(publisher, 1, 500);
                run.confirmAll(publisher, run.patience());
            });
            Map<Integer, Long> last = new HashMap<>();
            for (Received each : probe.awaitCount(2000).received()) {
                assertEquals(last.getOrDefault(each.source(), 0L) + 1, each.sequence(), "next of " + each.source());
                last.put(each.source(), each.sequence());
            }
            assertEquals(4, last.size(), "sources: " + last);
            assertEquals(0, probe.subscription().lost());
        }
    }

    /** Many topics, one wildcard and one exact subscription. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldCarryAThousandTopicsWhenOneBusPublishesThem(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Bus subscribing = run.bus();
            Probe all = run.probe(subscribing, run.subscription(profile, run.topic("thousand.**")));
            Probe one = run.probe(subscribing, run.subscription(profile, run.topic("thousand.t777")));
            Bus publishing = run.bus();
            List<Publisher> publishers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                publishers.add(run.publisher(publishing, profile, run.topic("thousand.t" + i)));
            }
            for (int round = 1; round <= 2; round++) {
                for (Publisher publisher : publishers) {
                    run.publish(publisher, publisher.topic().name() + " " + round);
                }
            }
            Map<String, Long> last = new HashMap<>();
            for (Received each : all.awaitCount(2000, run.recovery()).received()) {
                assertEquals(last.getOrDefault(each.topic(), 0L) + 1, each.sequence(), "next of " + each.topic());
                assertEquals(run.text(each.topic() + " " + each.sequence()), each.text());
                last.put(each.topic(), each.sequence());
            }
            assertEquals(1000, last.size());
            assertEquals(2, one.awaitCount(2).count());
        }
    }

    /** Nobody listens: that is no error. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldTakeMessagesWhenNobodySubscribes(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Publisher publisher = run.publisher(run.bus(), profile, run.topic("nobody"));
            run.publishAll(publisher, 1, 10);
            assertEquals(10, publisher.sequence());
            run.confirmAll(publisher, run.patience());
        }
    }

    /** What the engine does not take is refused at once, and uses no sequence. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldRefuseAPayloadWhenItIsLargerThanDeclared(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("large");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Publisher publisher = run.publisher(run.bus(), profile, topic);
            int most = run.capabilities().maxPayload();
            UnsafeBuffer buffer = new UnsafeBuffer(new byte[most + 1]);
            assertEquals(
                    PublishResult.toString(PublishResult.TOO_LARGE),
                    PublishResult.toString(publisher.offer(buffer, 0, most + 1)));
            buffer.putByte(0, (byte) 1);
            buffer.putByte(most - 1, (byte) 2);
            byte[] largest = new byte[most];
            buffer.getBytes(0, largest);
            assertEquals(1, run.publish(publisher, largest, run.patience()));
            Received received = probe.awaitCount(1).received().getFirst();
            assertArrayEquals(largest, received.payload());
        }
    }
}
