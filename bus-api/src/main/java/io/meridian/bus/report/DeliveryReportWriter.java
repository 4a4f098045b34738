package io.meridian.bus.report;

import static io.meridian.bus.report.DeliveryReport.*;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes one report after the other into a buffer of its own. Allocates nothing once it knows as many streams as there are. For one thread. */
final class DeliveryReportWriter {
    /** Within the least that any bus carries. */
    static final int ROOM = 16 << 10;

    private static final int LONGEST_ENTRY = 3 * LONGEST_VARINT + NEW_STREAM;
    /** Twice as many as there are streams, so that a place is found quickly. */
    private static final int PLACES = 2 * MOST_STREAMS;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
    private final Streams streams = new Streams();
    /** By a hash of a stream: its number, in the report that {@link #reports} names. */
    private final int[] numbers = new int[PLACES];

    private final int[] reports = new int[PLACES];
    private int report;
    private int used;
    private long lastNs;

    /** Begins a report without entries. */
    void begin(long sinceNs) {
        streams.count = 0;
        report++;
        buffer.putByte(0, (byte) VERSION);
        buffer.putLong(1, sinceNs, ORDER);
        buffer.putLong(9, 0, ORDER);
        used = HEAD;
    }

    /** @return false: it is full */
    boolean add(byte kind, int source, long topicHash, long sequence, long deliveredNs) {
        if (used + LONGEST_ENTRY > ROOM || streams.count == MOST_STREAMS) {
            return false;
        }
        if (isEmpty()) {
            lastNs = deliveredNs;
            buffer.putLong(9, deliveredNs, ORDER);
        }
        int stream = number(kind, source, topicHash);
        varint(stream);
        if (stream == streams.count) {
            buffer.putByte(used, kind);
            buffer.putInt(used + 1, source, ORDER);
            buffer.putLong(used + 5, topicHash, ORDER);
            buffer.putLong(used + 13, sequence, ORDER);
            used += NEW_STREAM;
            streams.add(kind, source, topicHash, sequence);
        } else {
            zigzag(sequence - streams.sequences[stream] - 1);
            streams.sequences[stream] = sequence;
        }
        zigzag(deliveredNs - lastNs);
        lastNs = deliveredNs;
        return true;
    }

    private int number(byte kind, int source, long topicHash) {
        long mixed = (topicHash * 31 + source) * 4 + kind;
        int place = (int) (mixed * 0x9E3779B97F4A7C15L >>> 53) & PLACES - 1;
        while (reports[place] == report) {
            int number = numbers[place];
            if (streams.topicHashes[number] == topicHash
                    && streams.sources[number] == source
                    && streams.kinds[number] == kind) {
                return number;
            }
            place = place + 1 & PLACES - 1;
        }
        reports[place] = report;
        numbers[place] = streams.count;
        return streams.count;
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer.putByte(used++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.putByte(used++, (byte) rest);
    }

    boolean isEmpty() {
        return used == HEAD;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return used;
    }
}
