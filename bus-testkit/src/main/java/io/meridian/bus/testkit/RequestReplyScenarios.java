package io.meridian.bus.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.ReplyHandler;
import io.meridian.bus.RequestHandler;
import io.meridian.bus.Requester;
import io.meridian.bus.Responder;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Asking and answering. */
public interface RequestReplyScenarios extends Scenarios {
    /** Each question gets its own answer. */
    @Test
    default void shouldGetItsOwnAnswerWhenThereIsAResponder() {
        try (Run run = Run.of(fixture()).needs(Capability.REQUEST_REPLY)) {
            Topic topic = Topic.of(run.topic("ask"));
            respond(run, patientBus(run, 20_000), topic, null, (request, reply) -> answer(request, reply));
            try (Requester one = patientBus(run, 20_000).requester();
                    Requester two = patientBus(run, 20_000).requester()) {
                Outcomes first = new Outcomes();
                Outcomes second = new Outcomes();
                for (int i = 1; i <= 100; i++) {
                    ask(run, one, topic, "one " + i, 20_000, first);
                    ask(run, two, topic, "two " + i, 20_000, second);
                }
                await(run, one, first, 100);
                await(run, two, second, 100);
                assertEquals(answers(run, "one "), first.texts);
                assertEquals(answers(run, "two "), second.texts);
                assertEquals(0, one.waiting());
            }
        }
    }

    /** A responder may answer later. */
    @Test
    default void shouldGetTheAnswerLateWhenTheResponderKeepsTheRequest() {
        try (Run run = Run.of(fixture()).needs(Capability.REQUEST_REPLY)) {
            Topic topic = Topic.of(run.topic("later"));
            List<Reply> kept = new ArrayList<>();
            Bus bus = patientBus(run, 300);
            Responder responder =
                    run.keep(bus.respond(TopicPattern.of(topic), (request, reply) -> kept.add(reply.keep())));
            try (Requester requester = patientBus(run, 300).requester()) {
                Outcomes outcomes = new Outcomes();
                // The first message may find routes still being made; asking again is the requester's business.
                ask(run, requester, topic, "1", 20_000, outcomes);
                Await.within(run.patience())
                        .doing(
                                () -> responder.poll(10) + requester.poll(10),
                                "the request to be taken",
                                () -> !kept.isEmpty());
                byte[] text = Run.bytes("late");
                long taken = System.nanoTime();
                // Longer than the patience with a responder that takes nothing, shorter than the request's time.
                Await.within(run.patience())
                        .doing(
                                () -> requester.poll(10),
                                "half a second to pass",
                                () -> System.nanoTime() - taken > TimeUnit.MILLISECONDS.toNanos(500));
                assertEquals(List.of(), outcomes.texts, "before the answer");
                Await.within(run.patience())
                        .until(
                                "the answer to be sent",
                                () -> kept.getFirst().send(new UnsafeBuffer(text), 0, text.length) > 0);
                await(run, requester, outcomes, 1);
                assertEquals(List.of("late"), outcomes.texts);
            }
        }
    }

    /** Taken, and never answered. */
    @Test
    default void shouldTimeOutWhenTheAnswerDoesNotCome() {
        try (Run run = Run.of(fixture()).needs(Capability.REQUEST_REPLY)) {
            Topic topic = Topic.of(run.topic("silent"));
            AtomicInteger taken = new AtomicInteger();
            respond(run, run.bus(), topic, null, (request, reply) -> {
                reply.keep();
                taken.incrementAndGet();
            });
            try (Requester requester = patientBus(run, 1_500).requester()) {
                Outcomes outcomes = new Outcomes();
                ask(run, requester, topic, "1", 2_000, outcomes);
                await(run, requester, outcomes, 1);
                assertEquals(List.of("TIMEOUT"), outcomes.texts);
                assertEquals(1, taken.get());
            }
        }
    }

    /** Nobody there. */
    @Test
    default void shouldSayThatThereIsNoResponderWhenNobodyTakesTheRequest() {
        try (Run run = Run.of(fixture()).needs(Capability.REQUEST_REPLY)) {
            Topic topic = Topic.of(run.topic("nobody"));
            try (Requester requester = patientBus(run, 100).requester()) {
                Outcomes outcomes = new Outcomes();
                long startNs = System.nanoTime();
                ask(run, requester, topic, "1", 60_000, outcomes);
                await(run, requester, outcomes, 1);
                assertEquals(List.of("NO RESPONDER"), outcomes.texts);
                long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                assertTrue(tookMs < 30_000, "it took " + tookMs + " ms, much more than the patience of 100 ms");
            }
        }
    }

    /** Responders that share the work: one answer for each question. */
    @Test
    default void shouldBeAnsweredOnceWhenRespondersAreAGroup() {
        try (Run run = Run.of(fixture()).needs(Capability.REQUEST_REPLY, Capability.GROUPS)) {
            Topic topic = Topic.of(run.topic("shared"));
            AtomicInteger answered = new AtomicInteger();
            RequestHandler handler = (request, reply) -> {
                answered.incrementAndGet();
                answer(request, reply);
            };
            Bus bus = patientBus(run, 20_000);
            respond(run, bus, topic, run.name("group"), handler);
            respond(run, bus, topic, run.name("group"), handler);
            try (Requester requester = patientBus(run, 20_000).requester()) {
                Outcomes outcomes = new Outcomes();
                for (int i = 1; i <= 50; i++) {
                    ask(run, requester, topic, "one " + i, 20_000, outcomes);
                }
                await(run, requester, outcomes, 50);
                assertEquals(50, answered.get());
                assertEquals(50, outcomes.texts.stream().distinct().count());
            }
        }
    }

    /** What became of requests, in the order it became known. */
    final class Outcomes implements ReplyHandler {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void onReply(Message reply) {
            texts.add(Received.copyOf(reply).text());
        }

        @Override
        public void onTimeout() {
            texts.add("TIMEOUT");
        }

        @Override
        public void onNoResponder() {
            texts.add("NO RESPONDER");
        }
    }

    private static Bus patientBus(Run run, int patienceMs) {
        Bus bus = run.open(run.context(run.settings(), Map.of("bus.responder.patience", patienceMs + "ms")));
        bus.awaitConnected(run.patience().toNanos());
        return bus;
    }

    private static void respond(Run run, Bus bus, Topic topic, String group, RequestHandler handler) {
        TopicPattern pattern = TopicPattern.of(topic);
        Responder responder =
                run.keep(group == null ? bus.respond(pattern, handler) : bus.respondInGroup(pattern, group, handler));
        run.keep(Background.start("responder", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (responder.poll(10, TimeUnit.MILLISECONDS.toNanos(1)) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }));
    }

    private static void answer(Message request, Reply reply) {
        byte[] text = Run.bytes("answer to " + Received.copyOf(request).text());
        UnsafeBuffer payload = new UnsafeBuffer(text);
        for (int i = 0; i < 1_000_000 && reply.send(payload, 0, text.length) <= 0; i++) {
            LockSupport.parkNanos(1_000);
        }
    }

    private static List<String> answers(Run run, String prefix) {
        return IntStream.rangeClosed(1, 100)
                .mapToObj(i -> "answer to " + run.text(prefix + i))
                .toList();
    }

    private static void ask(
            Run run, Requester requester, Topic topic, String what, int timeoutMs, ReplyHandler handler) {
        byte[] text = Run.bytes(run.text(what));
        UnsafeBuffer payload = new UnsafeBuffer(text);
        Await.within(run.patience())
                .until(
                        "a request to be taken by the bus",
                        () -> requester.request(
                                        topic,
                                        payload,
                                        0,
                                        text.length,
                                        TimeUnit.MILLISECONDS.toNanos(timeoutMs),
                                        handler)
                                > 0);
    }

    private static void await(Run run, Requester requester, Outcomes outcomes, int count) {
        Await.within(run.recovery())
                .showing(() -> outcomes.texts)
                .doing(() -> requester.poll(10), count + " outcomes", () -> outcomes.texts.size() >= count);
        assertEquals(count, outcomes.texts.size());
    }
}
