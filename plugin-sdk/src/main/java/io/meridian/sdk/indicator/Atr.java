package io.meridian.sdk.indicator;

/**
 * Average true range after Wilder: how far a bar goes, gaps from the bar before included. The first bar has no bar
 * before it and counts with its own range. Ready after {@code period} bars.
 */
public final class Atr {
    private final int period;
    private final WilderAverage average;
    private boolean hasLast;
    private double lastClose;

    /** @param period from 1; 14 is usual */
    public Atr(int period) {
        this.period = Inputs.period(period, 1);
        average = new WilderAverage(period);
    }

    /** Takes the next bar and gives the average, {@code NaN} until it is ready. */
    public double update(double high, double low, double close) {
        Inputs.finite("high", high);
        Inputs.finite("low", low);
        Inputs.finite("close", close);
        if (low > high) {
            throw new IllegalArgumentException("low=" + low + " is above high=" + high);
        }
        double top = hasLast ? Math.max(high, lastClose) : high;
        double bottom = hasLast ? Math.min(low, lastClose) : low;
        average.update(top - bottom);
        lastClose = close;
        hasLast = true;
        return value();
    }

    /** The average, {@code NaN} until it is ready. */
    public double value() {
        return isReady() ? average.value() : Double.NaN;
    }

    public boolean isReady() {
        return average.isReady();
    }

    /** After how many bars it is ready. */
    public int warmUp() {
        return period;
    }

    /** Forgets all bars. */
    public void reset() {
        hasLast = false;
        average.reset();
    }
}
