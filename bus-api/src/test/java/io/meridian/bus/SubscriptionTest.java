package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final BusRig rig = new BusRig();
    private final List<String> told = new ArrayList<>();
    private final BusListener listener = new BusListener() {
        @Override
        public void onGap(Topic topic, int source, long expected, long received) {
            told.add("gap " + topic + " " + expected + ".." + received);
        }

        @Override
        public void onHandlerFailed(Topic topic, int source, long sequence, Throwable failure) {
            told.add("failed " + sequence);
        }
    };
    private final Bus publishing = rig.open();
    private final Bus bus = rig.open(rig.context().listener(listener));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCountAndReportAGapInTheSequenceOfASource() {
        List<String> seen = new ArrayList<>();
        Subscription all = publishing.subscribe(SubscriptionSpec.fast("a"), message -> Verdict.ACCEPT);
        Relay relay = bus.relay(Profile.FAST);
        Bus third = rig.open(rig.context().listener(listener));
        Subscription target = third.subscribe(SubscriptionSpec.fast("a"), BusRig.into(seen));
        Publisher publisher = publishing.publisher(PublisherSpec.fast("a"));
        for (int i = 1; i <= 3; i++) {
            BusRig.offer(publisher, "m" + i);
        }
        target.poll(1);
        assertEquals(0, target.lost());
        Subscription later = third.subscribe(SubscriptionSpec.fast("a"), message -> {
            relay.offer(message, EnvelopeLayout.FLAG_REPLAYED);
            return Verdict.ACCEPT;
        });
        BusRig.offer(publisher, "m4");
        later.poll(1);
        target.poll(10);
        assertEquals(List.of("m1", "m2", "m3", "m4", "m4"), seen);
        assertEquals(1, target.duplicates(), "the relayed one has the id of one seen before");
        assertFalse(all.isClosed());
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void shouldReportWhatALossySubscriptionMissedAsAGap() {
        List<String> seen = new ArrayList<>();
        Subscription lossy = bus.subscribe(SubscriptionSpec.fast("a").lossy(2), BusRig.into(seen));
        Publisher publisher = publishing.publisher(PublisherSpec.fast("a"));
        for (int i = 1; i <= 5; i++) {
            BusRig.offer(publisher, "m" + i);
        }
        lossy.poll(10);
        BusRig.offer(publisher, "m6");
        lossy.poll(10);
        assertEquals(List.of("m1", "m2", "m6"), seen);
        assertEquals(3, lossy.lost());
        assertEquals(List.of("gap a 3..6"), told);
    }

    @Test
    void shouldConfirmOnlyUpToTheOldestUndecidedMessage() {
        Publisher publisher = publishing.publisher(PublisherSpec.durable("a"));
        for (int i = 1; i <= 4; i++) {
            BusRig.offer(publisher, "m" + i);
        }
        SubscriptionSpec spec = SubscriptionSpec.durable("a").named("n").from(StartAt.EARLIEST);
        long[] token = new long[1];
        try (Subscription first = bus.subscribe(spec, message -> {
            if (message.sequence() == 2) {
                token[0] = message.token();
                return Verdict.HOLD;
            }
            return Verdict.ACCEPT;
        })) {
            first.poll(10);
            assertEquals(1, first.inFlight());
        }
        List<String> again = new ArrayList<>();
        try (Subscription second = bus.subscribe(spec, BusRig.into(again))) {
            second.poll(10);
        }
        assertEquals(List.of("m2", "m3", "m4"), again, "m1 is confirmed, the held one and all behind it are not");
    }

    @Test
    void shouldSettleAHeldMessageOnce() {
        Publisher publisher = publishing.publisher(PublisherSpec.durable("a"));
        long[] token = new long[1];
        Subscription subscription = bus.subscribe(SubscriptionSpec.durable("a").from(StartAt.EARLIEST), message -> {
            token[0] = message.token();
            return Verdict.HOLD;
        });
        BusRig.offer(publisher, "m1");
        subscription.poll(10);
        assertTrue(subscription.settle(token[0], Verdict.ACCEPT, null));
        assertFalse(subscription.settle(token[0], Verdict.ACCEPT, null));
        assertEquals(0, subscription.inFlight());
    }

    @Test
    void shouldGoOnWhenAHandlerThrowsOnTheFastProfile() {
        List<String> seen = new ArrayList<>();
        Subscription subscription = bus.subscribe(SubscriptionSpec.fast("a"), message -> {
            if (message.sequence() == 1) {
                throw new IllegalStateException("no");
            }
            seen.add(BusRig.text(message));
            return Verdict.ACCEPT;
        });
        Publisher publisher = publishing.publisher(PublisherSpec.fast("a"));
        BusRig.offer(publisher, "m1");
        BusRig.offer(publisher, "m2");
        subscription.poll(10);
        assertEquals(List.of("m2"), seen);
        assertEquals(List.of("failed 1"), told);
        assertEquals(1, subscription.handlerFailures());
    }

    @Test
    void shouldDeliverNothingWhilePaused() {
        List<String> seen = new ArrayList<>();
        Subscription subscription = bus.subscribe(SubscriptionSpec.fast("a").lossless(), BusRig.into(seen));
        subscription.pause();
        BusRig.offer(publishing.publisher(PublisherSpec.fast("a")), "m1");
        assertEquals(0, subscription.poll(10));
        subscription.resume();
        assertEquals(1, subscription.poll(10));
    }

    @Test
    void shouldPollNothingFromInsideItsOwnHandlerAndCloseAfterIt() {
        Subscription[] self = new Subscription[1];
        int[] inner = {-1};
        self[0] = bus.subscribe(SubscriptionSpec.fast("a"), message -> {
            inner[0] = self[0].poll(1);
            self[0].close();
            return Verdict.ACCEPT;
        });
        BusRig.offer(publishing.publisher(PublisherSpec.fast("a")), "m1");
        assertEquals(1, self[0].poll(10));
        assertEquals(0, inner[0]);
        assertTrue(self[0].isClosed());
    }

    @Test
    void shouldCarryTheSchemaOfTheMessageWhenItsContextNamesOne() {
        List<String> seen = new ArrayList<>();
        Subscription target = bus.subscribe(SubscriptionSpec.fast("a"), message -> {
            seen.add(message.payloadSchema() + "/" + message.payloadVersion());
            return Verdict.ACCEPT;
        });
        Publisher publisher =
                publishing.publisher(PublisherSpec.fast(Topic.of("a")).schema(1, 2));
        MessageContext context = new MessageContext();
        UnsafeBuffer payload = new UnsafeBuffer(new byte[8]);
        publisher.offer(context.reset().schema(70, 3), payload, 0, 8);
        publisher.offer(context.reset().schema(71, 65_535).correlation(9), payload, 0, 8);
        publisher.offer(context.reset(), payload, 0, 8);
        publisher.offer(context.reset().schema(72, 1), payload, 0, 8);
        publisher.offer(payload, 0, 8);
        target.poll(10);
        assertEquals(List.of("70/3", "71/65535", "1/2", "72/1", "1/2"), seen);
    }

    @Test
    void shouldConfirmOnlyUpToTheMarkWhenConfirmationIsDeferred() {
        Publisher publisher = publishing.publisher(PublisherSpec.durable("d"));
        SubscriptionSpec spec = SubscriptionSpec.durable("d").named("n");
        List<String> seen = new ArrayList<>();
        try (Subscription first = bus.subscribe(spec, BusRig.into(seen))) {
            first.deferConfirmation();
            BusRig.offer(publisher, "m1");
            BusRig.offer(publisher, "m2");
            first.poll(10);
            long mark = first.decidedMark();
            BusRig.offer(publisher, "m3");
            first.poll(10);
            first.confirmUpTo(mark);
        }
        Subscription second = bus.subscribe(spec, BusRig.into(seen));
        second.poll(10);
        assertEquals(List.of("m1", "m2", "m3", "m3"), seen);
    }
}
