package io.meridian.sdk.runtime;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.frames.SettleVerdict;
import io.meridian.sdk.MessageHandler;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.TopicRules;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.record.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/** The topics of one session: what it publishes to, what it is subscribed to, and what of that is settled. */
final class SessionTopics {
    private static final byte[] NO_REASON = {};
    private static final int MAX_REASON = 1000;

    private final Session session;
    private final Map<String, RingPublisher> publishers = new HashMap<>();
    private final Int2ObjectHashMap<RingPublisher> publishersByHandle = new Int2ObjectHashMap<>();
    private final List<RingSubscription> subscriptions = new ArrayList<>();
    private final Int2ObjectHashMap<RingSubscription> subscriptionsByNumber = new Int2ObjectHashMap<>();
    private int subscribed;

    SessionTopics(Session session) {
        this.session = session;
    }

    /** By its handle; null when there is none. */
    RingPublisher publisher(int handle) {
        return publishersByHandle.get(handle);
    }

    /** By its number; null when there is none. */
    RingSubscription subscription(int number) {
        return subscriptionsByNumber.get(number);
    }

    /** Whether the sidecar answered for every subscription. */
    boolean isSettledIn() {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).isOpening()) {
                return false;
            }
        }
        return true;
    }

    RingPublisher publisher(String topic) {
        RingPublisher publisher = publishers.get(topic);
        if (publisher == null) {
            publisher = new RingPublisher(
                    session,
                    session.link(),
                    TopicRules.requireTopic(topic),
                    session.options.manifest().profile(topic));
            publishers.put(topic, publisher);
            resolve(publisher);
        }
        return publisher;
    }

    void resolve(RingPublisher publisher) {
        SessionCalls.resolve(session, publisher);
        if (publisher.handle() != 0) {
            publishersByHandle.put(publisher.handle(), publisher);
        }
    }

    /** @param others whether grants are others, and not the latch alone */
    void grantsChanged(boolean latched, boolean others) {
        session.later(() -> {
            publishers.values().forEach(RingPublisher::grantsChanged);
            if (others) {
                openDenied();
            }
            session.notes().sees(Kind.GRANTS, latched);
            session.plugin().onGrants(latched);
        });
    }

    RingSubscription subscribe(String pattern, SubscribeOptions asked, MessageHandler handler) {
        RingSubscription subscription = new RingSubscription(
                session,
                TopicRules.requirePattern(pattern),
                asked.profile() == null ? session.options.manifest().profile(pattern) : asked.profile(),
                asked,
                handler,
                subscribed++,
                session.link().nextCall(),
                session.options.clock().nanoTime());
        subscriptions.add(subscription);
        session.notes()
                .said(
                        Kind.SUBSCRIBED,
                        subscription.index(),
                        pattern,
                        asked.profile() == null ? "" : asked.profile().name(),
                        text(asked.name()),
                        text(asked.group()),
                        asked.fromNs(),
                        asked.back() == null ? 0L : asked.back().toNanos(),
                        asked.earliest(),
                        asked.lossless(),
                        handler != null);
        SessionCalls.open(session, subscription);
        return subscription;
    }

    private void openDenied() {
        for (RingSubscription subscription : List.copyOf(subscriptions)) {
            if (subscription.isDenied()) {
                subscription.again(session.link().nextCall());
                SessionCalls.open(session, subscription);
            }
        }
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }

    boolean isSubscribed(String pattern) {
        return subscriptions.stream().anyMatch(each -> each.pattern().equals(pattern));
    }

    void opened(RingSubscription subscription, int number) {
        subscription.opened(number);
        subscriptionsByNumber.put(number, subscription);
    }

    void ended(RingSubscription subscription) {
        subscription.ended();
        session.forget(subscription.call());
    }

    /** No grant allows it. */
    void denied(RingSubscription subscription) {
        subscriptionsByNumber.remove(subscription.number());
        subscription.denied();
        session.forget(subscription.call());
    }

    void close(RingSubscription subscription) {
        if (!session.link().isOpen()) {
            return;
        }
        if (subscription.number() != 0) {
            session.waiting().await(() -> settle(subscription), "settle");
            subscriptionsByNumber.remove(subscription.number());
        }
        subscriptions.remove(subscription);
        session.forget(subscription.call());
        session.send(subscription.call(), Method.SUBSCRIBE, true, NO_REASON);
    }

    void settleOtherwise(RingSubscription subscription, long delivery, Message message) {
        SettleVerdict verdict = message.outcome() == Message.Outcome.RETRY ? SettleVerdict.RETRY : SettleVerdict.REJECT;
        byte[] reason = message.reason().getBytes(StandardCharsets.UTF_8);
        byte[] bounded = reason.length > MAX_REASON ? Arrays.copyOf(reason, MAX_REASON) : reason;
        if (subscription.number() == 0) {
            return;
        }
        session.waiting()
                .await(
                        () -> settle(subscription)
                                && session.link().settle(subscription.number(), delivery, verdict, bounded),
                        "settle");
        subscription.settled(delivery);
    }

    private boolean settle(RingSubscription subscription) {
        long upTo = subscription.toSettle();
        if (upTo > 0) {
            if (!session.link().settle(subscription.number(), upTo, SettleVerdict.DONE, NO_REASON)) {
                return false;
            }
            subscription.settled(upTo);
        }
        return true;
    }

    /** @return whether the sidecar was told of everything that was handled */
    boolean settleHandled() {
        boolean all = true;
        for (int i = 0; i < subscriptions.size(); i++) {
            all &= settle(subscriptions.get(i));
        }
        return all;
    }
}
