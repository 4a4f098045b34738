package io.meridian.bus.envelope;

/**
 * What a publisher may say about a message beside its payload: when the event happened, and which message or request it
 * follows from. Mutable and meant to be reused; for one thread. A fresh or {@link #reset} context says nothing, and then
 * the message starts a trace of its own and costs no extra bytes.
 */
public final class MessageContext {
    private long eventTimeNs;
    private long initTimeNs;
    private long traceHigh;
    private long traceLow;
    private long span;
    private long correlation;
    private long causationSequence;
    private int causationSource;
    private int flags;
    private int payloadSchema;
    private int payloadVersion;
    private boolean saysSchema;

    /** Says nothing again. */
    public MessageContext reset() {
        eventTimeNs = 0;
        initTimeNs = 0;
        traceHigh = 0;
        traceLow = 0;
        span = 0;
        correlation = 0;
        causationSequence = 0;
        causationSource = 0;
        flags = 0;
        payloadSchema = 0;
        payloadVersion = 0;
        saysSchema = false;
        return this;
    }

    /** When what the message tells of happened, epoch nanoseconds; 0 means when it was made. */
    public MessageContext eventTime(long epochNs) {
        eventTimeNs = epochNs;
        return this;
    }

    /** When the message was made, epoch nanoseconds; 0 means when it is published. */
    public MessageContext initTime(long epochNs) {
        initTimeNs = epochNs;
        return this;
    }

    /** Joins a trace that began elsewhere. */
    public MessageContext trace(long high, long low, long spanId) {
        traceHigh = high;
        traceLow = low;
        span = spanId;
        return this;
    }

    /** Ties a reply, or a saga's messages, together; 0 means none. */
    public MessageContext correlation(long id) {
        correlation = id;
        return this;
    }

    /** Names the message that this one follows from. */
    public MessageContext causation(int source, long sequence) {
        causationSource = source;
        causationSequence = sequence;
        return this;
    }

    /** Marks the message as read from a record, never to be taken for live. */
    public MessageContext replayed() {
        flags |= EnvelopeLayout.FLAG_REPLAYED;
        return this;
    }

    /** Names the payload's schema for this message alone, in place of the publisher's. */
    public MessageContext schema(int number, int version) {
        payloadSchema = number;
        payloadVersion = version;
        saysSchema = true;
        return this;
    }

    /** For the bus itself: request and reply marks. */
    public MessageContext flags(int added) {
        flags |= added;
        return this;
    }

    /** Epoch nanoseconds, or 0. */
    public long eventTime() {
        return eventTimeNs;
    }

    /** Epoch nanoseconds, or 0. */
    public long initTime() {
        return initTimeNs;
    }

    /** Upper half of the trace id, or 0. */
    public long traceHigh() {
        return traceHigh;
    }

    /** Lower half of the trace id, or 0. */
    public long traceLow() {
        return traceLow;
    }

    /** The span id, or 0. */
    public long span() {
        return span;
    }

    /** The correlation id, or 0. */
    public long correlation() {
        return correlation;
    }

    /** Sequence of the cause, or 0. */
    public long causationSequence() {
        return causationSequence;
    }

    /** Source of the cause; meaningful with a sequence. */
    public int causationSource() {
        return causationSource;
    }

    /** Flags of the envelope set so far. */
    public int flags() {
        return flags;
    }

    /** Number of the payload's schema; meaningful with {@link #saysSchema}. */
    public int payloadSchema() {
        return payloadSchema;
    }

    /** Version of the payload's schema; meaningful with {@link #saysSchema}. */
    public int payloadVersion() {
        return payloadVersion;
    }

    /** Whether the payload's schema is named here. */
    public boolean saysSchema() {
        return saysSchema;
    }

    /** Whether anything is said that needs the context part of the envelope. */
    public boolean isPresent() {
        return (traceHigh | traceLow | span | correlation | causationSequence) != 0;
    }
}
