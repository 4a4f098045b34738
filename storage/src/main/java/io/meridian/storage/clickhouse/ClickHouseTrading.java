package io.meridian.storage.clickhouse;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.StoreException;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRecords;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingSelect;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is kept of trading. No key refuses a row that is there, so what is there is asked first: nobody else writes meanwhile. */
final class ClickHouseTrading implements TradingRecords {
    private final Database database;
    private final Supplier<Writing> writing;

    /** @param writing fails when this store is only looked at, or not ours any more */
    ClickHouseTrading(Database database, Supplier<Writing> writing) {
        this.database = database;
        this.writing = writing;
    }

    @Override
    public void append(List<TradingRow> rows) {
        Writing by = writing.get();
        Sender sender = by.trading();
        if (sender.doubts(rows)) {
            sender.sendAgain();
            return;
        }
        sender.settle();
        String what = "Storing rows of trading=" + rows.size();
        Map<TradingTable, List<TradingRow>> missing = missing(what, rows);
        int count = missing.values().stream().mapToInt(List::size).sum();
        if (count == 0) {
            return;
        }
        long number = by.next();
        List<Block> blocks = new ArrayList<>();
        missing.forEach((table, some) -> blocks.add(block(table, some, by.reserve(table, some.size()), number, count)));
        sender.send(what, List.copyOf(rows), number, blocks);
    }

    @Override
    public long removeBefore(TradingTable table, long timeNs) {
        Writing by = writing.get();
        String what = "Removing old " + table.label();
        String old = "FROM " + table.stored() + " WHERE made < " + timeNs;
        long rows = database.number(what, "count()", old);
        if (rows > 0) {
            // What there is a doubt about is given again row by row, and none of them twice.
            by.trading().settle();
            by.markTradingWhole();
            database.execute(what, "DELETE " + old, Removal.LONGEST);
        }
        return rows;
    }

    /** Each row once, and none that is there. */
    private Map<TradingTable, List<TradingRow>> missing(String what, List<TradingRow> rows) {
        Map<TradingTable, Map<String, TradingRow>> once = new LinkedHashMap<>();
        for (TradingRow row : rows) {
            once.computeIfAbsent(row.table(), table -> new LinkedHashMap<>()).putIfAbsent(row.id(), row);
        }
        Map<TradingTable, List<TradingRow>> missing = new LinkedHashMap<>();
        once.forEach((table, all) -> {
            Set<String> there = new HashSet<>(database.rows(
                    what,
                    "id FROM " + table.stored() + " WHERE id IN ("
                            + all.keySet().stream().map(Tables::quoted).collect(Collectors.joining(", ")) + ")",
                    RowReader::text));
            List<TradingRow> some = all.values().stream()
                    .filter(row -> !there.contains(row.id()))
                    .toList();
            if (!some.isEmpty()) {
                missing.put(table, some);
            }
        });
        return missing;
    }

    private static Block block(TradingTable table, List<TradingRow> rows, long firstCame, long number, int count) {
        long came = firstCame;
        RowBytes bytes = new RowBytes();
        for (TradingRow row : rows) {
            bytes.int64(came++)
                    .text(row.id())
                    .text(row.trace())
                    .int32(row.source())
                    .int64(row.sequence());
            for (int i = 0; i < table.columns().size(); i++) {
                value(bytes, table.columns().get(i), row.values().get(i));
            }
            bytes.int64(number).int32(count).endRow();
        }
        return new Block(table.stored(), Tables.withBatch(Tables.columns(table)), bytes);
    }

    private static void value(RowBytes bytes, Column column, Object value) {
        switch (column.type()) {
            case TEXT -> bytes.text((String) present(column, value));
            case TIME, NUMBER -> bytes.int64((Long) present(column, value));
            case DECIMAL -> {
                if (value instanceof Decimal decimal) {
                    bytes.number(decimal.mantissa(), decimal.scale());
                } else {
                    bytes.noNumber();
                }
            }
        }
    }

    private static Object present(Column column, Object value) {
        if (value == null) {
            throw new StoreException(
                    "A row of trading has no " + column.name() + ", which each must have. It is not stored.");
        }
        return value;
    }

    @Override
    public Map<TradingTable, Long> counts() {
        Map<TradingTable, Long> counts = new EnumMap<>(TradingTable.class);
        for (TradingTable table : TradingTable.values()) {
            counts.put(table, database.number("Counting what was traded", "count()", "FROM " + table.stored()));
        }
        return counts;
    }

    @Override
    public List<TradingRow> history(TradingQuery query, long beforeCame, int limit) {
        return select(query.table(), TradingSql.historyOf(query, beforeCame, limit));
    }

    @Override
    public List<TradingRow> latest(TradingQuery query, int after, int limit) {
        return select(query.table(), TradingSql.latestOf(query, after, limit));
    }

    private List<TradingRow> select(TradingTable table, TradingSelect wanted) {
        String columns = TradingSql.columns(table);
        // The mark of a row comes after DISTINCT ON: so it is put around the whole.
        return database.rows(
                "Looking at " + table.label(),
                columns + " FROM (" + Tables.filled(wanted.sql(), wanted.values()) + ")",
                row -> read(row, table));
    }

    private static TradingRow read(RowReader row, TradingTable table) throws IOException {
        long came = row.int64();
        String id = row.text();
        String trace = row.text();
        int source = row.int32();
        long sequence = row.int64();
        List<Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(
                    switch (column.type()) {
                        case TEXT -> row.text();
                        case TIME, NUMBER -> row.int64();
                        case DECIMAL -> row.number();
                    });
        }
        return new TradingRow(table, came, id, trace, source, sequence, values);
    }
}
