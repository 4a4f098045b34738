/**
 * Quotes, trades, bars and instruments in CSV and Parquet files, read in order of time: {@link io.meridian.marketfiles.MarketFiles}.
 * What a bus, a backtest or a plugin does with them is not its business.
 */
package io.meridian.marketfiles;
