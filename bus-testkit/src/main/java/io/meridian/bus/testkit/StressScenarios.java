package io.meridian.bus.testkit;

import io.meridian.bus.delivery.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** The core of the suite, several times over, at the same time on one server. */
public interface StressScenarios
        extends DeliveryScenarios,
                PatternScenarios,
                GroupScenarios,
                SettlementScenarios,
                ReplayScenarios,
                LifecycleScenarios {
    /** How many scenarios run at once, and in what order they are drawn; system properties change both. */
    @Test
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    default void shouldPassWhenScenariosRunAtTheSameTime() {
        int parallel = Integer.getInteger("bus.testkit.stress.parallel", 3);
        int rounds = Integer.getInteger("bus.testkit.stress.rounds", 1);
        long seed = Long.getLong("bus.testkit.stress.seed", 20_240_229L);
        Queue<Named> todo = new ConcurrentLinkedQueue<>(draw(rounds, new Random(seed)));
        Together.run(parallel, fixture().recoveryPatience().multipliedBy(20), index -> {
            for (Named next = todo.poll(); next != null; next = todo.poll()) {
                try {
                    next.scenario().run();
                } catch (TestAbortedException e) {
                    // The engine declares that it cannot; the scenario itself says so where it runs alone.
                } catch (Throwable e) {
                    throw new AssertionError(next.name() + " with bus.testkit.stress.seed=" + seed + ": " + e, e);
                }
            }
        });
    }

    /** A scenario and its name. */
    record Named(String name, Runnable scenario) {}

    private List<Named> draw(int rounds, Random random) {
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            List<Named> round = new ArrayList<>();
            both(round, "delivery", this::shouldDeliverEveryMessageOnceAndInOrderWhenPublished);
            both(round, "bytes", this::shouldKeepPayloadAndEnvelopeIdenticalWhenCarried);
            both(round, "own topic", this::shouldDeliverToItsOwnTopicOnlyWhenNamesAreAlike);
            both(round, "order", this::shouldKeepTheOrderOfEachTopicWhenTopicsAreMixed);
            both(round, "instances", this::shouldLoseNothingWhenInstancesPublishTheSameTopicAtOnce);
            both(round, "patterns", this::shouldDeliverExactlyWhatMatchesWhenThePatternHasWildcards);
            both(round, "throwing", this::shouldGoOnWhenAHandlerThrows);
            both(round, "storm", this::shouldCloseOnceWhenManyThreadsCloseUnderTraffic);
            both(round, "group", this::shouldDeliverOnceAcrossTheMembersWhenTheyAreAGroup);
            round.add(new Named("refused", this::shouldDeliverAgainWithTheAttemptCountedWhenRefused));
            round.add(new Named("resume", this::shouldResumeWhereItStoppedWhenANamedSubscriptionIsOpenedAgain));
            round.add(new Named("dead", () -> shouldBecomeADeadLetterWithItsReasonWhenTheAttemptsAreUsedUp("dead.*")));
            java.util.Collections.shuffle(round, random);
            all.addAll(round);
        }
        return all;
    }

    private static void both(List<Named> round, String name, Consumer<Profile> scenario) {
        for (Profile profile : Profile.values()) {
            round.add(new Named(name + " " + profile, () -> scenario.accept(profile)));
        }
    }
}
