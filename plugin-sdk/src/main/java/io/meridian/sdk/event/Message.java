package io.meridian.sdk.event;

import io.meridian.plugin.contract.frames.DeliverDecoder;
import io.meridian.plugin.contract.frames.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message as a handler sees it: a window on bytes that belong to the runtime, valid only during the call. What must last
 * is copied by {@link #copy}. Its id is {@code (source, topic, sequence)}.
 */
public final class Message {
    /** What becomes of the delivery once the handler returns. */
    public enum Outcome {
        DONE,
        RETRY,
        REJECT
    }

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DeliverDecoder frame = new DeliverDecoder();
    private DirectBuffer buffer;
    private int frameOffset;
    private int frameLength;
    private int payloadOffset;
    private int payloadLength;
    private String topic = "";
    private boolean historical;
    private Outcome outcome = Outcome.DONE;
    private String reason = "";

    /** For a runtime: looks at a Deliver frame, message header first. */
    public Message wrap(DirectBuffer source, int offset, int length, String topicName, boolean isHistorical) {
        header.wrap(source, offset);
        int block = header.blockLength();
        frame.wrap(source, offset + MessageHeaderDecoder.ENCODED_LENGTH, block, header.version());
        buffer = source;
        frameOffset = offset;
        frameLength = length;
        payloadOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH + block;
        payloadLength = length - MessageHeaderDecoder.ENCODED_LENGTH - block;
        topic = topicName;
        historical = isHistorical;
        outcome = Outcome.DONE;
        reason = "";
        return this;
    }

    /** What it was published under, without a deployment. */
    public String topic() {
        return topic;
    }

    /** Number of the instance that published it. */
    public int source() {
        return frame.source();
    }

    /** Its place among the messages of its source and topic: 1, 2, 3 and so on. */
    public long sequence() {
        return frame.sequence();
    }

    /** Where the payload is; read only. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the payload begins in {@link #buffer}. */
    public int offset() {
        return payloadOffset;
    }

    /** Bytes of the payload. */
    public int length() {
        return payloadLength;
    }

    /** Where the whole frame begins, with what travels beside the payload. */
    int frameOffset() {
        return frameOffset;
    }

    int frameLength() {
        return frameLength;
    }

    /** Copies the payload. */
    public byte[] payload() {
        byte[] bytes = new byte[payloadLength];
        buffer.getBytes(payloadOffset, bytes);
        return bytes;
    }

    /** Of the trading schema the template's id, else the author's own number; 0 when unnamed. */
    public int schemaId() {
        return frame.schemaId();
    }

    public int schemaVersion() {
        return frame.schemaVersion();
    }

    /** Epoch nanoseconds when what it tells of happened. */
    public long eventTimeNs() {
        return frame.eventTime();
    }

    /** Epoch nanoseconds when its publisher made it. */
    public long initTimeNs() {
        return frame.initTime();
    }

    /** Epoch nanoseconds when the bus took it. */
    public long publishTimeNs() {
        return frame.publishTime();
    }

    /** The correlation, or 0. */
    public long correlation() {
        return frame.correlation();
    }

    /** Source of the message it follows from; meaningful with a sequence. */
    public int causationSource() {
        return frame.causationSource();
    }

    /** Sequence of the message it follows from, or 0. */
    public long causationSequence() {
        return frame.causationSequence();
    }

    public long traceHigh() {
        return frame.traceHigh();
    }

    public long traceLow() {
        return frame.traceLow();
    }

    public long span() {
        return frame.span();
    }

    /** 1 at the first delivery, 2 at the second, and so on. */
    public int attempt() {
        return frame.attempt();
    }

    /** Whether it may have been handled before, as after a crash. */
    public boolean isDuplicatePossible() {
        return frame.flags().duplicatePossible();
    }

    /**
     * Whether it was played from a record of the past, or follows from what was. In a deployment that lives on such data it is acted on
     * like any other; in all others it is {@linkplain #isHistorical historical}.
     */
    public boolean isReplayed() {
        return frame.flags().replayed();
    }

    /** Whether it is of the past, read for history, and must not be taken for live. */
    public boolean isHistorical() {
        return historical;
    }

    /** Durable messages: has it delivered again. What a handler throws has the same effect. */
    public void retry(String why) {
        outcome = Outcome.RETRY;
        reason = why;
    }

    /** Durable messages: makes it a dead letter. */
    public void reject(String why) {
        outcome = Outcome.REJECT;
        reason = why;
    }

    /** For a runtime. */
    public Outcome outcome() {
        return outcome;
    }

    /** For a runtime: why the outcome is not DONE. */
    public String reason() {
        return reason;
    }

    /** A message of its own bytes, which lasts. */
    public Message copy() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[frameLength]);
        bytes.putBytes(0, buffer, frameOffset, frameLength);
        return new Message().wrap(bytes, 0, frameLength, topic, historical);
    }

    /** Source, topic and sequence, for people. */
    @Override
    public String toString() {
        return buffer == null ? "no message" : source() + "/" + topic + "/" + sequence();
    }
}
