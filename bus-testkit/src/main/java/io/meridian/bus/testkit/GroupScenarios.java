package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups share the work. */
public interface GroupScenarios extends Scenarios {
    /** Each message goes to one member, and the work is shared. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverOnceAcrossTheMembersWhenTheyAreAGroup(Profile profile) {
        try (Run run = Run.of(fixture(), profile).needs(Capability.GROUPS)) {
            SubscriptionSpec spec =
                    run.subscription(profile, run.topic("group.*")).group(run.name("group"));
            Bus near = run.bus();
            List<Probe> members = List.of(run.probe(near, spec), run.probe(near, spec), run.probe(run.bus(), spec));
            Bus publishing = run.bus();
            List<Publisher> publishers = publishOver(run, publishing, profile, 20, 100);
            Await.within(run.patience())
                    .showing(() -> counts(members))
                    .until("2000 messages over all members", () -> total(members) >= 2000);
            // A quick member may have taken everything; sooner or later another one gets some.
            int[] extra = {0};
            Await.within(run.recovery()).showing(() -> counts(members)).until("a second member to get work", () -> {
                Publisher next = publishers.get(extra[0] % publishers.size());
                run.publish(next, "extra " + ++extra[0]);
                return members.stream().filter(member -> member.count() > 0).count() > 1;
            });
            int all = 2000 + extra[0];
            Await.within(run.patience())
                    .showing(() -> counts(members))
                    .until(all + " messages over all members", () -> total(members) >= all);
            assertEquals(all, distinct(members).size(), "different messages");
            assertEquals(all, total(members), "deliveries, by member " + counts(members));
        }
    }

    /** Groups do not know of each other. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldDeliverEverythingToEachGroupWhenThereAreTwo(Profile profile) {
        try (Run run = Run.of(fixture(), profile).needs(Capability.GROUPS)) {
            SubscriptionSpec spec = run.subscription(profile, run.topic("group.*"));
            Bus bus = run.bus();
            List<Probe> first =
                    List.of(run.probe(bus, spec.group(run.name("one"))), run.probe(bus, spec.group(run.name("one"))));
            List<Probe> second =
                    List.of(run.probe(bus, spec.group(run.name("two"))), run.probe(bus, spec.group(run.name("two"))));
            Probe alone = run.probe(bus, spec);
            publishOver(run, run.bus(), profile, 10, 50);
            Await.within(run.patience())
                    .showing(() -> counts(first) + " and " + counts(second) + " and " + alone.count())
                    .until(
                            "500 messages for each",
                            () -> total(first) >= 500 && total(second) >= 500 && alone.count() >= 500);
            assertEquals(500, distinct(first).size());
            assertEquals(500, distinct(second).size());
            assertEquals(500, total(first), "deliveries to the first group");
            assertEquals(500, total(second), "deliveries to the second group");
            assertEquals(500, alone.count());
        }
    }

    /** What a member took and never decided goes to the others. */
    @Test
    default void shouldGiveTheUndecidedToTheOthersWhenAMemberOfADurableGroupCloses() {
        try (Run run = Run.of(fixture(), Profile.DURABLE).needs(Capability.GROUPS)) {
            SubscriptionSpec spec =
                    run.subscription(Profile.DURABLE, run.topic("group.*")).group(run.name("leave"));
            Probe leaving = run.probe(run.bus(), spec, message -> Verdict.HOLD);
            publishOver(run, run.bus(), Profile.DURABLE, 5, 20);
            Await.within(run.patience()).until("the first member to take some", () -> leaving.count() > 0);
            Probe staying = run.probe(run.bus(), spec);
            leaving.close();
            Set<String> expected = new TreeSet<>();
            for (int topic = 0; topic < 5; topic++) {
                int number = topic;
                IntStream.rangeClosed(1, 20).forEach(i -> expected.add(run.text("t" + number + " " + i)));
            }
            staying.await(
                    run.recovery(),
                    "all 100 messages with the member that stays",
                    () -> staying.distinctTexts().containsAll(expected));
        }
    }

    private static List<Publisher> publishOver(Run run, Bus bus, Profile profile, int topics, int each) {
        List<Publisher> publishers = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            publishers.add(run.publisher(bus, profile, run.topic("group.t" + i)));
        }
        for (int i = 1; i <= each; i++) {
            for (int topic = 0; topic < topics; topic++) {
                run.publish(publishers.get(topic), "t" + topic + " " + i);
            }
        }
        return publishers;
    }

    private static int total(List<Probe> members) {
        return members.stream().mapToInt(Probe::count).sum();
    }

    private static List<Integer> counts(List<Probe> members) {
        return members.stream().map(Probe::count).toList();
    }

    private static Set<String> distinct(List<Probe> members) {
        Set<String> all = new TreeSet<>();
        members.forEach(member -> all.addAll(member.texts()));
        return all;
    }
}
