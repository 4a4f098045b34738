package io.meridian.backtest.statistics;

/**
 * Figures of merit. A ratio that is not defined (too few returns, nothing to divide by) is NaN, never infinite and never zero.
 *
 * <p>Returns are those of equal periods, of which a year has {@code periodsPerYear}: 252 for the days of an exchange, 365 for markets
 * that never close. A mean grows with the number of periods and a deviation with its square root, hence the square root below.
 */
public final class Ratios {
    private static final double YEAR_NS = 365.25 * 86_400e9;

    /** Values near one carry errors near 2e-16, and so do their returns: a deviation below this is rounding, not risk. */
    private static final double ROUNDING = 1e-14;

    private Ratios() {}

    /** The mean return over the target, divided by the sample deviation (n - 1) of the returns, times the root of the periods of a year. */
    public static double sharpe(double[] returns, double targetPerPeriod, double periodsPerYear) {
        return perRisk(mean(returns) - targetPerPeriod, deviation(returns), periodsPerYear);
    }

    /** As {@link #sharpe}, but only falling short of the target is risk: see {@link #downsideDeviation}. */
    public static double sortino(double[] returns, double targetPerPeriod, double periodsPerYear) {
        return perRisk(mean(returns) - targetPerPeriod, downsideDeviation(returns, targetPerPeriod), periodsPerYear);
    }

    /** The annual growth, divided by the depth of the deepest drawdown. */
    public static double calmar(EquityCurve curve) {
        double depth = Drawdown.deepest(curve).depth();
        return depth > ROUNDING ? annualGrowth(curve) / depth : Double.NaN;
    }

    /** The growth of each year of 365.25 days that, compounded, leads from the first value to the last. NaN after ruin. */
    public static double annualGrowth(EquityCurve curve) {
        int last = curve.size() - 1;
        double years = (curve.timeNs(last) - curve.timeNs(0)) / YEAR_NS;
        if (years == 0 || curve.value(0) <= 0 || curve.value(last) <= 0) {
            return Double.NaN;
        }
        return Math.pow(curve.value(last) / curve.value(0), 1 / years) - 1;
    }

    public static double mean(double[] returns) {
        double sum = 0;
        for (double value : returns) {
            sum += value;
        }
        return returns.length == 0 ? Double.NaN : sum / returns.length;
    }

    /** The sample standard deviation: squares are divided by n - 1. NaN for fewer than two returns. */
    public static double deviation(double[] returns) {
        double mean = mean(returns);
        double squares = 0;
        for (double value : returns) {
            squares += (value - mean) * (value - mean);
        }
        return returns.length < 2 ? Double.NaN : Math.sqrt(squares / (returns.length - 1));
    }

    /** The root of the mean square of what is missing to the target, over all returns: one at or above the target counts as zero. */
    public static double downsideDeviation(double[] returns, double target) {
        double squares = 0;
        for (double value : returns) {
            double missing = Math.min(0, value - target);
            squares += missing * missing;
        }
        return returns.length == 0 ? Double.NaN : Math.sqrt(squares / returns.length);
    }

    /** The third moment about the mean in units of the deviation (both over n): zero when symmetric. NaN when nothing varies. */
    public static double skewness(double[] returns) {
        return moment(returns, 3) / Math.pow(moment(returns, 2), 1.5);
    }

    /** The fourth moment about the mean in units of the deviation (both over n): 3 for a normal distribution. NaN when nothing varies. */
    public static double kurtosis(double[] returns) {
        return moment(returns, 4) / Math.pow(moment(returns, 2), 2);
    }

    private static double moment(double[] returns, int power) {
        double mean = mean(returns);
        double sum = 0;
        for (double value : returns) {
            sum += Math.pow(value - mean, power);
        }
        double moment = sum / returns.length;
        return power == 2 && moment < ROUNDING * ROUNDING ? Double.NaN : moment;
    }

    private static double perRisk(double excess, double risk, double periodsPerYear) {
        return risk > ROUNDING ? excess / risk * Math.sqrt(periodsPerYear) : Double.NaN;
    }
}
