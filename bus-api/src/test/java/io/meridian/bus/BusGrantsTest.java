package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusGrantsTest {
    private static final Principal ME = Principal.instance("me");
    private static final Grant PUBLISH =
            Grant.allow("publish", ME, Action.PUBLISH, TopicPattern.of("platform.signal.**"));
    private static final Grant SUBSCRIBE =
            Grant.allow("subscribe", ME, Action.SUBSCRIBE, TopicPattern.of("platform.data.*"));

    private final BusRig rig = new BusRig();
    private final GrantTable table = GrantTable.of(List.of(PUBLISH, SUBSCRIBE));
    private final List<String> told = new ArrayList<>();
    private final Bus bus = rig.open(rig.context().grants(table, "me", "SIGNAL").listener(new BusListener() {
        @Override
        public void onDenied(Topic topic, String why) {
            told.add("denied " + topic + ": " + why);
        }

        @Override
        public void onRevoked(TopicPattern pattern, String why) {
            told.add("revoked " + pattern + ": " + why);
        }
    }));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldPublishOnlyWhereAGrantAllows() {
        Publisher allowed = bus.publisher(PublisherSpec.fast("platform.signal.insight"));
        Publisher denied = bus.publisher(PublisherSpec.fast("platform.oms.command"));
        assertEquals(1, BusRig.offer(allowed, "a"));
        assertEquals(PublishResult.DENIED, BusRig.offer(denied, "b"));
        assertEquals(PublishResult.DENIED, BusRig.offer(denied, "c"));
        assertEquals(2, denied.deniedCount());
        assertEquals(1, told.size(), "told once an episode: " + told);
        assertTrue(told.get(0).startsWith("denied platform.oms.command: "), told.get(0));
    }

    @Test
    void shouldRefuseASubscriptionThatNoGrantCoversWhole() {
        GrantDeniedException refused = assertThrows(
                GrantDeniedException.class,
                () -> bus.subscribe(SubscriptionSpec.fast("platform.data.**"), message -> Verdict.ACCEPT));
        assertTrue(refused.getMessage().contains("platform.data"), refused.getMessage());
    }

    @Test
    void shouldCutAPublisherAndASubscriptionWhenTheirGrantsAreRevokedAndGoOnWhenTheyAreBack() {
        Publisher outside = rig.open().publisher(PublisherSpec.fast("platform.data.quote"));
        Publisher own = bus.publisher(PublisherSpec.fast("platform.signal.insight"));
        List<String> received = new ArrayList<>();
        Subscription subscription = bus.subscribe(SubscriptionSpec.fast("platform.data.*"), BusRig.into(received));
        BusRig.offer(outside, "one");
        assertEquals(1, subscription.poll(10));

        table.replace(List.of());
        BusRig.offer(outside, "two");
        assertEquals(0, subscription.poll(10));
        assertEquals(PublishResult.DENIED, BusRig.offer(own, "x"));
        assertTrue(told.stream().anyMatch(text -> text.startsWith("revoked platform.data.*")), told.toString());

        table.replace(List.of(PUBLISH, SUBSCRIBE));
        assertEquals(1, BusRig.offer(own, "y"), "a refused attempt used no sequence");
        subscription.poll(10);
        assertEquals(List.of("one", "two"), received);
    }

    @Test
    void shouldAskWithTheRequestGrantForRequests() {
        Requester requester = bus.requester();
        UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
        ReplyHandler nobody = new ReplyHandler() {
            @Override
            public void onReply(Message reply) {}

            @Override
            public void onTimeout() {}

            @Override
            public void onNoResponder() {}
        };
        assertEquals(
                PublishResult.DENIED,
                requester.request(Topic.of("platform.signal.ask"), empty, 0, 0, 1_000_000, nobody),
                "a grant to publish is not a grant to ask");
        assertEquals(0, requester.waiting());
    }
}
