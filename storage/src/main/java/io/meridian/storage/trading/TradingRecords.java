package io.meridian.storage.trading;

import java.util.List;
import java.util.Map;

/** The part of a store that keeps trading. Threads are those of the store. */
public interface TradingRecords {
    /** For the thread that writes: adds rows that are not there yet, all or none when it throws. May be told the same again. */
    void append(List<TradingRow> rows);

    /**
     * For the thread that writes: removes what was made earlier.
     *
     * @param table one of those that are kept {@linkplain TradingTable#ofATime for a time}
     * @return how many rows
     */
    long removeBefore(TradingTable table, long timeNs);

    /** For the thread that reads: how many rows each table has. */
    Map<TradingTable, Long> counts();

    /**
     * For the thread that reads: the last rows, the newest first.
     *
     * @param beforeCame only those that came before this one: the last of the page before, or {@code Long.MAX_VALUE}
     * @param limit at most so many
     */
    List<TradingRow> history(TradingQuery query, long beforeCame, int limit);

    /**
     * For the thread that reads: of each subject the last row, by subject.
     *
     * @param after how many of them to pass over
     * @param limit at most so many
     */
    List<TradingRow> latest(TradingQuery query, int after, int limit);
}
