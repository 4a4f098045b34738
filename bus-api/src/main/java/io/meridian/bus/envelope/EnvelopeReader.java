package io.meridian.bus.envelope;

import static io.meridian.bus.envelope.EnvelopeLayout.*;

import io.meridian.bus.envelope.sbe.EnvelopeDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads an envelope in place. Accepts older versions, whose missing trailing fields read as the nearest older ones, and
 * newer ones, whose unknown trailing fields are skipped. Anything that is not a whole envelope is refused by
 * {@link #wrap}, so that getters need no checks. Reused; for one thread.
 */
public final class EnvelopeReader {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** The fields without which nothing works: up to and including the publish time. */
    private static final int SHORTEST_BLOCK = INIT_TIME - BLOCK;

    /** How most messages begin and how their envelope ends: of this version, without context and names. */
    private static final int LEAN_HEAD = EnvelopeDecoder.BLOCK_LENGTH
            | EnvelopeDecoder.TEMPLATE_ID << 8
            | EnvelopeDecoder.SCHEMA_ID << 16
            | EnvelopeDecoder.SCHEMA_VERSION << 24;

    private static final int LEAN_TAIL = CONTEXT_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private int blockLength;
    private int context;
    private int topicOffset;
    private int topicLength;
    private int contentTypeOffset;
    private int contentTypeLength;
    private int length;

    /**
     * Takes the envelope that begins at {@code offset}.
     *
     * @param available how many bytes there are, payload included
     * @return null when it is an envelope, else what is wrong with it
     */
    public String wrap(DirectBuffer source, int offset, int available) {
        if (available < LEAN_LENGTH - (BLOCK_END - BLOCK - SHORTEST_BLOCK)) {
            return "frame is shorter than an envelope";
        }
        UnsafeBuffer bytes = buffer;
        bytes.wrap(source, offset, available);
        if (available >= LEAN_LENGTH
                && bytes.getInt(0, ORDER) == LEAN_HEAD
                && bytes.getInt(BLOCK_END, ORDER) == LEAN_TAIL) {
            context = 0;
            topicOffset = BLOCK_END + GROUP_HEADER + 1;
            topicLength = 0;
            contentTypeOffset = LEAN_LENGTH;
            contentTypeLength = 0;
            blockLength = EnvelopeDecoder.BLOCK_LENGTH;
            length = LEAN_LENGTH;
            return null;
        }
        return parse(bytes, available);
    }

    /** Takes any envelope apart: one of another version, with a context, or with names. */
    private String parse(UnsafeBuffer bytes, int available) {
        if (bytes.getByte(1) != EnvelopeDecoder.TEMPLATE_ID || bytes.getByte(2) != EnvelopeDecoder.SCHEMA_ID) {
            return "frame does not begin with an envelope";
        }
        int block = bytes.getByte(0) & 0xFF;
        if (block < SHORTEST_BLOCK) {
            return "envelope's block is too short";
        }
        int at = BLOCK + block;
        if (at + GROUP_HEADER > available) {
            return "envelope is cut in its block";
        }
        int entryLength = bytes.getByte(at) & 0xFF;
        int entries = bytes.getByte(at + 1) & 0xFF;
        at += GROUP_HEADER;
        context = 0;
        if (entries != 0) {
            if (entries != 1 || entryLength < CONTEXT_LENGTH) {
                return "envelope's context is malformed";
            }
            context = at;
            at += entryLength;
        }
        if (at >= available) {
            return "envelope is cut before its topic";
        }
        int topicBytes = bytes.getByte(at) & 0xFF;
        topicOffset = at + 1;
        topicLength = topicBytes;
        at += 1 + topicBytes;
        if (at >= available) {
            return "envelope is cut in its topic";
        }
        int typeBytes = bytes.getByte(at) & 0xFF;
        contentTypeOffset = at + 1;
        contentTypeLength = typeBytes;
        at += 1 + typeBytes;
        if (at > available) {
            return "envelope is cut in its content type";
        }
        blockLength = block;
        length = at;
        return null;
    }

    /** The buffer this reads from; index 0 is the envelope's first byte. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Always 0: where the envelope begins in {@link #buffer}. */
    public int offset() {
        return 0;
    }

    /** Bytes of the envelope, that is, where the payload begins. */
    public int length() {
        return length;
    }

    /** The version of the envelope. */
    public int version() {
        return buffer.getByte(3) & 0xFF;
    }

    /** See {@link EnvelopeLayout} for the bits. */
    public int flags() {
        return buffer.getShort(FLAGS, ORDER) & 0xFFFF;
    }

    /** Version of the payload's schema. */
    public int payloadVersion() {
        return buffer.getShort(PAYLOAD_VERSION, ORDER) & 0xFFFF;
    }

    /** Number of the publishing instance. */
    public int source() {
        return buffer.getInt(SOURCE, ORDER);
    }

    /** Schema of the payload, 0 when unnamed. */
    public int payloadSchema() {
        return buffer.getInt(PAYLOAD_SCHEMA, ORDER);
    }

    /** Per source and topic, from 1. */
    public long sequence() {
        return buffer.getLong(SEQUENCE, ORDER);
    }

    /** Hash of the topic's name. */
    public long topicHash() {
        return buffer.getLong(TOPIC_HASH, ORDER);
    }

    /** Epoch nanoseconds when the bus took the message. */
    public long publishTime() {
        return buffer.getLong(PUBLISH_TIME, ORDER);
    }

    /** Epoch nanoseconds when its publisher made it. */
    public long initTime() {
        return blockLength >= EVENT_TIME - BLOCK ? buffer.getLong(INIT_TIME, ORDER) : publishTime();
    }

    /** Epoch nanoseconds when what it tells of happened. */
    public long eventTime() {
        return blockLength >= BLOCK_END - BLOCK ? buffer.getLong(EVENT_TIME, ORDER) : initTime();
    }

    /** Whether the message carries a context; without one it starts a trace. */
    public boolean hasContext() {
        return context != 0;
    }

    /** Upper half of the trace id, derived when none is carried. */
    public long traceHigh() {
        long carried = context(TRACE_HIGH);
        return (carried | context(TRACE_LOW)) != 0 ? carried : TraceIds.traceHigh(source(), topicHash());
    }

    /** Lower half of the trace id, derived when none is carried. */
    public long traceLow() {
        long carried = context(TRACE_LOW);
        return (carried | context(TRACE_HIGH)) != 0 ? carried : TraceIds.traceLow(source(), topicHash(), sequence());
    }

    /** The span id, derived when none is carried. */
    public long span() {
        long carried = context(SPAN);
        return carried != 0 ? carried : TraceIds.span(source(), topicHash(), sequence());
    }

    /** The correlation id, or 0. */
    public long correlation() {
        return context(CORRELATION);
    }

    /** Sequence of the message this one follows from, or 0. */
    public long causationSequence() {
        return context(CAUSATION_SEQUENCE);
    }

    /** Source of the message this one follows from; meaningful with a sequence. */
    public int causationSource() {
        return context == 0 ? 0 : buffer.getInt(context + CAUSATION_SOURCE, ORDER);
    }

    private long context(int field) {
        return context == 0 ? 0 : buffer.getLong(context + field, ORDER);
    }

    /** Where the topic's name begins in {@link #buffer}. */
    public int topicOffset() {
        return topicOffset;
    }

    /** Bytes of the topic's name, 0 when only the hash is sent. */
    public int topicLength() {
        return topicLength;
    }

    /** Where the content type begins in {@link #buffer}. */
    public int contentTypeOffset() {
        return contentTypeOffset;
    }

    /** Bytes of the content type, 0 for the trading schema. */
    public int contentTypeLength() {
        return contentTypeLength;
    }

    /** The content type; empty for the trading schema. Makes a string: not for the hot path. */
    public String contentType() {
        return contentTypeLength == 0 ? "" : buffer.getStringWithoutLengthAscii(contentTypeOffset, contentTypeLength);
    }
}
