package io.meridian.bus;

import java.util.Arrays;

/**
 * How far one source has counted on one topic, and which numbers were passed over, so that a message that comes late is told
 * from one that comes twice. Remembers the latest {@value #MAX_GAPS} gaps; what is missing from older ones counts as seen.
 */
final class SequenceCounter {
    /** The message was seen before. */
    static final long SEEN = -1;

    /** The message is older than the newest, but is seen for the first time. */
    static final long LATE = -2;

    private static final int MAX_GAPS = 64;
    private static final long[] NONE = {};

    final int source;
    private final long first;
    private long highest;
    /** Pairs of first and last missing number, ascending. */
    private long[] gaps = NONE;

    private int gapCount;

    SequenceCounter(int source, long first) {
        this.source = source;
        this.first = first;
        highest = first - 1;
    }

    /** How many are missing right before it when positive, 0 when it is the next one, {@link #SEEN} or {@link #LATE}. */
    long observe(long sequence) {
        long missing = sequence - highest - 1;
        if (missing < 0) {
            return wasMissing(sequence) ? LATE : SEEN;
        }
        if (missing > 0) {
            addGap(highest + 1, sequence - 1);
        }
        highest = sequence;
        return missing;
    }

    private void addGap(long from, long to) {
        if (gapCount == MAX_GAPS) {
            System.arraycopy(gaps, 2, gaps, 0, 2 * (MAX_GAPS - 1));
            gapCount--;
        }
        if (2 * gapCount == gaps.length) {
            gaps = Arrays.copyOf(gaps, Math.min(2 * MAX_GAPS, Math.max(8, 2 * gaps.length)));
        }
        gaps[2 * gapCount] = from;
        gaps[2 * gapCount + 1] = to;
        gapCount++;
    }

    /** Whether it is one of those passed over, or from before this counter began; if so, it is missing no more. */
    private boolean wasMissing(long sequence) {
        if (sequence < first) {
            return true;
        }
        for (int i = 0; i < gapCount; i++) {
            long from = gaps[2 * i];
            long to = gaps[2 * i + 1];
            if (sequence >= from && sequence <= to) {
                fill(i, from, to, sequence);
                return true;
            }
        }
        return false;
    }

    private void fill(int gap, long from, long to, long sequence) {
        System.arraycopy(gaps, 2 * gap + 2, gaps, 2 * gap, 2 * (gapCount - gap - 1));
        gapCount--;
        if (sequence > from) {
            insertGap(gap, from, sequence - 1);
            insertGap(gap + 1, sequence + 1, to);
        } else {
            insertGap(gap, sequence + 1, to);
        }
    }

    private void insertGap(int at, long from, long to) {
        if (from > to || gapCount == MAX_GAPS) {
            return;
        }
        if (2 * gapCount == gaps.length) {
            gaps = Arrays.copyOf(gaps, Math.min(2 * MAX_GAPS, 2 * gaps.length));
        }
        System.arraycopy(gaps, 2 * at, gaps, 2 * at + 2, 2 * (gapCount - at));
        gaps[2 * at] = from;
        gaps[2 * at + 1] = to;
        gapCount++;
    }
}
