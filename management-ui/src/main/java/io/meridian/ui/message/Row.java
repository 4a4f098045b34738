package io.meridian.ui.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meridian.bus.Message;
import io.meridian.plugin.contract.schema.Schemas;
import java.util.HexFormat;
import java.util.Map;

/**
 * A message that was received, kept for as long as somebody may still be shown it. All who look at it share it, and what was made of it: it is decoded
 * and written once, when the first of them needs that.
 */
public final class Row {
    /** So much of a payload is shown as it is. */
    private static final int MOST_HEX = 4 << 10;
    /** What is longer is not decoded, nor kept. */
    private static final int MOST_KEPT = 64 << 10;

    private final MessageFields decoder;
    private final String topic;
    private final int source;
    private final long sequence;
    private final long traceHigh;
    private final long traceLow;
    private final long span;
    private final long correlation;
    private final long eventNs;
    private final long initNs;
    private final long publishNs;
    private final boolean replayed;
    private final int schema;
    private final String contentType;
    private final int size;
    private final byte[] payload;
    private volatile Map<String, Object> fields;
    private volatile String json;
    private volatile String maskedJson;

    /** Copies what the bus lends. */
    public Row(Message message, MessageFields decoder) {
        this.decoder = decoder;
        topic = message.topic().name();
        source = message.source();
        sequence = message.sequence();
        traceHigh = message.traceHigh();
        traceLow = message.traceLow();
        span = message.span();
        correlation = message.correlation();
        eventNs = message.eventTime();
        initNs = message.initTime();
        publishNs = message.publishTime();
        replayed = message.isReplayed();
        schema = message.payloadSchema();
        contentType = message.contentType();
        size = message.length();
        payload = new byte[Math.min(size, size > MOST_KEPT ? MOST_HEX : MOST_KEPT)];
        message.buffer().getBytes(message.offset(), payload);
    }

    public String topic() {
        return topic;
    }

    /** The message's name in the trading schema, or its type. */
    public String kind() {
        return contentType.isEmpty() ? Schemas.name(schema) : contentType;
    }

    long source() {
        return Integer.toUnsignedLong(source);
    }

    long sequence() {
        return sequence;
    }

    int schema() {
        return schema;
    }

    int size() {
        return size;
    }

    boolean isReplayed() {
        return replayed;
    }

    String traceId() {
        return hex(traceHigh) + hex(traceLow);
    }

    public Map<String, Object> fields() {
        Map<String, Object> decoded = fields;
        if (decoded == null) {
            decoded = payload.length < size
                    ? Map.of(MessageFields.PROBLEM, "it is too long to be decoded here")
                    : decoder.of(schema, contentType, payload);
            fields = decoded;
        }
        return decoded;
    }

    /** What it takes to show it, roughly: its bytes twice as digits, and once as fields. */
    public int roughBytes() {
        return 512 + 2 * Math.min(payload.length, MOST_HEX) + 2 * payload.length;
    }

    /** As JSON without the opening brace, so that whoever shows it can put something of their own before it. */
    public String json(boolean masked) {
        String known = masked ? maskedJson : json;
        if (known == null) {
            known = write(masked).substring(1);
            if (masked) {
                maskedJson = known;
            } else {
                json = known;
            }
        }
        return known;
    }

    private String write(boolean masked) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("topic", topic)
                .put("source", Integer.toUnsignedLong(source))
                .put("sequence", Long.toString(sequence))
                .put("traceId", traceId())
                .put("spanId", hex(span))
                .put("correlationId", correlation == 0 ? null : Long.toUnsignedString(correlation))
                .put("tsEvent", Long.toString(eventNs))
                .put("tsInit", Long.toString(initNs))
                .put("tsPublish", Long.toString(publishNs))
                .put("replayed", replayed)
                .put("schema", schema)
                .put("kind", kind());
        all.set("fields", Shown.fields(fields(), masked));
        all.put("size", size);
        all.put("hex", masked ? null : HexFormat.of().formatHex(payload, 0, Math.min(payload.length, MOST_HEX)));
        return all.toString();
    }

    private static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
