package io.meridian.sdk.indicator;

/**
 * Mean and standard deviation of the last {@code period} values, as of a whole population (divided by {@code period}, not by
 * one less). Ready after {@code period} updates.
 */
public final class RollingStdDev {
    private final Window window;
    private double mean;
    private double squares;

    /** @param period from 2 */
    public RollingStdDev(int period) {
        window = new Window(Inputs.period(period, 2));
    }

    /** Takes the next value and gives the deviation, {@code NaN} until it is ready. */
    public double update(double value) {
        Inputs.finite("value", value);
        boolean slides = window.isFull();
        double gone = window.push(value);
        if (window.isAtTurn()) {
            mean = window.sum() / window.size();
            squares = window.squaresAround(mean);
        } else if (slides) {
            // Around the mean, not from sums of squares: those lose the deviation of large values that differ little.
            double before = mean;
            mean += (value - gone) / window.length();
            squares = Math.max(0, squares + (value - gone) * (value - mean + gone - before));
        }
        return value();
    }

    /** The deviation, {@code NaN} until it is ready. */
    public double value() {
        return isReady() ? Math.sqrt(squares / window.length()) : Double.NaN;
    }

    /** The mean of the same values, {@code NaN} until it is ready. */
    public double mean() {
        return isReady() ? mean : Double.NaN;
    }

    public boolean isReady() {
        return window.isFull();
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return window.length();
    }

    /** Forgets all values. */
    public void reset() {
        window.clear();
        mean = 0;
        squares = 0;
    }
}
