package io.meridian.audit.record;

import io.meridian.bus.envelope.EnvelopeReader;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A message as it lies in a record. Reused; valid as long as the record is. */
public final class RecordedMessage {
    private final EnvelopeReader envelope = new EnvelopeReader();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);

    /** @return false: it is no message */
    public boolean wrap(byte[] bytes, int offset, int length) {
        body.wrap(bytes, offset, length);
        return envelope.wrap(body, 0, length) == null && envelope.topicLength() > 0;
    }

    /** All that travelled with it. */
    public EnvelopeReader envelope() {
        return envelope;
    }

    public String topic() {
        return text(envelope.topicOffset(), envelope.topicLength());
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        envelope.buffer().getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Its trace as 32 digits. */
    public String trace() {
        return "%016x%016x".formatted(envelope.traceHigh(), envelope.traceLow());
    }

    /** What it is called among all messages: source, topic, sequence. */
    public String id() {
        return Integer.toUnsignedString(envelope.source()) + "/" + topic() + "/" + envelope.sequence();
    }

    /** Reads a payload where it lies. */
    @FunctionalInterface
    public interface PayloadReader {
        void read(DirectBuffer buffer, int offset, int length);
    }

    public void readPayload(PayloadReader reader) {
        reader.read(body, envelope.length(), body.capacity() - envelope.length());
    }

    public byte[] payload() {
        byte[] bytes = new byte[body.capacity() - envelope.length()];
        body.getBytes(envelope.length(), bytes);
        return bytes;
    }
}
