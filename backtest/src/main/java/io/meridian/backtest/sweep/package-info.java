/**
 * Many runs of one strategy with different settings, on all cores. What a run is, is a function that the caller gives; nothing here reads data or
 * draws.
 */
package io.meridian.backtest.sweep;
