package io.meridian.sdk.indicator;

/**
 * The least or the greatest of the last {@code period} values. Ready after {@code period} updates. An update costs the same
 * for any period, on average.
 */
public final class RollingExtreme {
    private final int period;
    private final boolean greatest;

    /** Those that can still become the extreme, in the order they came; each less extreme than the one before. */
    private final double[] candidates;

    private final long[] numbers;
    private int first;
    private int size;
    private long count;

    private RollingExtreme(int period, boolean greatest) {
        this.period = Inputs.period(period, 1);
        this.greatest = greatest;
        candidates = new double[period];
        numbers = new long[period];
    }

    /** @param period from 1 */
    public static RollingExtreme min(int period) {
        return new RollingExtreme(period, false);
    }

    /** @param period from 1 */
    public static RollingExtreme max(int period) {
        return new RollingExtreme(period, true);
    }

    /** Takes the next value and gives the extreme, {@code NaN} until it is ready. */
    public double update(double value) {
        Inputs.finite("value", value);
        if (size > 0 && numbers[first] == count - period) {
            first = at(1);
            size--;
        }
        while (size > 0 && gives(candidates[at(size - 1)], value)) {
            size--;
        }
        int last = at(size);
        candidates[last] = value;
        numbers[last] = count;
        size++;
        count++;
        return value();
    }

    private boolean gives(double old, double value) {
        return greatest ? old <= value : old >= value;
    }

    private int at(int offset) {
        int index = first + offset;
        return index >= period ? index - period : index;
    }

    /** The extreme, {@code NaN} until it is ready. */
    public double value() {
        return isReady() ? candidates[first] : Double.NaN;
    }

    public boolean isReady() {
        return count >= period;
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return period;
    }

    /** Forgets all values. */
    public void reset() {
        first = 0;
        size = 0;
        count = 0;
    }
}
