package io.meridian.plugins.meanreversion;

import io.meridian.sdk.Score;
import io.meridian.sdk.indicator.RollingStdDev;

/**
 * How far one price is below its mean, in standard deviations of its last prices, itself among them: the negative of its z-score.
 * Above the mean it is negative, since the price is then expected to fall.
 */
final class Stretch implements Score {
    /** A deviation of less than this part of the price is a rest of rounding, not a move. */
    private static final double NONE = 1e-9;

    private final RollingStdDev deviation;
    private double price;

    /** @param lookback how many prices the mean is of */
    Stretch(int lookback) {
        deviation = new RollingStdDev(lookback);
    }

    @Override
    public void update(double next) {
        price = next;
        deviation.update(next);
    }

    @Override
    public boolean isReady() {
        return deviation.isReady();
    }

    @Override
    public double value() {
        return deviation.value() < NONE * price ? 0 : (deviation.mean() - price) / deviation.value();
    }

    /** One price away and all others in one place (Samuelson's inequality). */
    @Override
    public double greatest() {
        return Math.sqrt(deviation.warmUp() - 1);
    }

    /** The way back to the mean. */
    @Override
    public double magnitude() {
        return Math.abs(deviation.mean() / price - 1);
    }
}
