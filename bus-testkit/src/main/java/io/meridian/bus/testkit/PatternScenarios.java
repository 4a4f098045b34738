package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.delivery.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wildcards deliver what they match, and nothing else. */
public interface PatternScenarios extends Scenarios {
    /** One table for all kinds of pattern, all open at once on one bus. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverExactlyWhatMatchesWhenThePatternHasWildcards(Profile profile) {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("p.*", List.of("p.a", "p.b", "p.last"));
        expected.put("p.**", List.of("p.a", "p.b", "p.a.b", "p.a.c", "p.a.b.c", "p.last"));
        expected.put("p.*.c", List.of("p.a.c"));
        expected.put("p.a.**", List.of("p.a.b", "p.a.c", "p.a.b.c"));
        expected.put("*.a", List.of("p.a", "q.a", "pp.a"));
        expected.put("p.a", List.of("p.a"));
        expected.put("*.*.*.c", List.of("p.a.b.c"));
        List<String> topics = List.of("p", "p.a", "p.b", "p.a.b", "p.a.c", "p.a.b.c", "q.a", "pp.a", "q.b.d", "p.last");
        try (Run run = Run.of(fixture(), profile)) {
            Bus subscribing = run.bus();
            Map<String, Probe> probes = new LinkedHashMap<>();
            expected.keySet()
                    .forEach(pattern ->
                            probes.put(pattern, run.probe(subscribing, run.subscription(profile, run.topic(pattern)))));
            Bus publishing = run.bus();
            for (String topic : topics) {
                run.publish(run.publisher(publishing, profile, run.topic(topic)), topic);
            }
            probes.forEach(
                    (pattern, probe) -> probe.awaitCount(expected.get(pattern).size()));
            probes.forEach((pattern, probe) -> assertEquals(
                    new TreeSet<>(expected.get(pattern).stream().map(run::text).toList()).toString(),
                    new ArrayList<>(probe.texts()).stream().sorted().toList().toString(),
                    "received by " + pattern));
        }
    }

    /** A topic nobody has used before reaches a wildcard that was there first, from its first message. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverFromTheFirstMessageWhenATopicIsNew(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Probe probe = run.probe(run.bus(), run.subscription(profile, run.topic("new.**")));
            Bus publishing = run.bus();
            for (int i = 1; i <= 20; i++) {
                run.publish(run.publisher(publishing, profile, run.topic("new.t" + i + ".deep")), i);
                probe.awaitText(run.text(i), run.patience());
            }
            assertEquals(20, probe.count());
            assertEquals(0, probe.subscription().unnamed());
        }
    }

    /** A wildcard opened while a topic is busy is soon served, and then misses nothing. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldJoinABusyTopicWhenAWildcardComesLate(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Bus publishing = run.bus();
            var publisher = run.publisher(publishing, profile, run.topic("busy.t"));
            run.publishAll(publisher, 1, 100);
            Probe probe = run.probe(run.bus(), run.subscription(profile, run.topic("busy.*")));
            int[] next = {100};
            Await.within(run.patience()).until("the late wildcard to be served", () -> {
                run.publish(publisher, ++next[0]);
                return probe.count() > 0;
            });
            run.publishAll(publisher, next[0] + 1, next[0] + 100);
            probe.awaitText(run.text(next[0] + 100), run.patience());
            List<Received> received = probe.received();
            for (int i = 1; i < received.size(); i++) {
                assertEquals(received.get(i - 1).sequence() + 1, received.get(i).sequence(), "sequence");
            }
        }
    }
}
