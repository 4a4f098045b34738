package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.Relay;
import io.meridian.bus.Subscription;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message published twice under one id. */
public interface DuplicateScenarios extends Scenarios {
    /** Suppressed by the engine where it declares so, flagged everywhere else, and dropped where the subscriber asks. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldFlagOrSuppressAsDeclaredWhenAnIdIsPublishedTwice(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("twice");
            Bus subscribing = run.bus();
            Probe flagged = run.probe(subscribing, run.subscription(profile, topic));
            Probe suppressed =
                    run.probe(subscribing, run.subscription(profile, topic).withoutDuplicates());
            Bus relaying = run.bus();
            Relay relay = run.keep(relaying.relay(profile));
            int[] relayed = {0};
            Subscription source = run.keep(relaying.subscribe(run.subscription(profile, topic), message -> {
                if (relayed[0] < 10 && message.sequence() == relayed[0] + 1) {
                    Await.within(run.patience())
                            .until("the relay to publish " + message, () -> relay.offer(message, 0) >= 0);
                    relayed[0]++;
                }
                return Verdict.ACCEPT;
            }));
            Publisher publisher = run.publisher(run.bus(), profile, topic);
            run.publishAll(publisher, 1, 10);
            Await.within(run.patience())
                    .showing(() -> relayed[0])
                    .doing(() -> source.poll(10), "10 messages published again", () -> relayed[0] == 10);
            run.publish(publisher, "end");
            flagged.awaitText(run.text("end"), run.patience());
            suppressed.awaitText(run.text("end"), run.patience());
            boolean suppresses =
                    profile == Profile.DURABLE && run.capabilities().has(Capability.DUPLICATE_SUPPRESSION);
            int expected = suppresses ? 11 : 21;
            flagged.awaitCount(expected);
            assertEquals(expected, flagged.count(), "deliveries where duplicates are flagged");
            assertEquals(11, suppressed.count(), "deliveries where the subscriber wants no duplicates");
            if (!suppresses) {
                assertEquals(10, flagged.subscription().duplicates());
                for (int sequence = 1; sequence <= 10; sequence++) {
                    long wanted = sequence;
                    List<Received> both = flagged.received().stream()
                            .filter(each -> each.sequence() == wanted)
                            .toList();
                    assertEquals(2, both.size(), "deliveries of sequence " + sequence);
                    assertFalse(both.get(0).duplicatePossible(), "the first of " + sequence + " is flagged");
                    assertTrue(both.get(1).duplicatePossible(), "the second of " + sequence + " is not flagged");
                }
            }
        }
    }

    /** An id is never used for two messages, whatever a publisher lives through. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldCountOnWhenAPublisherIsClosedAndOpenedAgain(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("again");
            Probe probe = run.probe(run.bus(), run.subscription(profile, topic));
            Bus publishing = run.bus();
            try (Publisher first = run.publisher(publishing, profile, topic)) {
                run.publishAll(first, 1, 3);
                run.confirmAll(first, run.patience());
            }
            probe.awaitCount(3);
            Publisher second = run.publisher(publishing, profile, topic);
            run.publishAll(second, 4, 6);
            List<Received> received = probe.awaitCount(6).received();
            assertEquals(
                    List.of(1L, 2L, 3L, 4L, 5L, 6L),
                    received.stream().map(Received::sequence).toList());
            assertEquals(0, probe.subscription().duplicates());
            assertEquals(0, probe.subscription().lost());
        }
    }
}
