package io.meridian.storage.trading;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which rows are wanted.
 *
 * @param equal columns of texts, and what they must be
 * @param fromNs epoch nanoseconds at which they were made, at least
 * @param toNs before this; of a question as of a time, the time after it
 */
public record TradingQuery(TradingTable table, Map<String, String> equal, long fromNs, long toNs) {
    public TradingQuery {
        equal = Map.copyOf(equal);
        for (String column : equal.keySet()) {
            if (table.columns().get(table.indexOf(column)).type() != Column.Type.TEXT) {
                throw new IllegalArgumentException("table=" + table.label() + " column=" + column + " is no text");
            }
        }
    }

    /** All rows of a table. */
    public static TradingQuery all(TradingTable table) {
        return new TradingQuery(table, Map.of(), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** @throws IllegalArgumentException when the table has no such column of texts */
    public TradingQuery of(String column, String value) {
        Map<String, String> more = new TreeMap<>(equal);
        more.put(column, value);
        return new TradingQuery(table, more, fromNs, toNs);
    }

    public TradingQuery between(long earliestNs, long beforeNs) {
        return new TradingQuery(table, equal, earliestNs, beforeNs);
    }

    /** What had been said up to and at this time. */
    public TradingQuery until(long timeNs) {
        return between(fromNs, timeNs == Long.MAX_VALUE ? timeNs : timeNs + 1);
    }
}
