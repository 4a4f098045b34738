/**
 * A made-up market as a data gateway. {@link io.meridian.plugins.simulator.Market} makes the prices and
 * {@link io.meridian.plugins.simulator.Halts} says which symbol is halted; both know nothing of the platform.
 * {@link io.meridian.plugins.simulator.MarketSimulator} publishes them. Nothing here keeps orders: the paper venue does.
 */
package io.meridian.plugins.simulator;
