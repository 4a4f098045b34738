package io.meridian.sdk.indicator;

/**
 * Exponential moving average with the weight {@code 2 / (period + 1)}. It begins with the simple average of the first
 * {@code period} values, and is ready with it; what came before the first value still tells for some three periods more.
 */
public final class Ema {
    private final int period;
    private final double weight;
    private int count;
    private double sum;
    private double value;

    /** @param period from 1 */
    public Ema(int period) {
        this.period = Inputs.period(period, 1);
        weight = 2.0 / (period + 1.0);
    }

    /** Takes the next value and gives the average, {@code NaN} until it is ready. */
    public double update(double next) {
        Inputs.finite("value", next);
        if (count == period) {
            value += weight * (next - value);
            return value;
        }
        sum += next;
        count++;
        if (count == period) {
            value = sum / period;
        }
        return value();
    }

    /** The average, {@code NaN} until it is ready. */
    public double value() {
        return isReady() ? value : Double.NaN;
    }

    public boolean isReady() {
        return count == period;
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return period;
    }

    /** Forgets all values. */
    public void reset() {
        count = 0;
        sum = 0;
        value = 0;
    }
}
