package io.meridian.platform.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.meridian.bus.Message;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * One record of the journal: a message that was taken, its answer, and the events it made; as one unit.
 *
 * <pre>
 *   0   kind              1 byte     MESSAGE, PRICES (events alone) or TOLD (no events: all records up to 'sequence' were told)
 *   1   source            4 bytes    of the message's id
 *   5   sequence          8 bytes    of the message's id; of TOLD: the number of a record
 *   13  time              8 bytes    at which it was decided
 *   21  answer            8 bytes
 *   29  trace, correlation 24 bytes
 *   53  topic length      2 bytes, then the topic
 *   ..  message length    4 bytes, then the message
 *   ..  events            each: length 4 bytes, then the event; up to the end
 * </pre>
 *
 * Little endian. The journal file puts length and checksum around it.
 */
final class JournalRecord {
    static final byte MESSAGE = 1;
    static final byte PRICES = 2;
    static final byte TOLD = 3;

    private static final int SOURCE = 1;
    private static final int SEQUENCE = 5;
    private static final int TIME = 13;
    private static final int ANSWER = 21;
    private static final int TRACE_HIGH = 29;
    private static final int TRACE_LOW = 37;
    private static final int CORRELATION = 45;
    private static final int TOPIC = 53;

    /** Sees the events of a record, in order. */
    @FunctionalInterface
    interface Events {
        void onEvent(DirectBuffer buffer, int offset, int length);
    }

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private int length;
    private int eventsBegin;

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    // Writing.

    void begin(byte kind, long timeNs) {
        buffer.setMemory(0, TOPIC, (byte) 0);
        buffer.putByte(0, kind);
        buffer.putLong(TIME, timeNs, LITTLE_ENDIAN);
        buffer.putShort(TOPIC, (short) 0, LITTLE_ENDIAN);
        buffer.putInt(TOPIC + 2, 0, LITTLE_ENDIAN);
        eventsBegin = TOPIC + 6;
        length = eventsBegin;
    }

    /** Begins the record of a message that the kernel takes by itself. */
    void begin(DirectBuffer message, int messageLength, long timeNs) {
        begin(MESSAGE, timeNs);
        message("", message, 0, messageLength);
    }

    void begin(Message message, String topic, long timeNs) {
        begin(MESSAGE, timeNs);
        buffer.putInt(SOURCE, message.source(), LITTLE_ENDIAN);
        buffer.putLong(SEQUENCE, message.sequence(), LITTLE_ENDIAN);
        buffer.putLong(TRACE_HIGH, message.traceHigh(), LITTLE_ENDIAN);
        buffer.putLong(TRACE_LOW, message.traceLow(), LITTLE_ENDIAN);
        buffer.putLong(CORRELATION, message.correlation(), LITTLE_ENDIAN);
        message(topic, message.buffer(), message.offset(), message.length());
    }

    private void message(String topic, DirectBuffer message, int offset, int messageLength) {
        buffer.putShort(TOPIC, (short) topic.length(), LITTLE_ENDIAN);
        buffer.putStringWithoutLengthAscii(TOPIC + 2, topic);
        int at = TOPIC + 2 + topic.length();
        buffer.putInt(at, messageLength, LITTLE_ENDIAN);
        buffer.putBytes(at + 4, message, offset, messageLength);
        eventsBegin = at + 4 + messageLength;
        length = eventsBegin;
    }

    void told(long record) {
        begin(TOLD, 0);
        buffer.putLong(SEQUENCE, record, LITTLE_ENDIAN);
    }

    void event(DirectBuffer event, int offset, int eventLength) {
        buffer.putInt(length, eventLength, LITTLE_ENDIAN);
        buffer.putBytes(length + 4, event, offset, eventLength);
        length += 4 + eventLength;
    }

    void answer(long answer) {
        buffer.putLong(ANSWER, answer, LITTLE_ENDIAN);
    }

    boolean hasEvents() {
        return length > eventsBegin;
    }

    // Reading.

    /** @throws IllegalArgumentException when the bytes are no record */
    void read(DirectBuffer from, int offset, int recordLength) {
        buffer.putBytes(0, from, offset, recordLength);
        length = recordLength;
        if (length < TOPIC + 6 || kind() < MESSAGE || kind() > TOLD) {
            throw new IllegalArgumentException("length=" + recordLength + " is no record of the journal");
        }
        int topicEnd = TOPIC + 2 + topicLength();
        if (topicEnd + 4 > length || messageLength() < 0 || topicEnd + 4 + messageLength() > length) {
            throw new IllegalArgumentException("a record of the journal is cut: length=" + recordLength);
        }
        eventsBegin = topicEnd + 4 + messageLength();
    }

    byte kind() {
        return buffer.getByte(0);
    }

    int source() {
        return buffer.getInt(SOURCE, LITTLE_ENDIAN);
    }

    long sequence() {
        return buffer.getLong(SEQUENCE, LITTLE_ENDIAN);
    }

    long time() {
        return buffer.getLong(TIME, LITTLE_ENDIAN);
    }

    long answer() {
        return buffer.getLong(ANSWER, LITTLE_ENDIAN);
    }

    long traceHigh() {
        return buffer.getLong(TRACE_HIGH, LITTLE_ENDIAN);
    }

    long traceLow() {
        return buffer.getLong(TRACE_LOW, LITTLE_ENDIAN);
    }

    long correlation() {
        return buffer.getLong(CORRELATION, LITTLE_ENDIAN);
    }

    private int topicLength() {
        return buffer.getShort(TOPIC, LITTLE_ENDIAN) & 0xFFFF;
    }

    String topic() {
        byte[] name = new byte[topicLength()];
        buffer.getBytes(TOPIC + 2, name);
        return new String(name, US_ASCII);
    }

    int messageOffset() {
        return TOPIC + 6 + topicLength();
    }

    int messageLength() {
        return buffer.getInt(TOPIC + 2 + topicLength(), LITTLE_ENDIAN);
    }

    void forEachEvent(Events events) {
        int at = eventsBegin;
        while (at < length) {
            int eventLength = buffer.getInt(at, LITTLE_ENDIAN);
            if (eventLength < 1 || at + 4 + eventLength > length) {
                throw new IllegalArgumentException("an event in a record of the journal is cut: at=" + at);
            }
            events.onEvent(buffer, at + 4, eventLength);
            at += 4 + eventLength;
        }
    }
}
