package io.meridian.storage.timescale;

import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRecords;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What was traded, over the connections of a store. */
record TimescaleTrading(Supplier<Session> writing, Session reading) implements TradingRecords {
    @Override
    public void append(List<TradingRow> rows) {
        // Told again, they are stored once: so what may be stored already needs no care.
        writing.get().within("Storing rows of trading=" + rows.size(), connection -> {
            TradingSql.insert(connection, rows);
            return null;
        });
    }

    @Override
    public long removeBefore(TradingTable table, long timeNs) {
        return writing.get()
                .within(
                        "Removing old " + table.label(),
                        TimescaleStore.REMOVING,
                        connection -> TradingSql.removeBefore(connection, table, timeNs));
    }

    @Override
    public Map<TradingTable, Long> counts() {
        return reading.within("Counting what was traded", TradingSql::counts);
    }

    @Override
    public List<TradingRow> history(TradingQuery query, long beforeCame, int limit) {
        return reading.within(
                "Looking at " + query.table().label(),
                connection -> TradingSql.history(connection, query, beforeCame, limit));
    }

    @Override
    public List<TradingRow> latest(TradingQuery query, int after, int limit) {
        return reading.within(
                "Looking at " + query.table().label(),
                connection -> TradingSql.latest(connection, query, after, limit));
    }
}
