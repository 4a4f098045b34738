/**
 * What a store is asked about its market data: rows, how things stood at a time, bars and movers. The SQL is the same for all engines; what is not
 * is an {@link io.meridian.storage.market.MarketSource}.
 */
package io.meridian.storage.market;
