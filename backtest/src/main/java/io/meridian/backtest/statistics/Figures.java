package io.meridian.backtest.statistics;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.EquitySeries;
import io.meridian.backtest.result.WorstDrawdown;
import java.math.BigDecimal;

/**
 * The figures of a result. Shares are numbers, not percent: 0.1 is 10 %. What is not defined is NaN, never infinite. Ratios are of daily returns
 * (UTC) over a risk-free rate of zero; what is "a year" of a run under 30 days is not defined.
 *
 * @param dailyReturns      how many there are
 * @param daysPerYear       365 when the portfolio had a value on a Saturday, 313 when on a Sunday only, else 252
 * @param annualGrowth      compounded
 * @param volatility        of daily returns, for a year
 * @param sharpeError       the standard error of {@code sharpe}
 * @param skewness          of daily returns
 * @param kurtosis          of daily returns; 3 for a normal distribution
 * @param winRate           round trips that made money, of all
 * @param profitFactor      what winning round trips won, divided by what losing ones lost
 * @param meanTrade         profit of a round trip, after fees
 * @param meanHeldNs        the time from opening to closing
 * @param turnover          the value traded, both sides, divided by the mean net asset value, for a year
 * @param feeBasisPoints    fees, of the value traded
 * @param slippageBasisPoints slippage, of the value of those fills whose price at the decision is known
 * @param grossExposure     the mean, divided by the mean net asset value
 * @param netExposure       the mean, divided by the mean net asset value
 * @param leverage          the highest gross exposure, divided by the mean net asset value
 */
public record Figures(
        int dailyReturns,
        int daysPerYear,
        double finalValue,
        double totalReturn,
        double annualGrowth,
        double volatility,
        double sharpe,
        double sharpeError,
        double sortino,
        double calmar,
        WorstDrawdown worst,
        double skewness,
        double kurtosis,
        double bestDay,
        double worstDay,
        long roundTrips,
        double winRate,
        double profitFactor,
        double meanTrade,
        double meanWin,
        double meanLoss,
        double meanHeldNs,
        double turnover,
        double feeBasisPoints,
        double slippageBasisPoints,
        double grossExposure,
        double netExposure,
        double leverage,
        double timeInMarket) {
    private static final double DAY_NS = 86_400e9;
    private static final double SHORTEST_TO_ANNUALISE_NS = 30 * DAY_NS;
    private static final double YEAR_NS = 365.25 * DAY_NS;

    public static Figures of(BacktestResult result) {
        EquityCurve curve = curve(result.equity());
        double[] returns = curve.atDayEnds().returns();
        int daysPerYear = daysPerYear(curve);
        double sharpe = Ratios.sharpe(returns, 0, daysPerYear);
        double skewness = Ratios.skewness(returns);
        double kurtosis = Ratios.kurtosis(returns);
        double root = Math.sqrt(daysPerYear);
        double ran = result.endNs() - result.beginNs();
        double growth = ran < SHORTEST_TO_ANNUALISE_NS ? Double.NaN : Ratios.annualGrowth(curve);
        double depth = result.drawdown().depth();
        BacktestResult.Tally tally = result.trading().tally();
        BacktestResult.Exposure exposure = result.exposure();
        double mean = exposure.meanNetAssetValue() > 0 ? exposure.meanNetAssetValue() : Double.NaN;
        double traded = result.trading().traded().doubleValue();
        double won = tally.won().doubleValue();
        double lost = -tally.lost().doubleValue();
        return new Figures(
                returns.length,
                daysPerYear,
                curve.value(curve.size() - 1),
                EquityCurve.growth(curve.value(0), curve.value(curve.size() - 1)),
                growth,
                Ratios.deviation(returns) * root,
                sharpe,
                DeflatedSharpe.standardError(sharpe / root, returns.length, skewness, kurtosis) * root,
                Ratios.sortino(returns, 0, daysPerYear),
                over(growth, depth),
                result.drawdown(),
                skewness,
                kurtosis,
                extreme(returns, 1),
                -extreme(returns, -1),
                tally.count(),
                over(tally.wins(), tally.count()),
                over(won, lost),
                over(won - lost, tally.count()),
                over(won, tally.wins()),
                over(-lost, tally.losses()),
                over(tally.heldNs(), tally.count()),
                ran < SHORTEST_TO_ANNUALISE_NS ? Double.NaN : traded / mean / (ran / YEAR_NS),
                basisPoints(result.trading().fees(), traded),
                basisPoints(
                        result.trading().slippage(),
                        result.trading().slippageTraded().doubleValue()),
                exposure.meanGross() / mean,
                exposure.meanNet() / mean,
                exposure.highestGross() / mean,
                exposure.timeInMarket());
    }

    /** The depth of the worst drawdown. */
    public double drawdown() {
        return worst.depth();
    }

    /** The Sharpe ratio of one day, in which errors and luck are computed. */
    public double dailySharpe() {
        return sharpe / Math.sqrt(daysPerYear);
    }

    public static EquityCurve curve(EquitySeries series) {
        return new EquityCurve(series.timesNs(), series.netAssetValue());
    }

    private static int daysPerYear(EquityCurve curve) {
        boolean sunday = false;
        for (int i = 0; i < curve.size(); i++) {
            // 1970 began on a Thursday
            long weekday = Math.floorMod(Math.floorDiv(curve.timeNs(i), (long) DAY_NS), 7);
            if (weekday == 2) {
                return 365;
            }
            sunday |= weekday == 3;
        }
        return sunday ? 313 : 252;
    }

    private static double extreme(double[] returns, int sign) {
        double extreme = Double.NaN;
        for (double value : returns) {
            extreme = Double.isNaN(extreme) ? sign * value : Math.max(extreme, sign * value);
        }
        return extreme;
    }

    private static double basisPoints(BigDecimal amount, double traded) {
        return over(amount.doubleValue() * 10_000, traded);
    }

    private static double over(double amount, double by) {
        return by == 0 ? Double.NaN : amount / by;
    }
}
