package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored can be had again. */
public interface ReplayScenarios extends Scenarios {
    /** Closing keeps the place, also when the whole bus closes. */
    @Test
    default void shouldResumeWhereItStoppedWhenANamedSubscriptionIsOpenedAgain() {
        try (Run run = Run.of(fixture(), Profile.DURABLE).needs(Capability.DURABLE_NAMES)) {
            String topic = run.topic("resume");
            SubscriptionSpec spec =
                    SubscriptionSpec.durable(run.topic("resume")).named(run.name("resume"));
            Publisher publisher = run.publisher(run.bus(), Profile.DURABLE, topic);
            Bus first = run.bus();
            Probe one = run.probe(first, spec);
            run.publishAll(publisher, 1, 50);
            assertEquals(texts(run, 1, 50), one.awaitCount(50).texts());
            one.close();
            first.close();
            run.publishAll(publisher, 51, 100);
            run.confirmAll(publisher, run.patience());
            Bus second = run.bus();
            // Another start is asked for, but a place that exists wins.
            Probe two = run.probe(second, spec.from(StartAt.EARLIEST));
            assertEquals(texts(run, 51, 100), two.awaitCount(50, run.recovery()).texts());
            two.close();
            Probe three = run.probe(second, spec);
            run.publishAll(publisher, 101, 110);
            assertEquals(
                    texts(run, 101, 110), three.awaitCount(10, run.recovery()).texts());
        }
    }

    /** From the past into the present, while the publisher goes on: no gap, no repeat. */
    @ParameterizedTest
    @EnumSource(
            value = StartAt.Kind.class,
            names = {"EARLIEST", "SEQUENCE", "TIME"})
    default void shouldJoinTheLiveStreamWithoutGapOrRepeatWhenItStartsInThePast(StartAt.Kind kind) {
        Capability needed = switch (kind) {
            case SEQUENCE -> Capability.REPLAY_SEQUENCE;
            case TIME -> Capability.REPLAY_TIME;
            case EARLIEST, LATEST -> Capability.REPLAY_EARLIEST;
        };
        try (Run run = Run.of(fixture(), Profile.DURABLE).needs(needed)) {
            String topic = run.topic("replay");
            Bus bus = run.bus();
            Probe witness = run.probe(bus, SubscriptionSpec.durable(topic));
            Background publishing = run.keep(Background.start("publishing", () -> {
                Publisher publisher = run.publisher(run.bus(), Profile.DURABLE, topic);
                run.publishAll(publisher, 1, 3000);
                run.confirmAll(publisher, run.patience());
            }));
            Received middle = witness.awaitCount(1000).received().get(500);
            SubscriptionSpec spec = SubscriptionSpec.durable(topic)
                    .from(
                            switch (kind) {
                                case SEQUENCE -> StartAt.sequence(middle.sequence());
                                case TIME -> StartAt.time(middle.publishTime());
                                case EARLIEST, LATEST -> StartAt.EARLIEST;
                            });
            Probe replay = run.probe(bus, spec);
            publishing.join(run.recovery());
            witness.awaitText(run.text(3000), run.patience());
            replay.awaitText(run.text(3000), run.recovery());
            List<String> expected = witness.received().stream()
                    .filter(each -> kind == StartAt.Kind.EARLIEST
                            || (kind == StartAt.Kind.SEQUENCE && each.sequence() >= middle.sequence())
                            || (kind == StartAt.Kind.TIME && each.publishTime() >= middle.publishTime()))
                    .map(Received::text)
                    .toList();
            assertTrue(expected.size() > 2000, "the scenario itself is wrong: " + expected.size());
            assertEquals(expected, replay.texts());
            assertEquals(0, replay.subscription().lost());
            assertEquals(0, replay.subscription().duplicates());
        }
    }

    /** A wildcard replays all its topics. */
    @Test
    default void shouldReplayEveryTopicWhenAWildcardStartsInThePast() {
        try (Run run = Run.of(fixture(), Profile.DURABLE).needs(Capability.REPLAY_EARLIEST)) {
            Bus publishing = run.bus();
            for (int i = 0; i < 5; i++) {
                Publisher publisher = run.publisher(publishing, Profile.DURABLE, run.topic("wild.t" + i));
                run.publishAll(publisher, 1, 20);
                run.confirmAll(publisher, run.patience());
            }
            Probe probe = run.probe(
                    run.bus(), SubscriptionSpec.durable(run.topic("wild.*")).from(StartAt.EARLIEST));
            List<Received> received = probe.awaitCount(100, run.recovery()).received();
            for (int i = 0; i < 5; i++) {
                String topic = run.topic("wild.t" + i);
                assertEquals(
                        texts(run, 1, 20),
                        received.stream()
                                .filter(each -> each.topic().equals(topic))
                                .map(Received::text)
                                .toList());
            }
            assertEquals(100, probe.count());
        }
    }

    /** New, and from the latest: nothing old. */
    @Test
    default void shouldDeliverNothingOldWhenItStartsAtTheLatest() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("latest");
            Publisher publisher = run.publisher(run.bus(), Profile.DURABLE, topic);
            run.publishAll(publisher, 1, 10);
            run.confirmAll(publisher, run.patience());
            Probe probe = run.probe(run.bus(), SubscriptionSpec.durable(topic));
            run.publishAll(publisher, 11, 20);
            assertEquals(texts(run, 11, 20), probe.awaitCount(10).texts());
        }
    }

    private static List<String> texts(Run run, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(run::text).toList();
    }
}
