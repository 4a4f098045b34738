/**
 * What a backtest says of its result: returns, drawdowns, ratios and {@link io.meridian.backtest.statistics.Figures}, as pure functions of an
 * equity curve or of a result. No clock, no files, no drawing: reports take these numbers and show them.
 */
package io.meridian.backtest.statistics;
