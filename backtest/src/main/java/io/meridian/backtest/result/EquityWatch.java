package io.meridian.backtest.result;

/** The worth of the portfolio over time: the series for charts, and what must be exact although the series is thinned. */
final class EquityWatch {
    private static final int NET_ASSET_VALUE = 0;
    private static final int CASH = 1;
    private static final int GROSS = 2;
    private static final int NET = 3;

    private final ThinSeries series;
    private final long beginNs;
    private long lastNs;
    private double lastValue;
    private double lastGross;
    private double lastNet;

    private double valueTime;
    private double grossTime;
    private double netTime;
    private double heldTime;
    private double highestGross;

    private double peak;
    private long peakNs;
    private double depth;
    private long deepestPeakNs;
    private long deepestTroughNs;
    private long recoveryNs;

    EquityWatch(long beginNs, double openingCash, int limit) {
        this.series = new ThinSeries(4, limit, true);
        this.beginNs = beginNs;
        this.lastNs = beginNs;
        this.peak = openingCash;
        this.peakNs = beginNs;
        this.deepestPeakNs = beginNs;
        this.deepestTroughNs = beginNs;
        this.recoveryNs = beginNs;
        this.depth = openingCash > 0 ? 0 : Double.NaN;
        on(beginNs, openingCash, openingCash, 0, 0);
    }

    void on(long timeNs, double netAssetValue, double cash, double gross, double net) {
        if (!(Double.isFinite(netAssetValue)
                && Double.isFinite(cash)
                && Double.isFinite(gross)
                && Double.isFinite(net))) {
            throw new IllegalArgumentException("The worth of a portfolio must be finite: time_ns=" + timeNs
                    + " net_asset_value=" + netAssetValue + " cash=" + cash + " gross=" + gross + " net=" + net);
        }
        int point = series.at(timeNs);
        series.set(point, NET_ASSET_VALUE, netAssetValue);
        series.set(point, CASH, cash);
        series.set(point, GROSS, gross);
        series.set(point, NET, net);
        pass(timeNs);
        lastValue = netAssetValue;
        lastGross = gross;
        lastNet = net;
        highestGross = Math.max(highestGross, gross);
        watchDrawdown(timeNs, netAssetValue);
    }

    /** What was last known held until now. */
    private void pass(long timeNs) {
        double passed = timeNs - lastNs;
        valueTime += lastValue * passed;
        grossTime += lastGross * passed;
        netTime += lastNet * passed;
        heldTime += lastGross > 0 ? passed : 0;
        lastNs = timeNs;
    }

    private void watchDrawdown(long timeNs, double value) {
        if (value >= peak) {
            if (recoveryNs == WorstDrawdown.NOT_YET) {
                recoveryNs = timeNs;
            }
            peak = value;
            peakNs = timeNs;
            if (Double.isNaN(depth) && value > 0) {
                depth = 0;
            }
        } else if ((peak - value) / peak > depth) {
            depth = (peak - value) / peak;
            deepestPeakNs = peakNs;
            deepestTroughNs = timeNs;
            recoveryNs = WorstDrawdown.NOT_YET;
        }
    }

    EquitySeries series() {
        series.settle();
        return new EquitySeries(
                series.times(),
                series.column(NET_ASSET_VALUE),
                series.column(CASH),
                series.column(GROSS),
                series.column(NET));
    }

    WorstDrawdown drawdown() {
        return new WorstDrawdown(depth, deepestPeakNs, deepestTroughNs, recoveryNs);
    }

    BacktestResult.Exposure exposure(long endNs) {
        pass(endNs);
        double time = endNs - beginNs;
        return time == 0
                ? new BacktestResult.Exposure(Double.NaN, Double.NaN, Double.NaN, Double.NaN, highestGross)
                : new BacktestResult.Exposure(
                        valueTime / time, grossTime / time, netTime / time, heldTime / time, highestGross);
    }
}
