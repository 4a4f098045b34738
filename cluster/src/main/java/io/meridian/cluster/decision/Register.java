package io.meridian.cluster.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * What was decided about one thing.
 *
 * @param version counts the decisions about it, from 1
 * @param position of the decision among all
 * @param by the node that asked for it
 * @param at when that was, by its clock
 */
public record Register(String key, byte[] value, long version, long position, String by, Instant at) {
    /** What is known of something that nothing was decided about. */
    public static Register none(String key) {
        return new Register(key, new byte[0], 0, 0, "", Instant.EPOCH);
    }

    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(key);
        out.writeInt(value.length);
        out.write(value);
        out.writeLong(version);
        out.writeLong(position);
        out.writeUTF(by);
        out.writeLong(at.toEpochMilli());
    }

    static Register read(DataInput in) throws IOException {
        String key = in.readUTF();
        byte[] value = new byte[in.readInt()];
        in.readFully(value);
        return new Register(
                key, value, in.readLong(), in.readLong(), in.readUTF(), Instant.ofEpochMilli(in.readLong()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Register that
                && key.equals(that.key)
                && version == that.version
                && position == that.position
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + Long.hashCode(version);
    }
}
