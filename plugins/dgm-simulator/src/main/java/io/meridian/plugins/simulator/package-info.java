/**
 * A made-up market as a data gateway. {@link io.meridian.plugins.simulator.Market} makes the prices,
 * {@link io.meridian.plugins.simulator.Books} what is behind them, and {@link io.meridian.plugins.simulator.Halts} says which
 * symbol is halted; none of them publishes.
 * {@link io.meridian.plugins.simulator.MarketSimulator} publishes them. Nothing here keeps orders: the paper venue does.
 */
package io.meridian.plugins.simulator;
