package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EngineSubscription;
import io.meridian.bus.engine.FrameHandler;
import io.meridian.bus.engine.SubscriptionRequest;
import io.meridian.bus.topic.Topic;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * JetStream: pulls from a consumer of the deployment's stream only as much as may soon be polled, so nothing is dropped and
 * a slow poller slows nobody else. How it finds its place again after a lost connection, a restart or a crash is
 * decided by its {@link Cursor}.
 */
final class DurableSubscription implements EngineSubscription, Attachable {
    private static final byte[] ACKNOWLEDGED = "+ACK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOT_ACKNOWLEDGED = "-NAK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IN_PROGRESS = "+WPI".getBytes(StandardCharsets.US_ASCII);

    private static final long GATHERING_QUIET_NS = 2_000_000_000L;

    private final NatsLink link;
    private final NatsSettings settings;
    private final SubscriptionRequest request;
    private final Cursor cursor;
    private final ReceivedTopics topics;
    private final PollerGate gate = new PollerGate();
    private final HeldFrames held;
    private final AckSubject place = new AckSubject();
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);

    private volatile PullInbox inbox;
    private volatile boolean closed;
    private PullInbox polled;
    private Message waiting;
    /** What must be handed over before anything else, by its place in the stream. */
    private final TreeMap<Long, Message> early = new TreeMap<>();

    private long gatheredAtNs;
    private Set<String> prolonged = Set.of();
    private long prolongAtNs;

    DurableSubscription(
            NatsLink link, NatsSettings settings, String topicPrefix, SubscriptionRequest request, Cursor cursor) {
        this.link = link;
        this.settings = settings;
        this.request = request;
        this.cursor = cursor;
        topics = new ReceivedTopics(topicPrefix, request.pattern());
        held = new HeldFrames(Math.max(request.maxInFlight(), 16));
    }

    @Override
    public int poll(FrameHandler handler, int limit) {
        PullInbox in = current();
        if (in == null) {
            return 0;
        }
        in.ask(wanted());
        int count = 0;
        boolean empty = false;
        while (count < limit && !in.isStale()) {
            if (!early.isEmpty() && !cursor.isGathering()) {
                count += handOverEarly(in, handler);
                continue;
            }
            Message message = waiting;
            waiting = null;
            if (message == null) {
                message = gate.take(in.subscription);
                if (message == null) {
                    empty = true;
                    break;
                }
            }
            count += handOver(in, message, handler);
        }
        watch(in, count > 0, empty);
        return count;
    }

    @Override
    public void await(long timeoutNs) {
        if (waiting != null || closed) {
            return;
        }
        PullInbox in = current();
        if (in == null) {
            waiting = gate.await(null, timeoutNs);
            return;
        }
        in.ask(wanted());
        waiting = gate.await(in.subscription, Math.min(timeoutNs, PullInbox.HEARTBEAT_NS));
        watch(in, waiting != null, waiting == null);
    }

    /** The inbox to read, with what was kept of an older one forgotten. */
    private PullInbox current() {
        PullInbox in = inbox;
        if (in != polled) {
            polled = in;
            waiting = null;
            early.clear();
            if (in != null) {
                cursor.started();
                gatheredAtNs = System.nanoTime();
            }
        }
        return in;
    }

    /** How many may be on their way to the poller, who decides himself how many he may hold. */
    private int wanted() {
        return Math.min(settings.pullBatch(), request.maxInFlight());
    }

    private void watch(PullInbox in, boolean heard, boolean empty) {
        if (heard) {
            in.heardNow(System.nanoTime());
        } else if (empty) {
            long nowNs = System.nanoTime();
            in.watch(nowNs);
            if (cursor.isGathering() && nowNs - gatheredAtNs > GATHERING_QUIET_NS) {
                // Some were acknowledged after they were counted, or went to somebody who is gone: count again.
                in.markStale();
            }
        }
        if (in.isStale()) {
            link.wake();
        }
    }

    private int handOver(PullInbox in, Message message, FrameHandler handler) {
        if (!in.heard(message) || !place.read(message.getReplyTo())) {
            return 0;
        }
        Cursor.Receipt receipt = cursor.receive(place);
        if (receipt == Cursor.Receipt.EARLY) {
            early.put(place.streamSequence(), message);
            cursor.gathered(early.size());
            gatheredAtNs = System.nanoTime();
            return 0;
        }
        return handOver(in, message, receipt, handler);
    }

    private int handOverEarly(PullInbox in, FrameHandler handler) {
        Message message = early.pollFirstEntry().getValue();
        place.read(message.getReplyTo());
        return handOver(in, message, cursor.receiveInOrder(place), handler);
    }

    private int handOver(PullInbox in, Message message, Cursor.Receipt receipt, FrameHandler handler) {
        String reply = cursor.isKept() ? message.getReplyTo() : null;
        switch (receipt) {
            case NEW -> {}
            case OLD -> {
                if (reply != null && !held.replace(place.streamSequence(), reply)) {
                    in.session.send(reply, null, ACKNOWLEDGED);
                }
                return 0;
            }
            case BROKEN, EARLY -> {
                in.markStale();
                return 0;
            }
        }
        Topic topic = topics.find(message.getSubject());
        if (topic == null) {
            if (reply != null) {
                in.session.send(reply, null, ACKNOWLEDGED);
            }
            return 0;
        }
        boolean repeated = place.delivered() > 1;
        long position = held.add(place.streamSequence(), reply);
        byte[] body = message.getData();
        frame.wrap(body);
        handler.onFrame(frame, 0, body.length, topic, position, repeated);
        return 1;
    }

    @Override
    public void confirm(long position) {
        PullInbox in = inbox;
        while (held.confirmed() < position && !held.isEmpty()) {
            cursor.confirmed(held.firstStreamSequence());
            String reply = held.confirmNext();
            if (reply != null && in != null) {
                // Without a connection the frame comes again, and is acknowledged then.
                in.session.send(reply, null, ACKNOWLEDGED);
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        link.remove(this);
        PullInbox in = inbox;
        inbox = null;
        if (in != null && !in.session.lost) {
            if (cursor.isKept()) {
                giveBack(in);
            } else {
                in.end();
            }
            cursor.end(in.session);
        } else if (in != null) {
            in.end();
        }
        gate.close();
    }

    /** What is neither confirmed nor handed over goes to the next who opens the name, without waiting for a time-out. */
    private void giveBack(PullInbox in) {
        // First the end of our interest and of our requests, or it would all come back here.
        in.endKeepingQueue(settings.requestTimeout());
        List<String> replies = held.repliesSeen();
        early.values().forEach(message -> replies.add(message.getReplyTo()));
        Message peeked = waiting;
        if (peeked != null && peeked.getReplyTo() != null) {
            replies.add(peeked.getReplyTo());
        }
        for (Message message = gate.take(in.subscription); message != null; message = gate.take(in.subscription)) {
            if (message.getReplyTo() != null) {
                replies.add(message.getReplyTo());
            }
        }
        cursor.dropRequests(in.session);
        // What the server says of a consumer has an empty reply subject.
        replies.removeIf(String::isEmpty);
        for (String reply : replies) {
            in.session.send(reply, null, NOT_ACKNOWLEDGED);
        }
        try {
            in.session.connection.flush(settings.requestTimeout());
        } catch (TimeoutException | IllegalStateException e) {
            // The server is gone: what it did not hear it hands out again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isAttached(Session session) {
        PullInbox in = inbox;
        return closed || in != null && in.session == session && !in.isStale();
    }

    @Override
    public void attach(Session session) throws IOException, JetStreamApiException, InterruptedException {
        detach();
        PullInbox next = cursor.open(session);
        if (next == null) {
            return;
        }
        inbox = next;
        if (closed) {
            detach();
        }
        gate.wake();
    }

    @Override
    public void detach() {
        PullInbox in = inbox;
        inbox = null;
        if (in != null) {
            in.end();
        }
    }

    /** Tells the server that what is held for long is still being worked on. */
    @Override
    public void tick(Session session, long nowNs) {
        if (!cursor.isKept() || nowNs - prolongAtNs < settings.ackWait().toNanos() / 3) {
            return;
        }
        prolongAtNs = nowNs;
        Set<String> seen = Set.copyOf(held.repliesSeen());
        for (String reply : seen) {
            if (prolonged.contains(reply)) {
                session.send(reply, null, IN_PROGRESS);
            }
        }
        prolonged = seen;
    }

    @Override
    public String describe() {
        return "durable subscription " + (request.name() == null ? "" : request.name() + " ") + "to "
                + request.pattern().text();
    }

    /** Tells one subscription from another in the answers of a held name. */
    static EngineException inUse(String name, String holder) {
        return new EngineException("the durable name " + name + " is in use by " + holder
                + ", and is not shared. Stop that one, choose another name, or open both as a group.");
    }
}
