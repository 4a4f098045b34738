package io.meridian.cluster.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * When something was written, in an order that all nodes see alike: by the clock as far as clocks go, then by a count, then by the writer.
 *
 * @param writer of one start of one node
 */
public record Stamp(long millis, int count, String writer) implements Comparable<Stamp> {
    private static final Comparator<Stamp> ORDER = Comparator.comparingLong(Stamp::millis)
            .thenComparingInt(Stamp::count)
            .thenComparing(Stamp::writer);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(millis);
        out.writeInt(count);
        out.writeUTF(writer);
    }

    static Stamp read(DataInput in) throws IOException {
        return new Stamp(in.readLong(), in.readInt(), in.readUTF());
    }
}
