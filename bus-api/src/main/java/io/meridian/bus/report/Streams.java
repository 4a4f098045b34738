package io.meridian.bus.report;

import java.util.Arrays;

/** The streams of one report by their numbers. Reused; for one thread. */
final class Streams {
    private static final int FIRST_ROOM = 16;

    byte[] kinds = new byte[FIRST_ROOM];
    int[] sources = new int[FIRST_ROOM];
    long[] topicHashes = new long[FIRST_ROOM];
    /** The last sequence of each. */
    long[] sequences = new long[FIRST_ROOM];

    int count;

    void add(byte kind, int source, long topicHash, long sequence) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            sources = Arrays.copyOf(sources, 2 * count);
            topicHashes = Arrays.copyOf(topicHashes, 2 * count);
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        kinds[count] = kind;
        sources[count] = source;
        topicHashes[count] = topicHash;
        sequences[count] = sequence;
        count++;
    }
}
