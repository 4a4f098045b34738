package io.meridian.backtest.statistics;

/**
 * A fall from a peak: its depth as a share of the peak, and the points of the curve at which it began, was deepest, and was made good
 * ({@link #NOT_YET} if it never was). A fall below zero is deeper than one.
 */
public record Drawdown(double depth, int peak, int trough, int recovery) {
    public static final int NOT_YET = -1;

    /** The deepest drawdown, the earliest of equals. A curve that never falls has one of depth zero at its first point. */
    public static Drawdown deepest(EquityCurve curve) {
        double[] depths = depths(curve);
        int trough = 0;
        for (int i = 1; i < depths.length; i++) {
            if (depths[i] > depths[trough]) {
                trough = i;
            }
        }
        int peak = trough;
        while (depths[peak] > 0) {
            peak--;
        }
        int recovery = trough;
        while (recovery < depths.length && depths[recovery] > 0) {
            recovery++;
        }
        return new Drawdown(depths[trough], peak, trough, recovery < depths.length ? recovery : NOT_YET);
    }

    /** How far each point is below the highest value so far, as a share of that value. The curve must begin above zero. */
    public static double[] depths(EquityCurve curve) {
        if (curve.value(0) <= 0) {
            throw new IllegalArgumentException(
                    "A drawdown is a share of a peak, so the first value must be above zero: it is " + curve.value(0)
                            + ". Start the backtest with cash.");
        }
        double[] depths = new double[curve.size()];
        double highest = curve.value(0);
        for (int i = 0; i < depths.length; i++) {
            highest = Math.max(highest, curve.value(i));
            depths[i] = (highest - curve.value(i)) / highest;
        }
        return depths;
    }
}
