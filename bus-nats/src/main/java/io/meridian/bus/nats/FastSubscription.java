package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.Topic;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Core NATS: what is published while this is attached. The client's queue is bounded; what does not fit is dropped there and
 * counted. Members under one name are a queue group of the server.
 */
final class FastSubscription implements EngineSubscription, Attachable {
    private final NatsLink link;
    private final NatsSettings settings;
    private final SubscriptionRequest request;
    private final String subject;
    private final ReceivedTopics topics;
    private final PollerGate gate = new PollerGate();
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);

    private volatile Subscription subscription;
    private volatile Session attachedTo;
    private volatile long droppedBefore;
    private volatile boolean closed;
    private Message waiting;
    private long position;

    FastSubscription(NatsLink link, NatsSettings settings, Subjects subjects, SubscriptionRequest request) {
        this.link = link;
        this.settings = settings;
        this.request = request;
        subject = subjects.of(request.profile(), request.pattern());
        topics = new ReceivedTopics(subjects.prefix(request.profile()), request.pattern());
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        int count = 0;
        while (count < limit) {
            Message message = waiting;
            waiting = null;
            if (message == null) {
                Subscription current = subscription;
                message = current == null ? null : gate.take(current);
                if (message == null) {
                    break;
                }
            }
            Topic topic = topics.find(message.getSubject());
            if (topic != null) {
                count++;
                byte[] body = message.getData();
                frame.wrap(body);
                handler.onFrame(frame, 0, body.length, topic, ++position, false);
            }
        }
        return count;
    }

    @Override
    public void await(long timeoutNs) {
        if (waiting == null && !closed) {
            waiting = gate.await(subscription, timeoutNs);
        }
    }

    @Override
    public void confirm(long confirmed) {}

    @Override
    public long dropped() {
        Subscription current = subscription;
        return droppedBefore + (current == null ? 0 : current.getDroppedCount());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        link.remove(this);
        detach();
        gate.close();
    }

    @Override
    public boolean isAttached(Session session) {
        return closed || attachedTo == session;
    }

    @Override
    public void attach(Session session) throws IOException, InterruptedException {
        Subscription next = request.name() == null
                ? session.connection.subscribe(subject)
                : session.connection.subscribe(subject, request.name());
        next.setPendingLimits(request.bufferLimit(), settings.pendingBytes());
        try {
            // The answer to a ping comes after the server has taken the subscription in.
            session.connection.flush(settings.requestTimeout());
        } catch (TimeoutException e) {
            PollerGate.end(next);
            throw new IOException(
                    "no answer within " + settings.requestTimeout().toMillis() + " ms", e);
        }
        attachedTo = session;
        subscription = next;
        if (closed) {
            detach();
        }
        gate.wake();
    }

    @Override
    public synchronized void detach() {
        Subscription current = subscription;
        subscription = null;
        attachedTo = null;
        if (current != null) {
            droppedBefore += current.getDroppedCount();
            PollerGate.end(current);
        }
    }

    @Override
    public void tick(Session session, long nowNs) {}

    @Override
    public String describe() {
        return "subscription to " + request.pattern().text();
    }
}
