package io.meridian.bus.nats;

import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.engine.EnginePublication;
import org.agrona.DirectBuffer;

/** Core NATS: sent to whoever is there. Envelope and payload are the body; there are no headers, because bytes are time. */
final class FastPublication implements EnginePublication {
    private final NatsLink link;
    private final String subject;
    private volatile long position;
    private volatile boolean closed;

    FastPublication(NatsLink link, String subject) {
        this.link = link;
        this.subject = subject;
    }

    @Override
    public TopicNaming naming() {
        return TopicNaming.BY_ENGINE;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    public long offer(DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        if (closed) {
            return PublishResult.CLOSED;
        }
        Session session = link.session();
        if (session == null) {
            return PublishResult.NOT_CONNECTED;
        }
        int size = headerLength + length;
        if (size > session.maxPayload) {
            return PublishResult.TOO_LARGE;
        }
        if (!session.meter.reserve(OutgoingMeter.size(subject.length(), 0, size))) {
            return PublishResult.BACK_PRESSURED;
        }
        byte[] body = new byte[size];
        header.getBytes(0, body, 0, headerLength);
        payload.getBytes(offset, body, headerLength, length);
        try {
            session.connection.publish(subject, body);
        } catch (IllegalStateException e) {
            // The connection broke a moment ago; its meter goes with it.
            return PublishResult.NOT_CONNECTED;
        }
        // One thread owns the publication; others only look.
        return position = position + 1;
    }

    @Override
    public long confirmedPosition() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
    }
}
