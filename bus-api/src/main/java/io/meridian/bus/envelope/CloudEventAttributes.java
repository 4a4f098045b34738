package io.meridian.bus.envelope;

import io.meridian.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The envelope as CloudEvents 1.0 attributes and W3C trace context, one to one and both ways, for engines and tools that
 * carry text headers. Names are bare; an engine puts its binding's prefix in front ({@code ce_} on Kafka, {@code ce-} on
 * NATS); {@code traceparent} takes none.
 *
 * <p>{@code id} and {@code source} together are the message's id: {@code source} names the publishing instance, {@code id}
 * the topic's hash and the sequence.
 */
public final class CloudEventAttributes {
    /** Version of the CloudEvents standard. */
    public static final String SPEC_VERSION = "specversion";

    /** Topic hash in hexadecimal, a dash, and the sequence. */
    public static final String ID = "id";

    /** {@code /meridian/} and the number of the publishing instance. */
    public static final String SOURCE = "source";

    /** Schema of the payload and its version. */
    public static final String TYPE = "type";

    /** The topic. */
    public static final String SUBJECT = "subject";

    /** When what it tells of happened, RFC 3339 with nanoseconds. */
    public static final String TIME = "time";

    /** Content type of the payload. */
    public static final String DATA_CONTENT_TYPE = "datacontenttype";

    /** Epoch nanoseconds when its publisher made it. */
    public static final String INIT_TIME = "inittime";

    /** Epoch nanoseconds when the bus took it. */
    public static final String PUBLISH_TIME = "publishtime";

    /** Flags of the envelope, decimal. */
    public static final String FLAGS = "flags";

    /** Correlation id in hexadecimal. */
    public static final String CORRELATION_ID = "correlationid";

    /** Source and sequence of the message this one follows from, with a dash between. */
    public static final String CAUSATION_ID = "causationid";

    /** W3C trace context: version, trace id, span id, flags. */
    public static final String TRACE_PARENT = "traceparent";

    /** The content type that stands for the trading schema. */
    public static final String TRADING_SCHEMA = "application/vnd.meridian.sbe";

    private static final String SOURCE_PREFIX = "/meridian/";
    private static final String TYPE_PREFIX = "io.meridian.schema.";
    private static final String ONE_POINT_ZERO = "1.0";

    private CloudEventAttributes() {}

    /** Value of {@link #ID}, in ASCII. */
    public static byte[] id(EnvelopeReader envelope) {
        int digits = AsciiText.digits(envelope.sequence());
        byte[] text = new byte[17 + digits];
        AsciiText.hex(text, 0, envelope.topicHash());
        text[16] = '-';
        AsciiText.decimal(text, 17, digits, envelope.sequence());
        return text;
    }

    /** Value of {@link #TRACE_PARENT}, in ASCII. */
    public static byte[] traceParent(EnvelopeReader envelope) {
        byte[] text = new byte[55];
        text[0] = '0';
        text[1] = '0';
        text[2] = '-';
        AsciiText.hex(text, 3, envelope.traceHigh());
        AsciiText.hex(text, 19, envelope.traceLow());
        text[35] = '-';
        AsciiText.hex(text, 36, envelope.span());
        text[52] = '-';
        text[53] = '0';
        text[54] = '1';
        return text;
    }

    /** Value of {@link #TIME}, in ASCII. */
    public static byte[] time(EnvelopeReader envelope) {
        return UtcText.of(envelope.eventTime());
    }

    /** Value of {@link #SOURCE}; the same for all messages of an instance. */
    public static String source(int source) {
        return SOURCE_PREFIX + Integer.toUnsignedString(source);
    }

    /** Value of {@link #TYPE}; the same for all messages of a schema. */
    public static String type(int payloadSchema, int payloadVersion) {
        return TYPE_PREFIX + Integer.toUnsignedString(payloadSchema) + ".v" + payloadVersion;
    }

    /** All attributes of an envelope. Makes garbage: for tools and bridges. */
    public static Map<String, String> of(EnvelopeReader envelope, Topic topic) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(SPEC_VERSION, ONE_POINT_ZERO);
        attributes.put(ID, ascii(id(envelope)));
        attributes.put(SOURCE, source(envelope.source()));
        attributes.put(TYPE, type(envelope.payloadSchema(), envelope.payloadVersion()));
        attributes.put(SUBJECT, topic.name());
        attributes.put(TIME, ascii(time(envelope)));
        String contentType = envelope.contentType();
        attributes.put(DATA_CONTENT_TYPE, contentType.isEmpty() ? TRADING_SCHEMA : contentType);
        attributes.put(INIT_TIME, Long.toString(envelope.initTime()));
        attributes.put(PUBLISH_TIME, Long.toString(envelope.publishTime()));
        attributes.put(FLAGS, Integer.toString(envelope.flags()));
        if (envelope.hasContext()) {
            if (envelope.correlation() != 0) {
                attributes.put(CORRELATION_ID, Long.toHexString(envelope.correlation()));
            }
            if (envelope.causationSequence() != 0) {
                attributes.put(
                        CAUSATION_ID,
                        Integer.toUnsignedString(envelope.causationSource()) + "-" + envelope.causationSequence());
            }
        }
        attributes.put(TRACE_PARENT, ascii(traceParent(envelope)));
        return attributes;
    }

    /** What text attributes say, in the terms of an envelope. */
    public record Parsed(
            Topic topic,
            int source,
            long sequence,
            int payloadSchema,
            int payloadVersion,
            String contentType,
            int flags,
            long publishTimeNs,
            long initTimeNs,
            long eventTimeNs,
            MessageContext context) {}

    /**
     * Reads attributes that {@link #of} wrote. Trace and span that the message's id implies are not made explicit again.
     *
     * @throws IllegalArgumentException naming the attribute that is missing or wrong
     */
    public static Parsed parse(Map<String, String> attributes) {
        Topic topic = Topic.of(required(attributes, SUBJECT));
        String source = afterPrefix(attributes, SOURCE, SOURCE_PREFIX);
        String[] type = afterPrefix(attributes, TYPE, TYPE_PREFIX).split("\\.v", 2);
        String[] id = required(attributes, ID).split("-", 2);
        try {
            int number = Integer.parseUnsignedInt(source);
            long sequence = Long.parseLong(id[1]);
            if (Long.parseUnsignedLong(id[0], 16) != topic.hash()) {
                throw new IllegalArgumentException("attribute id=" + attributes.get(ID) + " is not of topic=" + topic);
            }
            String contentType = required(attributes, DATA_CONTENT_TYPE);
            return new Parsed(
                    topic,
                    number,
                    sequence,
                    Integer.parseUnsignedInt(type[0]),
                    Integer.parseInt(type[1]),
                    contentType.equals(TRADING_SCHEMA) ? "" : contentType,
                    Integer.parseInt(required(attributes, FLAGS)),
                    Long.parseLong(required(attributes, PUBLISH_TIME)),
                    Long.parseLong(required(attributes, INIT_TIME)),
                    epochNs(required(attributes, TIME)),
                    context(attributes, topic, number, sequence));
        } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException("attributes=" + attributes + " are not of a message: " + wrong, wrong);
        }
    }

    private static MessageContext context(Map<String, String> attributes, Topic topic, int source, long sequence) {
        MessageContext context = new MessageContext();
        String trace = required(attributes, TRACE_PARENT);
        long high = Long.parseUnsignedLong(trace, 3, 19, 16);
        long low = Long.parseUnsignedLong(trace, 19, 35, 16);
        long span = Long.parseUnsignedLong(trace, 36, 52, 16);
        boolean ownTrace = high == TraceIds.traceHigh(source, topic.hash())
                && low == TraceIds.traceLow(source, topic.hash(), sequence);
        boolean ownSpan = span == TraceIds.span(source, topic.hash(), sequence);
        context.trace(ownTrace ? 0 : high, ownTrace ? 0 : low, ownSpan ? 0 : span);
        String correlation = attributes.get(CORRELATION_ID);
        if (correlation != null) {
            context.correlation(Long.parseUnsignedLong(correlation, 16));
        }
        String causation = attributes.get(CAUSATION_ID);
        if (causation != null) {
            String[] cause = causation.split("-", 2);
            context.causation(Integer.parseUnsignedInt(cause[0]), Long.parseLong(cause[1]));
        }
        return context;
    }

    private static long epochNs(String text) {
        Instant instant = Instant.parse(text);
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private static String afterPrefix(Map<String, String> attributes, String name, String prefix) {
        String value = required(attributes, name);
        if (!value.startsWith(prefix)) {
            throw new IllegalArgumentException("attribute " + name + "=" + value + " does not begin with " + prefix);
        }
        return value.substring(prefix.length());
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("attribute " + name + " is missing");
        }
        return value;
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
