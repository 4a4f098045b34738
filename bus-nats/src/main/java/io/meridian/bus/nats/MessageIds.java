package io.meridian.bus.nats;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Reads {@code source-topicHash-sequence} out of an envelope for the header by which the server tells duplicates. The
 * envelope's fixed part is a wire format: see {@code EnvelopeLayout}.
 */
final class MessageIds {
    private static final int SOURCE = 8;
    private static final int SEQUENCE = 16;
    private static final int TOPIC_HASH = 24;
    private static final int END = 32;

    private int source;
    private long topicHash;
    private String prefix;

    Headers headers(DirectBuffer envelope, int length) {
        Headers headers = new Headers();
        if (length >= END) {
            headers.put(NatsJetStreamConstants.MSG_ID_HDR, id(envelope));
        }
        return headers;
    }

    private String id(DirectBuffer envelope) {
        int currentSource = envelope.getInt(SOURCE, ByteOrder.LITTLE_ENDIAN);
        long currentHash = envelope.getLong(TOPIC_HASH, ByteOrder.LITTLE_ENDIAN);
        if (prefix == null || currentSource != source || currentHash != topicHash) {
            source = currentSource;
            topicHash = currentHash;
            prefix = Integer.toUnsignedString(source) + '-' + Long.toHexString(topicHash) + '-';
        }
        return prefix + envelope.getLong(SEQUENCE, ByteOrder.LITTLE_ENDIAN);
    }
}
