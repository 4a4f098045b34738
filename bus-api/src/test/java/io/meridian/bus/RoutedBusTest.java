package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capability;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutedBusTest {
    private final BusRig rig =
            new BusRig("bus.routes", "platform.data.**=second,platform.**=memory,platform.data.status.*=memory");
    private final Bus bus = rig.open();
    /** Sees only what is on the memory engine. */
    private final Bus plain = rig.open(withoutRoutes());

    private BusContext withoutRoutes() {
        BusRig other = new BusRig();
        other.settings.put("memory.space", rig.settings.get("memory.space"));
        return other.context();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendEachTopicToTheEngineOfTheMostSpecificRoute() {
        List<String> seen = new ArrayList<>();
        Subscription subscription = plain.subscribe(SubscriptionSpec.fast("**"), message -> {
            seen.add(message.topic().name());
            return Verdict.ACCEPT;
        });
        for (String topic :
                new String[] {"platform.data.quote", "platform.oms.event", "platform.data.status.X", "else"}) {
            assertEquals(1, BusRig.offer(bus.publisher(PublisherSpec.fast(topic)), topic));
        }
        while (subscription.poll(10) > 0) {
            // all that is there
        }
        assertEquals(List.of("platform.oms.event", "platform.data.status.X", "else"), seen);
    }

    @Test
    void shouldReadAPatternFromEveryEngineThatMayCarryIt() {
        List<String> seen = new ArrayList<>();
        Subscription subscription = bus.subscribe(SubscriptionSpec.fast("platform.**"), BusRig.into(seen));
        Publisher data = bus.publisher(PublisherSpec.fast("platform.data.quote"));
        Publisher orders = bus.publisher(PublisherSpec.fast("platform.oms.event"));
        for (int i = 0; i < 100; i++) {
            BusRig.offer(data, "d" + i);
            BusRig.offer(orders, "o" + i);
        }
        while (subscription.poll(7) > 0) {
            // all that is there
        }
        assertEquals(200, seen.size());
        for (String kind : new String[] {"d", "o"}) {
            List<String> ofKind =
                    seen.stream().filter(text -> text.startsWith(kind)).toList();
            for (int i = 0; i < 100; i++) {
                assertEquals(kind + i, ofKind.get(i));
            }
        }
    }

    @Test
    void shouldResumeOnEveryEngineAfterWhatWasConfirmed() {
        Publisher data = bus.publisher(PublisherSpec.durable("platform.data.quote"));
        Publisher orders = bus.publisher(PublisherSpec.durable("platform.oms.event"));
        SubscriptionSpec spec =
                SubscriptionSpec.durable("platform.**").named("both").from(StartAt.EARLIEST);
        List<String> seen = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                BusRig.offer(data, "d" + round + "-" + i);
                BusRig.offer(orders, "o" + round + "-" + i);
                expected.add("d" + round + "-" + i);
                expected.add("o" + round + "-" + i);
            }
            try (Subscription subscription = bus.subscribe(spec, BusRig.into(seen))) {
                for (int polls = 0; polls < 3; polls++) {
                    subscription.poll(9);
                }
            }
        }
        try (Subscription subscription = bus.subscribe(spec, BusRig.into(seen))) {
            while (subscription.poll(9) > 0) {
                // the rest
            }
        }
        assertEquals(expected.stream().sorted().toList(), seen.stream().sorted().toList(), "each once");
    }

    @Test
    void shouldPromiseForAPatternOnlyWhatAllItsEnginesCan() {
        assertTrue(bus.capabilities(TopicPattern.of("platform.oms.**")).has(Capability.GROUPS));
        assertEquals(AckLevel.QUEUED, bus.capabilities(TopicPattern.of("**")).durableAck());
        UnsupportedByEngineException refused = assertThrows(
                UnsupportedByEngineException.class,
                () -> bus.subscribe(SubscriptionSpec.durable("platform.**").group("g"), message -> Verdict.ACCEPT));
        assertTrue(refused.getMessage().contains("second: not here"), refused.getMessage());
        Publisher small = bus.publisher(PublisherSpec.fast(Topic.of("platform.data.quote")));
        assertEquals(PublishResult.TOO_LARGE, BusRig.offer(small, "x".repeat(65)));
    }
}
