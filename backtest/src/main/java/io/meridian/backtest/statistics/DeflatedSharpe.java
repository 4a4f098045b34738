package io.meridian.backtest.statistics;

/**
 * How far a Sharpe ratio can be trusted: Bailey and Lopez de Prado, "The Sharpe Ratio Efficient Frontier" (2012) and "The Deflated Sharpe Ratio"
 * (2014). All Sharpe ratios here are of one period, not of a year.
 */
public final class DeflatedSharpe {
    private static final double EULER_MASCHERONI = 0.5772156649015329;

    private DeflatedSharpe() {}

    /**
     * The standard error of a Sharpe ratio that was estimated from returns which need not be normal.
     *
     * @param kurtosis 3 for a normal distribution
     * @return NaN for fewer than two returns
     */
    public static double standardError(double sharpe, int returns, double skewness, double kurtosis) {
        return returns < 2
                ? Double.NaN
                : Math.sqrt((1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe) / (returns - 1));
    }

    /**
     * The highest Sharpe ratio that is to be expected of a number of independent trials none of which has any skill. Zero for one trial.
     *
     * @param variance of the Sharpe ratios of the trials
     */
    public static double expectedBest(int trials, double variance) {
        if (trials < 1) {
            throw new IllegalArgumentException("trials=" + trials + " must be 1 or more");
        }
        return trials == 1
                ? 0
                : Math.sqrt(variance)
                        * ((1 - EULER_MASCHERONI) * Normal.quantile(1 - 1.0 / trials)
                                + EULER_MASCHERONI * Normal.quantile(1 - 1 / (trials * Math.E)));
    }

    /** The probability that the true Sharpe ratio is above a benchmark, given the estimated one and its error. */
    public static double probabilityAbove(double benchmark, double sharpe, double standardError) {
        return standardError > 0 ? Normal.cumulative((sharpe - benchmark) / standardError) : Double.NaN;
    }
}
