package io.meridian.sdk.indicator;

/**
 * Bollinger bands: the simple average of the last {@code period} prices, and a number of standard deviations (of a whole
 * population) above and below it. Ready after {@code period} updates.
 */
public final class Bollinger {
    private final RollingStdDev deviation;
    private final double width;
    private double price = Double.NaN;

    /** The usual one: 20 prices, 2 deviations. */
    public Bollinger() {
        this(20, 2);
    }

    /**
     * @param period from 2
     * @param deviations how far the bands are from the middle, above 0
     */
    public Bollinger(int period, double deviations) {
        if (!(deviations > 0) || deviations == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("deviations=" + deviations + " is no finite number above 0");
        }
        deviation = new RollingStdDev(period);
        width = deviations;
    }

    /** Takes the next price and gives the middle, {@code NaN} until it is ready. */
    public double update(double next) {
        deviation.update(next);
        price = next;
        return middle();
    }

    /** The average, {@code NaN} until it is ready. */
    public double middle() {
        return deviation.mean();
    }

    /** The upper band, {@code NaN} until it is ready. */
    public double upper() {
        return deviation.mean() + width * deviation.value();
    }

    /** The lower band, {@code NaN} until it is ready. */
    public double lower() {
        return deviation.mean() - width * deviation.value();
    }

    /** Where the last price is: 0 on the lower band, 1 on the upper; {@code NaN} until it is ready or when both are one. */
    public double percentB() {
        return (price - lower()) / (upper() - lower());
    }

    /** The distance of the bands as a part of the middle, {@code NaN} until it is ready. */
    public double bandwidth() {
        return (upper() - lower()) / middle();
    }

    public boolean isReady() {
        return deviation.isReady();
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return deviation.warmUp();
    }

    /** Forgets all prices. */
    public void reset() {
        deviation.reset();
        price = Double.NaN;
    }
}
