package io.meridian.storage.trading;

/**
 * Which rows are wanted.
 *
 * @param portfolio null: of any
 * @param symbol null: of any; tables without a symbol do not look at it
 * @param orderId null: of any; tables without an order do not look at it
 * @param fromNs epoch nanoseconds at which they were made, at least
 * @param toNs before this; of a question as of a time, the time after it
 */
public record TradingQuery(
        TradingTable table, String portfolio, String symbol, String orderId, long fromNs, long toNs) {
    /** All rows of a table. */
    public static TradingQuery all(TradingTable table) {
        return new TradingQuery(table, null, null, null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public TradingQuery ofPortfolio(String name) {
        return new TradingQuery(table, name, symbol, orderId, fromNs, toNs);
    }

    /** What had been said up to and at this time. */
    public TradingQuery until(long timeNs) {
        return new TradingQuery(
                table, portfolio, symbol, orderId, fromNs, timeNs == Long.MAX_VALUE ? timeNs : timeNs + 1);
    }
}
