package io.meridian.sdk.indicator;

/** Refuses what would spoil an indicator for good. */
final class Inputs {
    private Inputs() {}

    static int period(int period, int least) {
        if (period < least) {
            throw new IllegalArgumentException("period=" + period + " is less than " + least);
        }
        return period;
    }

    static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + "=" + value + " is no finite number");
        }
        return value;
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(name + "=" + value + " is no finite number from 0");
        }
        return value;
    }
}
