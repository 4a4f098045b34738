package io.meridian.backtest.result;

import java.util.Arrays;

/**
 * Points in order of time that thin themselves. While they are few all are kept. When there are too many, time is cut into stretches, twice as
 * long each time, and of each stretch the last point is kept and those at which the first column was highest and lowest. Stretches are parts
 * of a day (UTC), so that each day's last point stays; a series that must not keep days may have longer ones. Adding allocates only while
 * the arrays grow.
 */
final class ThinSeries {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int FINEST = 40;
    private static final int FIRST = 64;

    private final int limit;
    private final boolean keepDays;
    private final double[][] columns;
    private long[] timesNs = new long[FIRST];
    private int size;

    /** A stretch is a day divided by two to this power; below zero: days multiplied. */
    private int halvings = FINEST;

    /** @param limit how many points to keep at most; a series that keeps days has up to three a day, however many that are */
    ThinSeries(int columns, int limit, boolean keepDays) {
        if (limit < FIRST) {
            throw new IllegalArgumentException("limit=" + limit + " points is below " + FIRST);
        }
        this.limit = limit;
        this.keepDays = keepDays;
        this.columns = new double[columns][FIRST];
    }

    int size() {
        return size;
    }

    /** The place of the point at a time, into which each column is then written. A second point of the same time takes the place of the first. */
    int at(long timeNs) {
        if (size > 0 && timeNs <= timesNs[size - 1]) {
            if (timeNs < timesNs[size - 1]) {
                throw new IllegalArgumentException(
                        "time_ns=" + timeNs + " is before the last point, time_ns=" + timesNs[size - 1]);
            }
            return size - 1;
        }
        if (size == timesNs.length) {
            makeRoom();
        }
        timesNs[size] = timeNs;
        return size++;
    }

    void set(int point, int column, double value) {
        columns[column][point] = value;
    }

    double get(int point, int column) {
        return columns[column][point];
    }

    /** Thins what came since it last had to: the series is then even from end to end. */
    void settle() {
        if (halvings < FINEST) {
            thin();
        }
    }

    long[] times() {
        return Arrays.copyOf(timesNs, size);
    }

    double[] column(int column) {
        return Arrays.copyOf(columns[column], size);
    }

    private void makeRoom() {
        if (timesNs.length >= limit) {
            thin();
            int coarsest = keepDays ? 0 : Integer.MIN_VALUE / 2;
            while (size > timesNs.length / 2 && halvings > coarsest) {
                halvings--;
                thin();
            }
        }
        if (size > timesNs.length / 2) {
            grow(timesNs.length >= limit ? 2 * timesNs.length : Math.min(limit, 2 * timesNs.length));
        }
    }

    private void grow(int length) {
        timesNs = Arrays.copyOf(timesNs, length);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Arrays.copyOf(columns[i], length);
        }
    }

    private void thin() {
        int kept = 0;
        int begin = 0;
        while (begin < size) {
            int lowest = begin;
            int highest = begin;
            int end = begin + 1;
            while (end < size && sameStretch(timesNs[begin], timesNs[end])) {
                lowest = columns[0][end] < columns[0][lowest] ? end : lowest;
                highest = columns[0][end] > columns[0][highest] ? end : highest;
                end++;
            }
            kept = keep(Math.min(lowest, highest), kept);
            kept = lowest == highest ? kept : keep(Math.max(lowest, highest), kept);
            kept = Math.max(lowest, highest) == end - 1 ? kept : keep(end - 1, kept);
            begin = end;
        }
        size = kept;
    }

    private int keep(int point, int as) {
        timesNs[as] = timesNs[point];
        for (double[] column : columns) {
            column[as] = column[point];
        }
        return as + 1;
    }

    private boolean sameStretch(long one, long other) {
        long day = Math.floorDiv(one, DAY_NS);
        long otherDay = Math.floorDiv(other, DAY_NS);
        if (halvings <= 0) {
            return day >> -halvings == otherDay >> -halvings;
        }
        long stretch = Math.ceilDiv(DAY_NS, 1L << halvings);
        return day == otherDay && (one - day * DAY_NS) / stretch == (other - day * DAY_NS) / stretch;
    }
}
