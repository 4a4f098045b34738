/** Tapes to run plugins on. */
package io.meridian.backtest.tape;
