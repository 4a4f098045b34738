/**
 * What a backtest says of its result: returns, drawdowns and ratios, as pure functions of an {@link io.meridian.backtest.statistics.EquityCurve}.
 * No clock, no files, no drawing: reports take these numbers and show them.
 */
package io.meridian.backtest.statistics;
