/** Runs of backtests that were kept, read from their folder as they are: what wrote them is another program, perhaps of another version. */
package io.meridian.ui.backtest;
