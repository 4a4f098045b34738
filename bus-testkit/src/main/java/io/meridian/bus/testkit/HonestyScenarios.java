package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.SettingsException;
import io.meridian.bus.topic.TopicPattern;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the engine declares is what it does; what it lacks it refuses, at once and clearly. */
public interface HonestyScenarios extends Scenarios {
    /** Declared: it can be had. Not declared: refused at once, by name, with a reason and a next step. */
    @ParameterizedTest
    @EnumSource(Capability.class)
    default void shouldGiveWhatItDeclaresAndRefuseWhatItDoesNotWhenAsked(Capability capability) {
        try (Run run = Run.of(fixture())) {
            Capabilities can = run.capabilities();
            Bus bus = run.bus();
            if (can.has(capability)) {
                ask(run, bus, capability);
                return;
            }
            String why = can.limits().get(capability);
            assertNotNull(why, "no sentence says why engine=" + can.engine() + " lacks " + capability);
            assertFalse(why.isBlank(), "the sentence about " + capability + " is blank");
            if (canBeAskedFor(capability)) {
                UnsupportedByEngineException refusal =
                        assertThrows(UnsupportedByEngineException.class, () -> ask(run, bus, capability));
                String text = refusal.getMessage();
                assertTrue(text.contains("engine=" + fixture().engine()), text);
                assertTrue(
                        text.contains(why)
                                || text.contains(Capability.DURABLE.name())
                                || text.contains(Capability.FAST.name()),
                        text);
                assertTrue(text.contains("Choose an engine"), text);
            }
        }
    }

    private static boolean canBeAskedFor(Capability capability) {
        return switch (capability) {
            case FAST,
                    FAST_LOSSLESS,
                    DURABLE,
                    DURABLE_NAMES,
                    REPLAY_EARLIEST,
                    REPLAY_SEQUENCE,
                    REPLAY_TIME,
                    GROUPS,
                    REQUEST_REPLY -> true;
            // These tell how the engine behaves; there is nothing one could ask for and be refused.
            case BACK_PRESSURE, SERVER_RESTART, LATE_SERVER, DUPLICATE_SUPPRESSION, ZERO_COPY -> false;
        };
    }

    private static void ask(Run run, Bus bus, Capability capability) {
        String topic = run.topic("honest");
        SubscriptionSpec durable = SubscriptionSpec.durable(topic);
        switch (capability) {
            case FAST -> {
                bus.publisher(PublisherSpec.fast(topic)).close();
                open(bus, SubscriptionSpec.fast(topic));
            }
            case FAST_LOSSLESS -> open(bus, SubscriptionSpec.fast(topic).lossless());
            case DURABLE -> {
                bus.publisher(PublisherSpec.durable(topic)).close();
                open(bus, durable);
            }
            case DURABLE_NAMES -> open(bus, durable.named(run.name("honest")));
            case REPLAY_EARLIEST -> open(bus, durable.from(StartAt.EARLIEST));
            case REPLAY_SEQUENCE -> open(bus, durable.from(StartAt.sequence(1)));
            case REPLAY_TIME -> open(bus, durable.from(StartAt.time(0)));
            case GROUPS ->
                open(
                        bus,
                        run.subscription(
                                        run.capabilities().has(Capability.FAST) ? Profile.FAST : Profile.DURABLE, topic)
                                .group(run.name("group")));
            case REQUEST_REPLY -> {
                bus.requester().close();
                bus.respond(TopicPattern.of(topic), (request, reply) -> {}).close();
            }
            case BACK_PRESSURE, SERVER_RESTART, LATE_SERVER, DUPLICATE_SUPPRESSION, ZERO_COPY -> {}
        }
    }

    private static void open(Bus bus, SubscriptionSpec spec) {
        bus.subscribe(spec, message -> Verdict.ACCEPT).close();
    }

    /** An acknowledgement is required that means more than the engine gives. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldRefuseAPublisherWhenItRequiresMoreThanAnAcknowledgementMeans(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            Bus bus = run.bus();
            AckLevel given = run.capabilities().ackLevel(profile);
            PublisherSpec spec = run.publication(profile, run.topic("ack"));
            bus.publisher(spec.require(given)).close();
            for (AckLevel level : AckLevel.values()) {
                if (!given.atLeast(level)) {
                    UnsupportedByEngineException refusal =
                            assertThrows(UnsupportedByEngineException.class, () -> bus.publisher(spec.require(level)));
                    assertTrue(refusal.getMessage().contains(level.name()), refusal.getMessage());
                    assertTrue(refusal.getMessage().contains(given.name()), refusal.getMessage());
                }
            }
        }
    }

    /** What is declared before connecting is what is declared afterwards, and it is complete. */
    @Test
    default void shouldDeclareTheSameWhenOpenAsBefore() {
        try (Run run = Run.of(fixture())) {
            Capabilities before = run.capabilities();
            assertEquals(fixture().engine(), before.engine());
            assertEquals(before, run.bus().capabilities());
            assertTrue(before.maxPayload() > 0, "maxPayload=" + before.maxPayload());
            assertTrue(
                    before.has(Capability.FAST) || before.has(Capability.DURABLE),
                    "an engine with neither profile is of no use");
            if (!before.has(Capability.DURABLE)) {
                for (Capability needsStore : new Capability[] {
                    Capability.DURABLE_NAMES,
                    Capability.REPLAY_EARLIEST,
                    Capability.REPLAY_SEQUENCE,
                    Capability.REPLAY_TIME
                }) {
                    assertFalse(before.has(needsStore), needsStore + " without DURABLE");
                }
            }
        }
    }

    /** Each setting of the engine is documented, and starts with the engine's name. */
    @Test
    default void shouldNameAndExplainEverySettingWhenDeclared() {
        for (Setting<?> setting :
                BusEngines.named(fixture().engine()).settings().settings()) {
            assertTrue(
                    setting.name().startsWith(fixture().engine() + "."),
                    "setting=" + setting.name() + " should start with "
                            + fixture().engine() + ".");
            assertTrue(setting.doc().length() > 10, "setting=" + setting.name() + " is not explained");
        }
    }

    /** A misspelt setting is no default. */
    @Test
    default void shouldRefuseASettingWhenNobodyKnowsIt() {
        String wrong = fixture().engine() + ".no-such-thing";
        SettingsException refusal = assertThrows(
                SettingsException.class,
                () -> new BusContext().settings(Map.of("bus.backend", fixture().engine(), wrong, "1")));
        assertTrue(refusal.getMessage().contains(wrong), refusal.getMessage());
    }
}
