package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.DeadLetter;
import io.meridian.bus.Message;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.Profile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message that its handler does not simply accept. */
public interface SettlementScenarios extends Scenarios {
    /** How long the scenarios let a refused message wait. */
    long RETRY_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Refused twice, then accepted. */
    @Test
    default void shouldDeliverAgainWithTheAttemptCountedWhenRefused() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("nack");
            SubscriptionSpec spec = SubscriptionSpec.durable(topic).retry(5, RETRY_DELAY_NS);
            Probe probe = run.probe(run.bus(), spec, message -> message.attempt() < 3 ? Verdict.RETRY : Verdict.ACCEPT);
            run.publishAll(run.publisher(run.bus(), Profile.DURABLE, topic), 1, 5);
            List<Received> received = probe.awaitCount(15).received();
            for (int i = 1; i <= 5; i++) {
                String text = run.text(i);
                List<Received> same = received.stream()
                        .filter(each -> each.text().equals(text))
                        .toList();
                assertEquals(
                        List.of(1, 2, 3), same.stream().map(Received::attempt).toList(), "attempts at " + text);
                assertEquals(
                        List.of(false, true, true),
                        same.stream().map(Received::duplicatePossible).toList(),
                        "whether deliveries of " + text + " are flagged");
                assertEquals(1, same.stream().map(Received::id).distinct().count(), "ids of " + text);
            }
            assertEquals(10, probe.subscription().redelivered());
            assertEquals(15, probe.count());
        }
    }

    /** Undecided messages up to the limit, and not one more. */
    @Test
    default void shouldHoldBackWhenTheLimitOfUndecidedMessagesIsReached() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("inflight");
            Bus subscribing = run.bus();
            Probe witness = run.probe(subscribing, SubscriptionSpec.durable(topic));
            Probe limited =
                    run.stepped(subscribing, SubscriptionSpec.durable(topic).maxInFlight(5), message -> Verdict.HOLD);
            run.publishAll(run.publisher(run.bus(), Profile.DURABLE, topic), 1, 20);
            witness.awaitCount(20);
            limited.awaitCount(5);
            for (int i = 0; i < 200; i++) {
                limited.poll(100);
            }
            assertEquals(5, limited.count(), "deliveries with a limit of 5");
            assertEquals(5, limited.subscription().inFlight());
            // Not the oldest: one that stays undecided must not stop those behind it.
            long third = limited.received().get(2).token();
            assertTrue(limited.subscription().settle(third, Verdict.ACCEPT, null));
            assertFalse(limited.subscription().settle(third, Verdict.ACCEPT, null), "a token may decide once");
            limited.awaitCount(6);
            for (int i = 0; i < 200; i++) {
                limited.poll(100);
            }
            assertEquals(6, limited.count(), "deliveries with a limit of 5 and one decided");
            for (int i = 0; i < 20; i++) {
                limited.awaitCount(Math.min(20, i + 1));
                limited.subscription().settle(limited.received().get(i).token(), Verdict.ACCEPT, null);
            }
            assertEquals(
                    IntStream.rangeClosed(1, 20).mapToObj(run::text).toList(),
                    limited.awaitCount(20).texts());
            assertEquals(0, limited.subscription().inFlight());
        }
    }

    /** Refused each time: found again under {@code dlq}, with the reason; for exact and wildcard subscriptions. */
    @ParameterizedTest
    @ValueSource(strings = {"dead.t", "dead.*", "dead.**"})
    default void shouldBecomeADeadLetterWithItsReasonWhenTheAttemptsAreUsedUp(String pattern) {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("dead.t");
            Bus bus = run.bus();
            Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
            Probe dead = run.probe(bus, SubscriptionSpec.durable("dlq." + topic), message -> {
                letters.add(DeadLetter.read(message));
                return Verdict.ACCEPT;
            });
            SubscriptionSpec spec = SubscriptionSpec.durable(run.topic(pattern)).retry(3, RETRY_DELAY_NS);
            Probe refusing =
                    run.probe(bus, spec, message -> message.sequence() == 2 ? refuse(message) : Verdict.ACCEPT);
            run.publishAll(run.publisher(run.bus(), Profile.DURABLE, topic), 1, 3);
            dead.awaitCount(1);
            refusing.awaitCount(5);
            // A probe counts a message before its handler has seen it.
            dead.await(run.patience(), "a letter read", () -> !letters.isEmpty());
            DeadLetter letter = letters.element();
            assertEquals("no such account", letter.reason());
            assertEquals(3, letter.attempts());
            assertEquals(topic, letter.topic().name());
            assertEquals(2, letter.sequence());
            assertEquals(refusing.received().getFirst().source(), letter.source());
            assertEquals(run.text(2), new String(letter.payload(), StandardCharsets.UTF_8));
            refusing.await(
                    run.patience(),
                    "the listener to be told",
                    () -> run.listener().count(RecordingListener.Kind.DEAD_LETTER) == 1);
            assertEquals(1, refusing.subscription().deadLettered());
            assertEquals(1, letters.size());
            assertEquals(5, refusing.count(), "deliveries: 1, then 2 three times, and 3");
        }
    }

    /** Refused for good: no second attempt. */
    @Test
    default void shouldBecomeADeadLetterAtOnceWhenRejected() {
        try (Run run = Run.of(fixture(), Profile.DURABLE)) {
            String topic = run.topic("reject");
            Bus bus = run.bus();
            Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
            Probe dead = run.probe(bus, SubscriptionSpec.durable("dlq." + topic), message -> {
                letters.add(DeadLetter.read(message));
                return Verdict.ACCEPT;
            });
            Probe rejecting = run.probe(bus, SubscriptionSpec.durable(topic).retry(9, 0), message -> Verdict.REJECT);
            run.publishAll(run.publisher(run.bus(), Profile.DURABLE, topic), 1, 10);
            rejecting.awaitCount(10);
            // A probe counts a message before its handler has seen it.
            dead.await(run.patience(), "ten letters read", () -> letters.size() >= 10);
            assertEquals(
                    IntStream.rangeClosed(1, 10).mapToObj(run::text).toList(),
                    letters.stream()
                            .map(letter -> new String(letter.payload(), StandardCharsets.UTF_8))
                            .toList());
            letters.forEach(letter -> assertEquals(1, letter.attempts()));
            assertEquals(10, rejecting.count());
        }
    }

    /** An exception costs nobody else anything. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    default void shouldGoOnWhenAHandlerThrows(Profile profile) {
        try (Run run = Run.of(fixture(), profile)) {
            String topic = run.topic("throw");
            SubscriptionSpec spec = run.subscription(profile, topic).retry(3, RETRY_DELAY_NS);
            Bus bus = run.bus();
            Probe sibling = run.probe(bus, run.subscription(profile, topic));
            Probe throwing = run.probe(bus, spec, message -> {
                if (message.sequence() % 3 == 0 && message.attempt() == 1) {
                    throw new IllegalStateException("as the scenario wants");
                }
                return Verdict.ACCEPT;
            });
            run.publishAll(run.publisher(run.bus(), profile, topic), 1, 30);
            throwing.awaitCount(profile == Profile.DURABLE ? 40 : 30);
            assertEquals(30, throwing.distinctTexts().size());
            assertEquals(30, sibling.awaitCount(30).count());
            throwing.await(
                    run.patience(),
                    "the listener to be told",
                    () -> run.listener().count(RecordingListener.Kind.HANDLER_FAILED) == 10);
            assertEquals(10, throwing.subscription().handlerFailures());
            List<RecordingListener.Event> told = run.listener().events(RecordingListener.Kind.HANDLER_FAILED);
            assertEquals(10, told.size());
            assertTrue(
                    told.getFirst().text().contains("as the scenario wants"),
                    told.getFirst().text());
        }
    }

    /** The fast profile has no second delivery: a refusal is counted and told, and the stream goes on. */
    @Test
    default void shouldCountARefusalWhenTheProfileIsFast() {
        try (Run run = Run.of(fixture(), Profile.FAST)) {
            String topic = run.topic("refuse");
            Probe probe = run.probe(
                    run.bus(),
                    run.subscription(Profile.FAST, topic),
                    message -> message.sequence() == 2 ? Verdict.REJECT : Verdict.ACCEPT);
            run.publishAll(run.publisher(run.bus(), Profile.FAST, topic), 1, 3);
            probe.awaitCount(3);
            probe.await(
                    run.patience(),
                    "the listener to be told",
                    () -> run.listener().count(RecordingListener.Kind.HANDLER_FAILED) == 1);
            assertEquals(1, probe.subscription().handlerFailures());
        }
    }

    /** Confirmed is what was decided, not what was delivered. */
    @Test
    default void shouldDeliverTheUndecidedAgainWhenANamedSubscriptionIsOpenedAgain() {
        try (Run run = Run.of(fixture(), Profile.DURABLE).needs(Capability.DURABLE_NAMES)) {
            String topic = run.topic("held");
            SubscriptionSpec spec = SubscriptionSpec.durable(topic).named(run.name("held"));
            Bus bus = run.bus();
            Probe first = run.stepped(bus, spec, message -> Verdict.HOLD);
            run.publishAll(run.publisher(run.bus(), Profile.DURABLE, topic), 1, 10);
            first.awaitCount(10);
            for (int decided : new int[] {4, 1, 3, 2, 6}) {
                assertTrue(first.subscription()
                        .settle(first.received().get(decided - 1).token(), Verdict.ACCEPT, null));
            }
            first.close();
            Probe second = run.probe(run.bus(), spec);
            second.awaitText(run.text(10), run.recovery());
            Set<String> again = second.distinctTexts();
            assertEquals(run.text(5), second.texts().getFirst(), "the first undecided");
            for (int undecided : new int[] {5, 7, 8, 9, 10}) {
                assertTrue(again.contains(run.text(undecided)), undecided + " is missing in " + again);
            }
        }
    }

    private static Verdict refuse(Message message) {
        message.because("no such account");
        return Verdict.RETRY;
    }
}
