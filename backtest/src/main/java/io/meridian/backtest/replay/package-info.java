/**
 * Hands a plugin what a recording says it saw, and compares what it says with what it said then. Runs no market, venue or kernel: all
 * that they did is in the recording.
 */
package io.meridian.backtest.replay;
