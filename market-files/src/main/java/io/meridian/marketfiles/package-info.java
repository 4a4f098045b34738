/**
 * Quotes, trades, bars and instruments in CSV and Parquet files, read in order of time: {@link io.meridian.marketfiles.MarketFiles}.
 * And, since the way to Parquet is here, tables of any columns: {@link io.meridian.marketfiles.TextTable}.
 * What a bus, a backtest or a plugin does with them is not its business.
 */
package io.meridian.marketfiles;
