package io.meridian.backtest.statistics;

import java.util.Arrays;

/** What a portfolio was worth at rising times (epoch nanoseconds). Days are days of UTC. */
public final class EquityCurve {
    private static final long DAY_NS = 86_400_000_000_000L;

    private final long[] timesNs;
    private final double[] values;

    /** Takes copies. Refuses an empty curve, times that do not rise, and values that are not finite. */
    public EquityCurve(long[] timesNs, double[] values) {
        if (timesNs.length != values.length || timesNs.length == 0) {
            throw new IllegalArgumentException("An equity curve needs one value for each time, and at least one: got "
                    + timesNs.length + " times and " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (i > 0 && timesNs[i] <= timesNs[i - 1]) {
                throw new IllegalArgumentException("The times of an equity curve must rise: point " + i + " is at "
                        + timesNs[i] + " ns, the one before it at " + timesNs[i - 1] + " ns");
            }
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "The values of an equity curve must be finite: point " + i + " is " + values[i]);
            }
        }
        this.timesNs = timesNs.clone();
        this.values = values.clone();
    }

    public int size() {
        return values.length;
    }

    public long timeNs(int point) {
        return timesNs[point];
    }

    public double value(int point) {
        return values[point];
    }

    /** The first point, then the last point of each day: the curve from which daily returns are taken. */
    public EquityCurve atDayEnds() {
        long[] times = new long[values.length];
        double[] kept = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            boolean lastOfDay = i + 1 == values.length || dayOf(i) != dayOf(i + 1);
            if (i == 0 || lastOfDay) {
                times[count] = timesNs[i];
                kept[count++] = values[i];
            }
        }
        return new EquityCurve(Arrays.copyOf(times, count), Arrays.copyOf(kept, count));
    }

    /**
     * The return from each point to the next: value / value before - 1. A return from a value that is not positive has no meaning and
     * is NaN; so is every ratio made of it.
     */
    public double[] returns() {
        double[] returns = new double[values.length - 1];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = growth(values[i], values[i + 1]);
        }
        return returns;
    }

    static double growth(double from, double to) {
        return from > 0 ? to / from - 1 : Double.NaN;
    }

    private long dayOf(int point) {
        return Math.floorDiv(timesNs[point], DAY_NS);
    }
}
