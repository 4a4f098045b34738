package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.UnsupportedByEngineException;
import io.meridian.bus.engine.EngineException;
import org.junit.jupiter.api.Test;

class BusOpeningTest {
    private static String refusal(Class<? extends Exception> type, org.junit.jupiter.api.function.Executable call) {
        return assertThrows(type, call).getMessage();
    }

    @Test
    void shouldNameTheEnginesThatExistWhenTheOneAskedForDoesNot() {
        try (BusRig rig = new BusRig("bus.backend", "carrier-pigeon")) {
            String message = refusal(EngineException.class, rig::open);
            assertTrue(message.contains("'carrier-pigeon'") && message.contains("memory"), message);
        }
    }

    @Test
    void shouldInsistOnGrants() {
        try (BusRig rig = new BusRig()) {
            BusContext context = new BusContext().settings(rig.settings);
            String message = refusal(IllegalStateException.class, () -> Bus.open(context));
            assertTrue(message.startsWith("grants=null"), message);
        }
    }

    @Test
    void shouldOpenOnlyOneBusFromAContext() {
        try (BusRig rig = new BusRig()) {
            BusContext context = rig.context();
            rig.open(context);
            assertTrue(refusal(IllegalStateException.class, () -> Bus.open(context))
                    .startsWith("concluded=true"));
        }
    }

    @Test
    void shouldHaveOnePublisherForATopic() {
        try (BusRig rig = new BusRig()) {
            Bus bus = rig.open();
            Publisher first = bus.publisher(PublisherSpec.fast("a.b"));
            String message = refusal(IllegalStateException.class, () -> bus.publisher(PublisherSpec.durable("a.b")));
            assertTrue(message.contains("topic=a.b has a publisher"), message);
            first.close();
            assertEquals(1, BusRig.offer(bus.publisher(PublisherSpec.fast("a.b")), "again"));
        }
    }

    @Test
    void shouldRefuseAPublisherWhoseAcknowledgementMeansTooLittle() {
        try (BusRig rig = new BusRig("bus.ack.required", "platform.oms.**=FSYNCED")) {
            Bus bus = rig.open();
            bus.publisher(PublisherSpec.durable("platform.data.quote"));
            String bySetting = refusal(
                    UnsupportedByEngineException.class,
                    () -> bus.publisher(PublisherSpec.durable("platform.oms.command")));
            assertTrue(bySetting.contains("requires FSYNCED") && bySetting.contains("RECEIVED"), bySetting);
            String bySpec = refusal(
                    UnsupportedByEngineException.class,
                    () -> bus.publisher(PublisherSpec.durable("other").require(AckLevel.STORED)));
            assertTrue(bySpec.contains("requires STORED"), bySpec);
        }
    }

    @Test
    void shouldCloseAllItHandedOutAndRefuseMore() {
        try (BusRig rig = new BusRig()) {
            Bus bus = rig.open();
            Publisher publisher = bus.publisher(PublisherSpec.fast("a"));
            Subscription subscription = bus.subscribe(SubscriptionSpec.fast("a"), message -> Verdict.ACCEPT);
            bus.close();
            bus.close();
            assertEquals(io.meridian.bus.delivery.PublishResult.CLOSED, BusRig.offer(publisher, "x"));
            assertTrue(subscription.isClosed());
            assertEquals(0, subscription.poll(1));
            assertThrows(IllegalStateException.class, () -> bus.publisher(PublisherSpec.fast("b")));
        }
    }
}
