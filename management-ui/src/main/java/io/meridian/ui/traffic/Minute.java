package io.meridian.ui.traffic;

import java.util.concurrent.TimeUnit;

/** Which of the last reports of one instance tell of the last minute, and of how much time they tell together. */
final class Minute {
    /** So many reports are kept at most: where they come more often, they tell of less than a minute. */
    static final int REPORTS = 12;

    static final long LENGTH_NS = TimeUnit.MINUTES.toNanos(1);

    private final long[] fromNs = new long[REPORTS];
    private final long[] toNs = new long[REPORTS];
    private int count;

    /** @return the place of the next report, which takes that of the oldest */
    int add(long reportFromNs, long reportToNs) {
        int place = count % REPORTS;
        fromNs[place] = reportFromNs;
        toNs[place] = reportToNs;
        // Never above twice the ring, so that it never overflows.
        count = count + 1 == 2 * REPORTS ? REPORTS : count + 1;
        return place;
    }

    /** Those that ended within the last minute before {@code nowNs}; the last one in any case. */
    boolean[] within(long nowNs) {
        boolean[] counts = new boolean[REPORTS];
        int last = (count - 1) % REPORTS;
        for (int i = 0; i < Math.min(count, REPORTS); i++) {
            counts[i] = i == last || toNs[i] > nowNs - LENGTH_NS;
        }
        return counts;
    }

    /** How much time they tell of. */
    long coveredNs(boolean[] counts) {
        long sum = 0;
        for (int i = 0; i < REPORTS; i++) {
            sum += counts[i] ? toNs[i] - fromNs[i] : 0;
        }
        return sum;
    }
}
