package io.meridian.bus.report;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The messages that one subscriber was given, in few bytes, since there is an entry for each of them. Little endian:
 *
 * <pre>
 *   0  version                                                             1 byte
 *   1  since: its subscriptions have stood since then, epoch ns            8
 *   9  the time that the first entry's is told from, epoch ns              8
 *  17  entries, one after the other:
 *      number of its stream; the next free one begins a stream             varint
 *      of a new stream: kind 1, source 4, hash of the topic 8, sequence 8
 *      of a known one: how far the sequence is from the one expected       zigzag varint
 *      time since the entry before, ns                                     zigzag varint
 * </pre>
 *
 * A stream is what one source publishes on one topic, given in one way (its kind).
 */
public final class DeliveryReport {
    /** Reports are published there; the instance's name follows. */
    public static final String TOPIC = "platform.audit.delivered.";
    /** All of them. */
    public static final String PATTERN = TOPIC + "*";

    public static final String CONTENT_TYPE = "application/vnd.meridian.delivered";

    /** Of the fast profile, and something published followed from it. */
    public static final byte FAST = 0;
    /** Durable, and to be given to this subscriber without exception. */
    public static final byte EACH = 1;
    /** Durable, and shared with other members of a group. */
    public static final byte SHARED = 2;
    /** Durable, to be given to this subscriber, and with reason not given: it had it before, or it may not have it. */
    public static final byte PASSED_OVER = 3;

    static final int VERSION = 2;
    static final int HEAD = 17;
    static final int NEW_STREAM = 21;
    static final int LONGEST_VARINT = 10;
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    /** Of one report. */
    static final int MOST_STREAMS = 1_024;

    private DeliveryReport() {}

    /** Hears of the entries. */
    @FunctionalInterface
    public interface Reader {
        /** @param deliveredNs epoch ns */
        void onDelivered(byte kind, int source, long topicHash, long sequence, long deliveredNs);
    }

    /** Since when, epoch ns, the subscriptions of the reporter have stood; what was expected of it before is void. @throws IllegalArgumentException when it is no report */
    public static long since(DirectBuffer buffer, int offset, int length) {
        if (length < HEAD || buffer.getByte(offset) != VERSION) {
            throw new IllegalArgumentException("length=" + length + ", first byte "
                    + (length > 0 ? buffer.getByte(offset) : -1) + ": that is no report of version " + VERSION);
        }
        return buffer.getLong(offset + 1, ORDER);
    }

    /**
     * Reads all entries.
     *
     * @throws IllegalArgumentException when what comes is no entry; those before it were told
     */
    public static void read(DirectBuffer buffer, int offset, int length, Reader reader) {
        since(buffer, offset, length);
        new Reading(buffer, offset, length, reader).run();
    }

    private static final class Reading {
        private final DirectBuffer buffer;
        private final int end;
        private final Reader reader;
        private final Streams streams = new Streams();
        private int at;

        private Reading(DirectBuffer buffer, int offset, int length, Reader reader) {
            this.buffer = buffer;
            this.reader = reader;
            at = offset + HEAD;
            end = offset + length;
        }

        private void run() {
            long time = buffer.getLong(at - Long.BYTES, ORDER);
            while (at < end) {
                long number = varint();
                if (number < 0 || number > streams.count || number >= MOST_STREAMS) {
                    throw new IllegalArgumentException("stream=" + number + " of " + streams.count + " is unknown");
                }
                int stream = (int) number;
                if (stream == streams.count) {
                    begin();
                } else {
                    streams.sequences[stream] += 1 + zigzag();
                }
                time += zigzag();
                reader.onDelivered(
                        streams.kinds[stream],
                        streams.sources[stream],
                        streams.topicHashes[stream],
                        streams.sequences[stream],
                        time);
            }
        }

        private void begin() {
            need(NEW_STREAM);
            byte kind = buffer.getByte(at);
            if (kind < FAST || kind > PASSED_OVER) {
                throw new IllegalArgumentException("kind=" + kind + " is unknown");
            }
            streams.add(
                    kind, buffer.getInt(at + 1, ORDER), buffer.getLong(at + 5, ORDER), buffer.getLong(at + 13, ORDER));
            at += NEW_STREAM;
        }

        private void need(int bytes) {
            if (end - at < bytes) {
                throw new IllegalArgumentException("the report ends within an entry");
            }
        }

        private long zigzag() {
            long value = varint();
            return value >>> 1 ^ -(value & 1);
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 7 * LONGEST_VARINT; shift += 7) {
                need(1);
                byte next = buffer.getByte(at++);
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number is too long");
        }
    }
}
