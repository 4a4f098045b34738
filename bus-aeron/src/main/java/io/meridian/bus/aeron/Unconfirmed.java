package io.meridian.bus.aeron;

import java.util.Arrays;

/**
 * Remembers where each handed-over message of a named subscription ended, until it is confirmed. Used by the poller
 * alone.
 */
final class Unconfirmed {
    private Source[] sources = new Source[1024];
    private long[] ends = new long[1024];
    private long first = 1;
    private long next = 1;

    /** Ordinals are given in order, from 1. */
    void add(long ordinal, Source source, long end) {
        if (ordinal - first == ends.length) {
            grow();
        }
        int index = (int) ordinal & ends.length - 1;
        sources[index] = source;
        ends[index] = end;
        next = ordinal + 1;
    }

    void confirm(long ordinal) {
        long last = Math.min(ordinal, next - 1);
        for (; first <= last; first++) {
            int index = (int) first & ends.length - 1;
            sources[index].confirmed.lazySet(ends[index]);
        }
    }

    /** Only for a bus that holds more than it said it would. */
    private void grow() {
        int length = ends.length;
        Source[] moreSources = Arrays.copyOf(sources, 2 * length);
        long[] moreEnds = Arrays.copyOf(ends, 2 * length);
        for (long ordinal = first; ordinal < next; ordinal++) {
            int from = (int) ordinal & length - 1;
            int to = (int) ordinal & 2 * length - 1;
            moreSources[to] = sources[from];
            moreEnds[to] = ends[from];
        }
        sources = moreSources;
        ends = moreEnds;
    }
}
