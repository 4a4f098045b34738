package io.meridian.bus.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Leaves a record's value where the client received it. */
final class ValueView implements Deserializer<ByteBuffer> {
    @Override
    public ByteBuffer deserialize(String kafkaTopic, Headers headers, ByteBuffer value) {
        return value;
    }

    @Override
    public ByteBuffer deserialize(String kafkaTopic, byte[] value) {
        return value == null ? null : ByteBuffer.wrap(value);
    }
}
