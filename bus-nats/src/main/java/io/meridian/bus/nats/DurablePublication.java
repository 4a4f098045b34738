package io.meridian.bus.nats;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.engine.EnginePublication;
import io.meridian.bus.topic.Topic;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import java.io.IOException;
import org.agrona.DirectBuffer;

/**
 * JetStream: each message asks for an acknowledgement on a reply subject whose last token is its position. Nothing waits for
 * them: they move the confirmed position as they come.
 *
 * <p>When one may be lost (connection gone, refused, overdue) a new {@link #session()} begins, and nothing is taken until the
 * publishing thread has seen that, so the bus offers all that is unconfirmed again, in order, before anything new. The
 * server drops those it has already by their {@code Nats-Msg-Id}.
 */
final class DurablePublication implements EnginePublication, Attachable {
    private final NatsLink link;
    private final NatsSettings settings;
    private final Failures failures;
    private final DeploymentStream stream;
    private final String subject;
    private final String description;
    private final MessageHeaders messageHeaders;
    private final AckWindow window;
    private final String replyPrefix;
    private final MessageHandler acks = this::onAck;

    private volatile Session ready;
    private volatile int losses;
    private volatile boolean closed;
    private volatile int lossesSeen;
    private volatile long lastTaken;
    private long lastWatched;
    private long movedAtNs;

    DurablePublication(
            NatsLink link,
            NatsSettings settings,
            Failures failures,
            DeploymentStream stream,
            String subject,
            Topic topic,
            String inbox) {
        this.link = link;
        this.settings = settings;
        this.failures = failures;
        this.stream = stream;
        this.subject = subject;
        description = "durable publisher of " + topic.name();
        messageHeaders = new MessageHeaders(settings.headers(), topic);
        window = new AckWindow(settings.publishWindow());
        replyPrefix = inbox + '.';
    }

    @Override
    public TopicNaming naming() {
        return TopicNaming.BY_ENGINE;
    }

    @Override
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        Session session = ready;
        if (session == null || session.lost) {
            return link.session() == null ? PublishResult.NOT_CONNECTED : PublishResult.BACK_PRESSURED;
        }
        if (losses != lossesSeen || window.isFull()) {
            return PublishResult.BACK_PRESSURED;
        }
        int size = headerLength + length;
        Headers headers = messageHeaders.of(header, headerLength);
        int headersLength = headers.serializedLength();
        if (size + headersLength > session.maxPayload) {
            return PublishResult.TOO_LARGE;
        }
        long position = window.next();
        String replyTo = replyPrefix + position;
        if (!session.meter.reserve(OutgoingMeter.size(subject.length(), replyTo.length(), headersLength, size))) {
            return PublishResult.BACK_PRESSURED;
        }
        byte[] body = new byte[size];
        header.getBytes(0, body, 0, headerLength);
        payload.getBytes(offset, body, headerLength, length);
        try {
            session.connection.publish(subject, replyTo, headers, body);
        } catch (IllegalStateException e) {
            return PublishResult.NOT_CONNECTED;
        }
        window.taken();
        lastTaken = position;
        return position;
    }

    @Override
    public long confirmedPosition() {
        return window.confirmed();
    }

    /** Called by the publishing thread, which thereby knows that it must offer again. */
    @Override
    public int session() {
        int current = losses;
        if (current != lossesSeen) {
            window.beginSpan();
            lossesSeen = current;
        }
        return current;
    }

    @Override
    public void close() {
        closed = true;
        link.remove(this);
        Session session = ready;
        if (session != null) {
            session.answersNoMore(replyPrefix + '*');
        }
    }

    private void onAck(Message message) {
        String token = message.getSubject();
        long position = 0;
        for (int i = replyPrefix.length(); i < token.length(); i++) {
            position = position * 10 + token.charAt(i) - '0';
        }
        if (!message.isStatusMessage() && PublishAck.isPositive(message.getData())) {
            if (window.acknowledge(position)) {
                failures.over(description);
            }
        } else if (window.isCurrent(position)) {
            refused(message);
        }
    }

    private void refused(Message message) {
        EngineException failure = message.isStatusMessage()
                ? new EngineException(JetStreamProblem.text(
                        description,
                        settings,
                        message.getStatus().getCode(),
                        0,
                        message.getStatus().getMessage()))
                : PublishAck.problem(description, settings, message.getData());
        stream.verifyAgain();
        lose();
        failures.tell(description, failure);
    }

    /** What is on its way may be lost. Taken up again by the link, when the stream is there. */
    private synchronized void lose() {
        if (ready != null) {
            ready = null;
            losses = losses + 1;
        }
    }

    @Override
    public boolean isAttached(Session session) {
        return closed || ready == session;
    }

    @Override
    public void attach(Session session) throws IOException, JetStreamApiException {
        stream.ensure(session);
        session.answers(replyPrefix + '*', acks);
        movedAtNs = System.nanoTime();
        ready = session;
    }

    @Override
    public void detach() {
        lose();
    }

    @Override
    public void tick(Session session, long nowNs) {
        long confirmed = window.confirmed();
        boolean nothingDue = confirmed >= lastTaken || losses != lossesSeen || !window.isCurrent(lastTaken);
        if (nothingDue || confirmed != lastWatched) {
            lastWatched = confirmed;
            movedAtNs = nowNs;
        } else if (nowNs - movedAtNs > settings.publishTimeout().toNanos()) {
            movedAtNs = nowNs;
            lose();
            failures.tell(
                    description,
                    new EngineException(description + ": no acknowledgement came within nats.publish.timeout="
                            + settings.publishTimeout().toMillis()
                            + "ms. What is unconfirmed is published again. If this goes"
                            + " on, look into the server's log and the speed of its disk."));
        }
    }

    @Override
    public String describe() {
        return description;
    }
}
