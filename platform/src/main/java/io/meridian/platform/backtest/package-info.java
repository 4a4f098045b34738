/** Backtests by command: what to run, on which data, and where the report goes. The running itself is the business of the module {@code backtest}. */
package io.meridian.platform.backtest;
