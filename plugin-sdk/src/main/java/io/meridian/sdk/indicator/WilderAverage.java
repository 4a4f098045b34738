package io.meridian.sdk.indicator;

/** Wilder's smoothing: the mean of the first values, from then on a value weighs one in {@code period}. */
final class WilderAverage {
    private final int period;
    private int count;
    private double sum;
    private double value;

    WilderAverage(int period) {
        this.period = period;
    }

    void update(double next) {
        if (count == period) {
            value = (value * (period - 1) + next) / period;
            return;
        }
        sum += next;
        count++;
        if (count == period) {
            value = sum / period;
        }
    }

    double value() {
        return value;
    }

    boolean isReady() {
        return count == period;
    }

    void reset() {
        count = 0;
        sum = 0;
        value = 0;
    }
}
