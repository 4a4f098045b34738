/** Runs for a purpose: one that becomes the records of a report, and those that look whether a strategy sees the future. */
package io.meridian.backtest.run;
