package io.meridian.bus.envelope;

import io.meridian.bus.envelope.sbe.EnvelopeDecoder;
import io.meridian.bus.envelope.sbe.EnvelopeDecoder.ContextDecoder;
import io.meridian.bus.envelope.sbe.MessageHeaderDecoder;

/**
 * Where the fields of an envelope are, counted from its first byte, as the generated codecs lay them out.
 *
 * <pre>
 *   0        1        2        3        4                 6                 8
 *  +--------+--------+--------+--------+-----------------+-----------------+
 *  | block  |template| schema |version |      flags      | payload version |
 *  +--------+--------+--------+--------+-----------------+-----------------+
 *  |              source               |          payload schema           |   8
 *  +-----------------------------------+-----------------------------------+
 *  |                              sequence                                 |  16
 *  +-----------------------------------------------------------------------+
 *  |                             topic hash                                |  24
 *  +-----------------------------------------------------------------------+
 *  |                       publish time, epoch ns                          |  32
 *  +-----------------------------------------------------------------------+
 *  |                         init time, epoch ns                           |  40
 *  +-----------------------------------------------------------------------+
 *  |                         event time, epoch ns                          |  48
 *  +--------+--------+-----------------------------------------------------+
 *  |44      | 0 or 1 |  context: trace 16, span 8, correlation 8,             56
 *  +--------+--------+           causation sequence 8, source 4            |
 *  | length | topic ...                                                    |
 *  +--------+--------------------------------------------------------------+
 *  | length | content type ...                                             |
 *  +--------+--------------------------------------------------------------+
 *  | payload, to the end of the frame                                      |
 * </pre>
 */
public final class EnvelopeLayout {
    /** Read from a record: never live. */
    public static final int FLAG_REPLAYED = 1;

    /** May have been delivered before under the same id. */
    public static final int FLAG_DUPLICATE_POSSIBLE = 1 << 1;

    /** Answers the request named by the correlation id. */
    public static final int FLAG_REPLY = 1 << 2;

    /** Wants an answer on the reply topic of its source. */
    public static final int FLAG_REQUEST = 1 << 3;

    /** The request was taken, its answer comes later. */
    public static final int FLAG_TAKEN = 1 << 4;

    /** Bytes in front of the payload of a message with neither context nor names. */
    public static final int LEAN_LENGTH;

    /** Bytes of the longest possible envelope. */
    public static final int MAX_LENGTH;

    static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;
    static final int FLAGS = BLOCK + EnvelopeDecoder.flagsEncodingOffset();
    static final int PAYLOAD_VERSION = BLOCK + EnvelopeDecoder.payloadVersionEncodingOffset();
    static final int SOURCE = BLOCK + EnvelopeDecoder.sourceEncodingOffset();
    static final int PAYLOAD_SCHEMA = BLOCK + EnvelopeDecoder.payloadSchemaEncodingOffset();
    static final int SEQUENCE = BLOCK + EnvelopeDecoder.sequenceEncodingOffset();
    static final int TOPIC_HASH = BLOCK + EnvelopeDecoder.topicHashEncodingOffset();
    static final int PUBLISH_TIME = BLOCK + EnvelopeDecoder.publishTimeEncodingOffset();
    static final int INIT_TIME = BLOCK + EnvelopeDecoder.initTimeEncodingOffset();
    static final int EVENT_TIME = BLOCK + EnvelopeDecoder.eventTimeEncodingOffset();
    static final int BLOCK_END = BLOCK + EnvelopeDecoder.BLOCK_LENGTH;

    static final int GROUP_HEADER = ContextDecoder.HEADER_SIZE;
    static final int CONTEXT_LENGTH = ContextDecoder.sbeBlockLength();
    static final int TRACE_HIGH = ContextDecoder.traceHighEncodingOffset();
    static final int TRACE_LOW = ContextDecoder.traceLowEncodingOffset();
    static final int SPAN = ContextDecoder.spanEncodingOffset();
    static final int CORRELATION = ContextDecoder.correlationEncodingOffset();
    static final int CAUSATION_SEQUENCE = ContextDecoder.causationSequenceEncodingOffset();
    static final int CAUSATION_SOURCE = ContextDecoder.causationSourceEncodingOffset();

    /** The longest text a topic or content type may be. */
    static final int MAX_TEXT = 254;

    static {
        LEAN_LENGTH = BLOCK_END + GROUP_HEADER + 2;
        MAX_LENGTH = LEAN_LENGTH + CONTEXT_LENGTH + 2 * MAX_TEXT;
    }

    private EnvelopeLayout() {}
}
