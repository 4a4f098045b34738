/** {@code meridian replay}: what a person gives and sees; the replaying itself is the business of the backtest module. */
package io.meridian.platform.replay;
