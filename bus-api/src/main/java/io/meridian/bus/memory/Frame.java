package io.meridian.bus.memory;

import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One published frame: envelope and payload in one piece, never changed once made, so all receivers share it. */
record Frame(Topic topic, DirectBuffer bytes) {
    static Frame copyOf(
            Topic topic, DirectBuffer header, int headerLength, DirectBuffer payload, int offset, int length) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[headerLength + length]);
        bytes.putBytes(0, header, 0, headerLength);
        if (length > 0) {
            bytes.putBytes(headerLength, payload, offset, length);
        }
        return new Frame(topic, bytes);
    }
}
