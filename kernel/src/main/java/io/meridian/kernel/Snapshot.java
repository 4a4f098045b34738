package io.meridian.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.kernel.state.StateHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The state of a kernel as bytes. All are 64-bit words, little endian:
 *
 * <pre>
 *   word 0       MAGIC ("MERKERN" and the version of the format, which is 1)
 *   word 1       the number of words between here and the hash
 *   word 2..3    keptAnswers, keptOrders: the options that the state depends on
 *   word 4..     the state, table by table, as {@link io.meridian.kernel.state.State#save} gives it
 *   last word    hash of the state, which is {@link Kernel#hash}
 * </pre>
 *
 * The same state gives the same bytes.
 */
public final class Snapshot {
    public static final long VERSION = 1;

    private static final long MAGIC = 0x4E52_454B_5245_4DL | VERSION << 56;
    private static final int HEAD_WORDS = 4;

    private Snapshot() {}

    /** Writes the state, into a buffer that grows. @return the length in bytes */
    public static int write(Kernel kernel, MutableDirectBuffer buffer, int offset) {
        int[] at = {offset + HEAD_WORDS * 8};
        StateHash hash = new StateHash();
        kernel.state().save(word -> {
            buffer.putLong(at[0], word, LITTLE_ENDIAN);
            at[0] = Math.addExact(at[0], 8);
            hash.put(word);
        });
        buffer.putLong(offset, MAGIC, LITTLE_ENDIAN);
        buffer.putLong(offset + 8, (at[0] - offset) / 8 - 2, LITTLE_ENDIAN);
        buffer.putLong(offset + 16, kernel.options().keptAnswers(), LITTLE_ENDIAN);
        buffer.putLong(offset + 24, kernel.options().keptOrders(), LITTLE_ENDIAN);
        buffer.putLong(at[0], hash.value(), LITTLE_ENDIAN);
        return at[0] + 8 - offset;
    }

    /**
     * A kernel that goes on where another was.
     *
     * @throws IllegalArgumentException when the bytes are no snapshot, are cut short or damaged, or were written with other options
     */
    public static Kernel restore(KernelOptions options, EventSink sink, DirectBuffer buffer, int offset, int length) {
        if (length < (HEAD_WORDS + 1) * 8 || buffer.getLong(offset, LITTLE_ENDIAN) != MAGIC) {
            throw new IllegalArgumentException("length=" + length + ": no snapshot of version " + VERSION);
        }
        long words = buffer.getLong(offset + 8, LITTLE_ENDIAN) + 3;
        if (words * 8 != length) {
            throw new IllegalArgumentException("length=" + length + " expected=" + words * 8 + ": the snapshot is cut");
        }
        long keptAnswers = buffer.getLong(offset + 16, LITTLE_ENDIAN);
        long keptOrders = buffer.getLong(offset + 24, LITTLE_ENDIAN);
        if (keptAnswers != options.keptAnswers() || keptOrders != options.keptOrders()) {
            throw new IllegalArgumentException("keptAnswers=" + keptAnswers + " keptOrders=" + keptOrders
                    + " in the snapshot differ from " + options);
        }
        int end = offset + length - 8;
        StateHash hash = new StateHash();
        for (int at = offset + HEAD_WORDS * 8; at < end; at += 8) {
            hash.put(buffer.getLong(at, LITTLE_ENDIAN));
        }
        if (hash.value() != buffer.getLong(end, LITTLE_ENDIAN)) {
            throw new IllegalArgumentException("length=" + length + ": the snapshot is damaged, its hash differs");
        }
        Kernel kernel = new Kernel(options, sink);
        int[] at = {offset + HEAD_WORDS * 8};
        kernel.state().load(() -> {
            long word = buffer.getLong(at[0], LITTLE_ENDIAN);
            at[0] += 8;
            return word;
        });
        return kernel;
    }
}
