package io.meridian.backtest.result;

/**
 * The deepest fall from a peak, of all points and not only of those that the series kept.
 *
 * @param depth      as a share of the peak; NaN when the portfolio was never worth more than nothing
 * @param recoveryNs when the peak was reached again; {@link #NOT_YET}
 */
public record WorstDrawdown(double depth, long peakNs, long troughNs, long recoveryNs) {
    public static final long NOT_YET = Long.MIN_VALUE;
}
