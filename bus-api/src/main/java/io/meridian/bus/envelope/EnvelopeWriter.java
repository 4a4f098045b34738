package io.meridian.bus.envelope;

import static io.meridian.bus.envelope.EnvelopeLayout.*;

import io.meridian.bus.envelope.sbe.EnvelopeDecoder;
import io.meridian.bus.topic.Topic;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the envelopes of one publisher. What never changes for a topic is written once, so that stamping a message is
 * four stores. For one thread.
 */
public final class EnvelopeWriter {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer lean;
    private final UnsafeBuffer named;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final byte[] topicName;
    private int always;
    private int schema;
    private int schemaVersion;

    /**
     * For messages of {@code topic} from {@code source}.
     *
     * @param contentType of the payload, or empty for the trading schema
     */
    public EnvelopeWriter(Topic topic, int source, int payloadSchema, int payloadVersion, String contentType) {
        topicName = ascii(topic.name(), "topic");
        byte[] type = ascii(contentType, "contentType");
        lean = template(new byte[0], type);
        named = template(topicName, type);
        for (UnsafeBuffer buffer : new UnsafeBuffer[] {lean, named}) {
            buffer.putInt(SOURCE, source, ORDER);
            buffer.putLong(TOPIC_HASH, topic.hash(), ORDER);
        }
        putSchema(payloadSchema, payloadVersion);
    }

    /** Sets flags in every envelope from the next on, whatever else is asked for. */
    public EnvelopeWriter always(int flags) {
        always = flags;
        return this;
    }

    /** Names the payload's schema from the next envelope on. */
    public void schema(int number, int version) {
        if (number != schema || version != schemaVersion) {
            putSchema(number, version);
        }
    }

    private void putSchema(int number, int version) {
        schema = number;
        schemaVersion = version;
        lean.putInt(PAYLOAD_SCHEMA, number, ORDER);
        lean.putShort(PAYLOAD_VERSION, (short) version, ORDER);
        named.putInt(PAYLOAD_SCHEMA, number, ORDER);
        named.putShort(PAYLOAD_VERSION, (short) version, ORDER);
    }

    private static UnsafeBuffer template(byte[] topic, byte[] contentType) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[LEAN_LENGTH + topic.length + contentType.length]);
        buffer.putByte(0, (byte) EnvelopeDecoder.BLOCK_LENGTH);
        buffer.putByte(1, (byte) EnvelopeDecoder.TEMPLATE_ID);
        buffer.putByte(2, (byte) EnvelopeDecoder.SCHEMA_ID);
        buffer.putByte(3, (byte) EnvelopeDecoder.SCHEMA_VERSION);
        buffer.putByte(BLOCK_END, (byte) CONTEXT_LENGTH);
        buffer.putByte(BLOCK_END + 1, (byte) 0);
        int at = putText(buffer, BLOCK_END + GROUP_HEADER, topic);
        putText(buffer, at, contentType);
        return buffer;
    }

    private static int putText(UnsafeBuffer buffer, int offset, byte[] text) {
        buffer.putByte(offset, (byte) text.length);
        buffer.putBytes(offset + 1, text);
        return offset + 1 + text.length;
    }

    private static byte[] ascii(String text, String what) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (bytes.length > MAX_TEXT) {
            throw new IllegalArgumentException(what + " has length=" + bytes.length + ", at most " + MAX_TEXT);
        }
        return bytes;
    }

    /**
     * Writes the envelope of a message that starts a trace and carries no context.
     *
     * @param withName whether the topic's name goes along
     * @return a buffer that holds the envelope and nothing else, valid until the next call
     */
    public UnsafeBuffer write(
            boolean withName, int flags, long sequence, long publishTimeNs, long initTimeNs, long eventTimeNs) {
        UnsafeBuffer buffer = withName ? named : lean;
        stamp(buffer, flags, sequence, publishTimeNs, initTimeNs, eventTimeNs);
        return buffer;
    }

    /** Writes the envelope of a message with context; {@link #length} tells its length. */
    public UnsafeBuffer write(
            boolean withName,
            int flags,
            long sequence,
            long publishTimeNs,
            long initTimeNs,
            long eventTimeNs,
            MessageContext context) {
        UnsafeBuffer template = withName ? named : lean;
        UnsafeBuffer buffer = scratch;
        buffer.putBytes(0, template, 0, BLOCK_END + 1);
        buffer.putByte(BLOCK_END + 1, (byte) 1);
        stamp(buffer, flags, sequence, publishTimeNs, initTimeNs, eventTimeNs);
        int entry = BLOCK_END + GROUP_HEADER;
        buffer.putLong(entry + TRACE_HIGH, context.traceHigh(), ORDER);
        buffer.putLong(entry + TRACE_LOW, context.traceLow(), ORDER);
        buffer.putLong(entry + SPAN, context.span(), ORDER);
        buffer.putLong(entry + CORRELATION, context.correlation(), ORDER);
        buffer.putLong(entry + CAUSATION_SEQUENCE, context.causationSequence(), ORDER);
        buffer.putInt(entry + CAUSATION_SOURCE, context.causationSource(), ORDER);
        int names = template.capacity() - BLOCK_END - GROUP_HEADER;
        buffer.putBytes(entry + CONTEXT_LENGTH, template, BLOCK_END + GROUP_HEADER, names);
        return buffer;
    }

    /** The length of what {@link #write} gives. */
    public int length(boolean withName, boolean withContext) {
        return (withName ? named : lean).capacity() + (withContext ? CONTEXT_LENGTH : 0);
    }

    private void stamp(
            UnsafeBuffer buffer, int flags, long sequence, long publishTimeNs, long initTimeNs, long eventTimeNs) {
        buffer.putShort(FLAGS, (short) (flags | always), ORDER);
        buffer.putLong(SEQUENCE, sequence, ORDER);
        buffer.putLong(PUBLISH_TIME, publishTimeNs, ORDER);
        buffer.putLong(INIT_TIME, initTimeNs, ORDER);
        buffer.putLong(EVENT_TIME, eventTimeNs, ORDER);
    }

    /**
     * Copies an envelope as it was read, with the topic's name or without it and with flags added. Used where a message
     * goes on under its own id.
     *
     * @return the length written to {@code target}
     */
    public static int copy(EnvelopeReader from, Topic topic, boolean withName, int addedFlags, UnsafeBuffer target) {
        DirectBuffer source = from.buffer();
        int start = from.offset();
        int fixed = from.topicOffset() - 1 - start;
        target.putBytes(0, source, start, fixed);
        target.putShort(FLAGS, (short) (from.flags() | addedFlags), ORDER);
        int at = fixed;
        if (withName) {
            String name = topic.name();
            target.putByte(at, (byte) name.length());
            target.putStringWithoutLengthAscii(at + 1, name);
            at += 1 + name.length();
        } else {
            target.putByte(at++, (byte) 0);
        }
        int typeLength = 1 + from.contentTypeLength();
        target.putBytes(at, source, from.contentTypeOffset() - 1, typeLength);
        return at + typeLength;
    }

    /** Sets flags in an envelope that has been written already. */
    public static void addFlags(UnsafeBuffer buffer, int offset, int flags) {
        buffer.putShort(offset + FLAGS, (short) (buffer.getShort(offset + FLAGS, ORDER) | flags), ORDER);
    }
}
