package io.meridian.backtest.result;

/** The price of what was traded, at rising times (epoch nanoseconds), thinned to its turning points. The arrays are not to be changed. */
public record PriceSeries(String venue, String symbol, long[] timesNs, double[] prices) {}
