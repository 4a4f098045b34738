package io.meridian.sdk.indicator;

/** Simple moving average: the mean of the last {@code period} values. Ready after {@code period} updates. */
public final class Sma {
    private final Window window;
    private double sum;

    /** @param period from 1 */
    public Sma(int period) {
        window = new Window(Inputs.period(period, 1));
    }

    /** Takes the next value and gives the average, {@code NaN} until it is ready. */
    public double update(double value) {
        Inputs.finite("value", value);
        sum += value - window.push(value);
        if (window.isAtTurn()) {
            sum = window.sum();
        }
        return value();
    }

    /** The average, {@code NaN} until it is ready. */
    public double value() {
        return isReady() ? sum / window.length() : Double.NaN;
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
        sum = 0;
    }
}
