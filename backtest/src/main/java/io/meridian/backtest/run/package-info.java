/** Between a run and its result: what a run tells becomes the records of a report. */
package io.meridian.backtest.run;
