package io.meridian.bus;

import io.meridian.bus.envelope.EnvelopeLayout;
import io.meridian.bus.envelope.EnvelopeReader;
import io.meridian.bus.envelope.EnvelopeWriter;
import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.topic.Topic;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message as a handler sees it: a window on bytes that belong to the bus, valid only during the call. Its id is
 * {@code (source, topic, sequence)}: unique, and in order for each source and topic.
 */
public final class Message {
    final EnvelopeReader envelope = new EnvelopeReader();
    private Topic topic;
    private DirectBuffer payload;
    private int offset;
    private int length;
    private boolean duplicate;
    private int attempt;
    private long token;
    private String reason;

    Message() {}

    void set(Topic newTopic, DirectBuffer newPayload, int newOffset, int newLength) {
        // References are stored only when they change: each store is noted in the collector's card table, whose cache
        // lines
        // the pollers of other threads share.
        if (topic != newTopic) {
            topic = newTopic;
        }
        if (payload != newPayload) {
            payload = newPayload;
        }
        offset = newOffset;
        length = newLength;
    }

    void delivery(boolean possibleDuplicate, int deliveryAttempt, long deliveryToken) {
        duplicate = possibleDuplicate;
        attempt = deliveryAttempt;
        token = deliveryToken;
        if (reason != null) {
            reason = null;
        }
    }

    /** What it was published under. */
    public Topic topic() {
        return topic;
    }

    /** Number of the instance that published it. */
    public int source() {
        return envelope.source();
    }

    /** Its place among the messages of its source and topic: 1, 2, 3 and so on. */
    public long sequence() {
        return envelope.sequence();
    }

    /** Where the payload is; read only. */
    public DirectBuffer buffer() {
        return payload;
    }

    /** Where the payload begins in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    /** Bytes of the payload. */
    public int length() {
        return length;
    }

    /** Epoch nanoseconds when the bus took it. */
    public long publishTime() {
        return envelope.publishTime();
    }

    /** Epoch nanoseconds when its publisher made it. */
    public long initTime() {
        return envelope.initTime();
    }

    /** Epoch nanoseconds when what it tells of happened. */
    public long eventTime() {
        return envelope.eventTime();
    }

    /** Number of the payload's schema, 0 when unnamed. */
    public int payloadSchema() {
        return envelope.payloadSchema();
    }

    /** Version of the payload's schema. */
    public int payloadVersion() {
        return envelope.payloadVersion();
    }

    /** Content type of the payload, empty for the trading schema. */
    public String contentType() {
        return envelope.contentType();
    }

    /** Upper half of the trace id. */
    public long traceHigh() {
        return envelope.traceHigh();
    }

    /** Lower half of the trace id. */
    public long traceLow() {
        return envelope.traceLow();
    }

    /** The span id. */
    public long span() {
        return envelope.span();
    }

    /** The correlation id, or 0. */
    public long correlation() {
        return envelope.correlation();
    }

    /** Sequence of the message this one follows from, or 0. */
    public long causationSequence() {
        return envelope.causationSequence();
    }

    /** Source of the message this one follows from; meaningful with a sequence. */
    public int causationSource() {
        return envelope.causationSource();
    }

    /** Whether it was read from a record and must not be taken for live. */
    public boolean isReplayed() {
        return (envelope.flags() & EnvelopeLayout.FLAG_REPLAYED) != 0;
    }

    /** Whether it wants an answer. */
    public boolean isRequest() {
        return (envelope.flags() & EnvelopeLayout.FLAG_REQUEST) != 0;
    }

    /** Whether it may have been delivered before. */
    public boolean isDuplicatePossible() {
        return duplicate || (envelope.flags() & EnvelopeLayout.FLAG_DUPLICATE_POSSIBLE) != 0;
    }

    /** 1 at the first delivery by this subscription, 2 at the second, and so on. */
    public int attempt() {
        return attempt;
    }

    /** For {@code subscription.settle} after {@link Verdict#HOLD}. */
    public long token() {
        return token;
    }

    /** Says why the verdict is not ACCEPT; it is kept with a dead letter. Returns this, for chaining. */
    public Message because(String why) {
        reason = why;
        return this;
    }

    String reason() {
        return reason;
    }

    /** Makes {@code context} say that what is published with it follows from this message, in the same trace. */
    public MessageContext follow(MessageContext context) {
        return context.reset()
                .trace(traceHigh(), traceLow(), 0)
                .correlation(correlation())
                .causation(source(), sequence());
    }

    /**
     * Writes its envelope as it travelled, the topic's name in it, so that envelope and payload together are the message.
     *
     * @param target has room for {@link EnvelopeLayout#MAX_LENGTH} bytes
     * @return how many were written
     */
    public int copyEnvelope(UnsafeBuffer target) {
        return EnvelopeWriter.copy(envelope, topic, true, 0, target);
    }

    /** Source, topic and sequence, for people. */
    @Override
    public String toString() {
        return topic == null ? "no message" : source() + "/" + topic.name() + "/" + sequence();
    }
}
