package io.meridian.bus.testkit.faulty;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.memory.MemorySpace;
import io.meridian.bus.testkit.BusConformance;
import io.meridian.bus.testkit.EngineFixture;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite that finds no mistake proves nothing: each mistake here must fail the scenario that is there to find it. */
class SuiteFindsFaultsTest {
    private static final String SPACE = "SuiteFindsFaultsTest";

    @AfterEach
    void forgetSpace() {
        MemorySpace.forget(SPACE);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFailTheScenarioWhenTheEngineMakesTheMistake(Fault fault) {
        Consumer<BusConformance> scenario = scenarioFor(fault);
        scenario.accept(new Suite(Fault.NONE, Duration.ofSeconds(15)));
        BusConformance faulty = new Suite(fault, Duration.ofMillis(500));
        assertThrows(AssertionError.class, () -> scenario.accept(faulty), () -> fault + " is not found");
    }

    private static Consumer<BusConformance> scenarioFor(Fault fault) {
        return switch (fault) {
            case NONE, LOSES_A_FRAME, REPEATS_A_FRAME, SWAPS_FRAMES ->
                suite -> suite.shouldDeliverEveryMessageOnceAndInOrderWhenPublished(Profile.FAST);
            case CHANGES_A_BYTE -> suite -> suite.shouldKeepPayloadAndEnvelopeIdenticalWhenCarried(Profile.DURABLE);
            case DROPS_WHEN_LOSSLESS -> BusConformance::shouldHoldUpThePublisherWhenALosslessSubscriberStalls;
            case FORGETS_PLACES, NEVER_CONFIRMS ->
                BusConformance::shouldResumeWhereItStoppedWhenANamedSubscriptionIsOpenedAgain;
            case CONFIRMS_TOO_EARLY ->
                BusConformance::shouldDeliverTheUndecidedAgainWhenANamedSubscriptionIsOpenedAgain;
            case IGNORES_THE_START ->
                suite -> suite.shouldJoinTheLiveStreamWithoutGapOrRepeatWhenItStartsInThePast(StartAt.Kind.EARLIEST);
            case GIVES_ALL_TO_EACH_MEMBER ->
                suite -> suite.shouldDeliverOnceAcrossTheMembersWhenTheyAreAGroup(Profile.DURABLE);
            case SLEEPS_THROUGH_A_CLOSE ->
                suite -> suite.shouldReleaseAWaitingPollerWhenAnotherThreadCloses("subscription");
            case NEVER_SUPPRESSES_WHAT_IT_DECLARES ->
                suite -> suite.shouldFlagOrSuppressAsDeclaredWhenAnIdIsPublishedTwice(Profile.DURABLE);
            case LACKS_WITHOUT_A_REASON ->
                suite -> suite.shouldGiveWhatItDeclaresAndRefuseWhatItDoesNotWhenAsked(Capability.ZERO_COPY);
            case TELLS_NO_CONNECTION -> BusConformance::shouldTellTheListenerWhenConnected;
        };
    }

    /** The suite over the faulty engine; run scenario by scenario here, never by JUnit. */
    private record Suite(Fault fault, Duration patience) implements BusConformance {
        @Override
        public EngineFixture fixture() {
            return new EngineFixture() {
                @Override
                public String engine() {
                    return "faulty";
                }

                @Override
                public Map<String, String> settings() {
                    return Map.of("faulty.fault", fault.name(), "memory.space", SPACE);
                }

                @Override
                public Duration patience() {
                    return patience;
                }
            };
        }
    }
}
