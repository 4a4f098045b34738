package io.meridian.sdk.indicator;

/**
 * Relative strength index after Wilder, from 0 to 100: how much of the recent movement went up. 100 when nothing went
 * down, 50 when nothing moved at all. Ready after {@code period + 1} updates, since it needs as many changes as its period;
 * the smoothing forgets slowly, so figures agree with those of another chart only after some ten periods of the same prices.
 */
public final class Rsi {
    private final int period;
    private final WilderAverage gains;
    private final WilderAverage losses;
    private boolean hasLast;
    private double last;

    /** @param period from 1; 14 is usual */
    public Rsi(int period) {
        this.period = Inputs.period(period, 1);
        gains = new WilderAverage(period);
        losses = new WilderAverage(period);
    }

    /** Takes the next price and gives the index, {@code NaN} until it is ready. */
    public double update(double price) {
        Inputs.finite("price", price);
        if (hasLast) {
            double change = price - last;
            gains.update(Math.max(change, 0));
            losses.update(Math.max(-change, 0));
        }
        last = price;
        hasLast = true;
        return value();
    }

    /** The index, {@code NaN} until it is ready. */
    public double value() {
        if (!isReady()) {
            return Double.NaN;
        }
        double movement = gains.value() + losses.value();
        return movement == 0 ? 50 : 100 * gains.value() / movement;
    }

    public boolean isReady() {
        return gains.isReady();
    }

    /** After how many updates it is ready. */
    public int warmUp() {
        return period + 1;
    }

    /** Forgets all prices. */
    public void reset() {
        hasLast = false;
        gains.reset();
        losses.reset();
    }
}
