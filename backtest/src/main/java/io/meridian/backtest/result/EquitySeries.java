package io.meridian.backtest.result;

/**
 * What the portfolio was worth over time: arrays of one length, times rising (epoch nanoseconds). Thinned: each day (UTC) keeps its last point,
 * and each stretch between two kept points its highest and lowest net asset value. The arrays are not to be changed.
 *
 * @param gross the value of what is held, long and short added
 * @param net   the value of what is held, short subtracted
 */
public record EquitySeries(long[] timesNs, double[] netAssetValue, double[] cash, double[] gross, double[] net) {
    public int size() {
        return timesNs.length;
    }
}
