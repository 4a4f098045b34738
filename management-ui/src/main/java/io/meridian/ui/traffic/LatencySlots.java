package io.meridian.ui.traffic;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long deliveries took, by half minutes of the last quarter of an hour. A report counts in the half minute that it ends in. */
final class LatencySlots {
    static final int SLOTS = 30;
    static final long SLOT_NS = TimeUnit.SECONDS.toNanos(30);

    private final long[] numbers = new long[SLOTS];
    private final long[][] counts = new long[SLOTS][];
    /** Of buckets beyond those that are numbered: counted, and shown in none. */
    private long unplaced;

    static long slotOf(long timeNs) {
        return Math.floorDiv(timeNs - 1, SLOT_NS);
    }

    void add(long toNs, int bucket, long count) {
        if (bucket < 0) {
            unplaced += count;
            return;
        }
        long slot = slotOf(toNs);
        int place = (int) Math.floorMod(slot, (long) SLOTS);
        if (counts[place] == null || numbers[place] < slot) {
            numbers[place] = slot;
            counts[place] = new long[bucket + 1];
        } else if (numbers[place] > slot) {
            // A report of more than a quarter of an hour ago.
            return;
        }
        if (bucket >= counts[place].length) {
            counts[place] = Arrays.copyOf(counts[place], bucket + 1);
        }
        counts[place][bucket] += count;
    }

    /** By bucket; empty where there is nothing. */
    long[] of(long slot) {
        int place = (int) Math.floorMod(slot, (long) SLOTS);
        return counts[place] != null && numbers[place] == slot ? counts[place] : new long[0];
    }

    long unplaced() {
        return unplaced;
    }
}
