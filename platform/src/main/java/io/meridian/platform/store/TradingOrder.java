package io.meridian.platform.store;

import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of what is kept of trading that somebody wants.
 *
 * @param latest whether only the last row of each subject, as of the end of the query
 * @param after of {@code latest} how many were had; else the number of the row that was had last, or {@code Long.MAX_VALUE}
 */
record TradingOrder(TradingQuery query, boolean latest, long after) {
    /** Some 500 bytes each, within the least that any bus carries. */
    static final int PAGE = 100;

    private static final int HEAD = 5;

    List<TradingRow> read(MarketStore store) {
        return latest
                ? store.trading().latest(query, Math.toIntExact(after), PAGE)
                : store.trading().history(query, after, PAGE);
    }

    List<String> encode() {
        List<String> fields = new ArrayList<>(List.of(
                query.table().name(),
                Long.toString(query.fromNs()),
                Long.toString(query.toNs()),
                Boolean.toString(latest),
                Long.toString(after)));
        query.equal().forEach((column, value) -> fields.addAll(List.of(column, value)));
        return fields;
    }

    /** @throws IllegalArgumentException when it is none */
    static TradingOrder decode(List<String> fields) {
        if (fields.size() < 5 || fields.size() % 2 == 0) {
            throw new IllegalArgumentException(
                    "fields=" + fields.size() + " of a question of trading, expected=5 and two for each column");
        }
        TradingQuery query = TradingQuery.all(TradingTable.valueOf(fields.get(0)))
                .between(Long.parseLong(fields.get(1)), Long.parseLong(fields.get(2)));
        for (int i = 5; i < fields.size(); i += 2) {
            query = query.of(fields.get(i), fields.get(i + 1));
        }
        long after = Long.parseLong(fields.get(4));
        if (after < 0) {
            throw new IllegalArgumentException("after=" + after + " is negative");
        }
        return new TradingOrder(query, Boolean.parseBoolean(fields.get(3)), after);
    }

    static List<List<String>> encode(List<TradingRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        for (TradingRow row : rows) {
            List<String> line = new ArrayList<>(List.of(
                    Long.toString(row.came()),
                    row.id(),
                    row.trace(),
                    Integer.toString(row.source()),
                    Long.toString(row.sequence())));
            for (Object value : row.values()) {
                line.add(
                        switch (value) {
                            case null -> "";
                            case Decimal decimal -> Digits.text(decimal);
                            default -> value.toString();
                        });
            }
            lines.add(line);
        }
        return lines;
    }

    /** The rows of an answer. */
    List<TradingRow> decodeRows(List<List<String>> lines) {
        List<TradingRow> rows = new ArrayList<>();
        List<Column> columns = query.table().columns();
        for (List<String> line : lines) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(value(columns.get(i), line.get(HEAD + i)));
            }
            rows.add(new TradingRow(
                    query.table(),
                    Long.parseLong(line.get(0)),
                    line.get(1),
                    line.get(2),
                    Integer.parseInt(line.get(3)),
                    Long.parseLong(line.get(4)),
                    values));
        }
        return rows;
    }

    private static Object value(Column column, String text) {
        return switch (column.type()) {
            case TEXT -> text;
            case TIME, NUMBER -> Long.parseLong(text);
            case DECIMAL -> Digits.number(text);
        };
    }
}
