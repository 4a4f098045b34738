package io.meridian.storage.duckdb;

import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRecords;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** What this engine keeps of trading. */
record DuckDbTrading(DuckDBConnection writing, DuckDBConnection reading) implements TradingRecords {
    @Override
    public void append(List<TradingRow> rows) {
        DuckDbStore.within(writing, "Storing rows of trading=" + rows.size(), statement -> {
            TradingSql.insert(writing, rows);
            return null;
        });
    }

    @Override
    public long removeBefore(TradingTable table, long timeNs) {
        return DuckDbStore.within(
                writing, "Removing old " + table.label(), statement -> TradingSql.removeBefore(writing, table, timeNs));
    }

    @Override
    public Map<TradingTable, Long> counts() {
        return DuckDbStore.within(reading, "Counting what was traded", statement -> TradingSql.counts(reading));
    }

    @Override
    public List<TradingRow> history(TradingQuery query, long beforeCame, int limit) {
        return DuckDbStore.within(
                reading,
                "Looking at " + query.table().label(),
                statement -> TradingSql.history(reading, query, beforeCame, limit));
    }

    @Override
    public List<TradingRow> latest(TradingQuery query, int after, int limit) {
        return DuckDbStore.within(
                reading,
                "Looking at " + query.table().label(),
                statement -> TradingSql.latest(reading, query, after, limit));
    }
}
