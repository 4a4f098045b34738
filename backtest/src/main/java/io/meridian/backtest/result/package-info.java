/**
 * What a run came to, as plain records, and {@link io.meridian.backtest.result.ResultBuilder}, which a runner tells of each event. Sums of money
 * are exact, series for charts are double and thinned. No statistics, no files, no drawing: those are made of these records.
 */
package io.meridian.backtest.result;
