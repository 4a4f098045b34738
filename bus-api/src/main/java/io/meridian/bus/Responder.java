package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers requests that match a pattern, on the thread that polls. An answer goes to the reply topic of the requester's
 * instance and carries the request's correlation id. A request that is kept for later is acknowledged at once by an empty
 * message, which is how a requester tells a slow responder from none.
 */
public final class Responder implements AutoCloseable {
    private final Bus bus;
    private final RequestHandler handler;
    private final Subscription subscription;
    private final Int2ObjectHashMap<Publisher> replies = new Int2ObjectHashMap<>();
    private final MessageContext taken = new MessageContext();
    private final int number;
    private final UnsafeBuffer empty = new UnsafeBuffer(new byte[0]);
    private Reply reply = new Reply(this);

    Responder(Bus bus, TopicPattern pattern, String group, int number, RequestHandler handler) {
        this.bus = bus;
        this.number = number;
        this.handler = handler;
        SubscriptionSpec spec = SubscriptionSpec.fast(pattern);
        subscription = bus.subscribe(group == null ? spec : spec.group(group), this::onMessage);
    }

    private Verdict onMessage(Message request) {
        if (!request.isRequest()) {
            return Verdict.ACCEPT;
        }
        Reply current = reply.to(request);
        handler.onRequest(request, current);
        if (!current.isSent()) {
            // Best effort: when it cannot be sent just now, the requester may take us for absent, and asks again.
            request.follow(taken).flags(EnvelopeLayout.FLAG_REPLY | EnvelopeLayout.FLAG_TAKEN);
            send(request.source(), taken, empty, 0, 0);
        }
        if (current.isKept()) {
            reply = new Reply(this);
        }
        return Verdict.ACCEPT;
    }

    long send(int requester, MessageContext context, DirectBuffer payload, int offset, int length) {
        return replies.computeIfAbsent(requester, this::open).offer(context, payload, offset, length);
    }

    private Publisher open(int requester) {
        return bus.openOwn(PublisherSpec.fast(topicFor(requester)), this);
    }

    /** Answers of each responder have a topic of their own, so that their sequences stay whole. */
    private Topic topicFor(int requester) {
        return Topic.of(topicsTo(requester) + "." + number);
    }

    /** In front of the topics under which {@code instance} is answered. */
    static String topicsTo(int instance) {
        return "platform.reply." + Integer.toUnsignedString(instance);
    }

    /** Takes at most {@code limit} requests that are there. Never blocks. */
    public int poll(int limit) {
        return subscription.poll(limit);
    }

    /** As {@link #poll(int)}, but waits up to {@code waitNs} when there is nothing. */
    public int poll(int limit, long waitNs) {
        return subscription.poll(limit, waitNs);
    }

    /** Idempotent. */
    @Override
    public void close() {
        subscription.close();
        replies.values().forEach(Publisher::close);
        bus.released(this);
    }
}
