package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Publishes refused messages for all subscriptions of one bus. They share it under a lock: a dead letter is rare, and one
 * publisher for each topic keeps the sequences whole.
 */
final class DeadLetters {
    private final Bus bus;
    private final Map<Topic, Publisher> publishers = new HashMap<>();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(4096);
    private final UnsafeBuffer envelope = new UnsafeBuffer(new byte[EnvelopeLayout.MAX_LENGTH]);
    private final EnvelopeReader original = new EnvelopeReader();

    DeadLetters(Bus bus) {
        this.bus = bus;
    }

    /** Tries to publish it; returns its sequence under {@code dlq}, or a result code. */
    synchronized long offer(PendingMessage refused) {
        int frameLength = refused.envelopeLength + refused.payloadLength;
        original.wrap(refused.bytes, 0, frameLength);
        int at = DeadLetter.writeHead(payload, refused.attempt, refused.reason);
        int envelopeLength = EnvelopeWriter.copy(original, refused.topic.topic, true, 0, envelope);
        payload.putBytes(at, envelope, 0, envelopeLength);
        at += envelopeLength;
        payload.putBytes(at, refused.bytes, refused.envelopeLength, refused.payloadLength);
        at += refused.payloadLength;
        return publisher(refused.topic.topic).offer(payload, 0, at);
    }

    private Publisher publisher(Topic refused) {
        return publishers.computeIfAbsent(
                DeadLetter.topicFor(refused),
                topic -> bus.openOwn(PublisherSpec.durable(topic).contentType(DeadLetter.CONTENT_TYPE), this));
    }

    synchronized boolean isStored(Topic refused, long sequence) {
        return publisher(refused).confirmed() >= sequence;
    }

    synchronized void close() {
        publishers.values().forEach(Publisher::close);
    }
}
