package io.meridian.bus.nats;

import io.meridian.bus.envelope.CloudEventAttributes;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.topic.Topic;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Says in NATS headers what the envelope of a durable message says: always the id, {@code source-topicHash-sequence}, by
 * which the server tells duplicates; beyond that what {@code nats.headers} asks for. Belongs to one publication.
 */
final class MessageHeaders {
    /** How much is said. */
    enum Detail {
        /** The id alone. */
        ID,
        /** And W3C trace context. */
        TRACE,
        /** And all attributes of CloudEvents, with {@code ce-} in front. */
        CLOUDEVENTS
    }

    private static final String CLOUD_EVENT = "ce-";

    private final Detail detail;
    private final Topic topic;
    private final EnvelopeReader envelope = new EnvelopeReader();
    private int source;
    private String prefix;

    MessageHeaders(Detail detail, Topic topic) {
        this.detail = detail;
        this.topic = topic;
    }

    Headers of(DirectBuffer header, int length) {
        Headers headers = new Headers();
        if (envelope.wrap(header, 0, length) != null) {
            return headers;
        }
        headers.put(NatsJetStreamConstants.MSG_ID_HDR, id());
        switch (detail) {
            case ID -> {}
            case TRACE ->
                headers.put(
                        CloudEventAttributes.TRACE_PARENT,
                        new String(CloudEventAttributes.traceParent(envelope), StandardCharsets.US_ASCII));
            case CLOUDEVENTS ->
                CloudEventAttributes.of(envelope, topic)
                        .forEach((name, value) -> headers.put(
                                name.equals(CloudEventAttributes.TRACE_PARENT) ? name : CLOUD_EVENT + name, value));
        }
        return headers;
    }

    private String id() {
        if (prefix == null || envelope.source() != source) {
            source = envelope.source();
            prefix = Integer.toUnsignedString(source) + '-' + Long.toHexString(envelope.topicHash()) + '-';
        }
        return prefix + envelope.sequence();
    }
}
