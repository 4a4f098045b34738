package io.meridian.platform.store;

import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.ShownTable;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a person sees of trading: rows as a table or as JSON. */
final class TradingShown {
    private final TradingTable table;

    TradingShown(TradingTable table) {
        this.table = table;
    }

    void json(PrintWriter out, List<TradingRow> rows) {
        rows.forEach(row -> out.println(Json.of(fields(row))));
    }

    /** All that is stored of it. */
    static Map<String, Object> fields(TradingRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<Column> columns = row.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.values().get(i);
            fields.put(
                    columns.get(i).name(),
                    switch (columns.get(i).type()) {
                        case TIME -> ShownTable.time((Long) value).toString();
                        // A text, as a reader of JSON may not keep all digits.
                        case DECIMAL -> value == null ? null : value.toString();
                        case TEXT, NUMBER -> value;
                    });
        }
        fields.put("trace", row.trace());
        return fields;
    }

    /** What a person looks for first; all else is in the JSON. */
    private static List<String> columns(TradingTable table) {
        return switch (table) {
            case ORDERS ->
                List.of(
                        "portfolio",
                        "symbol",
                        "side",
                        "quantity",
                        "filled",
                        "average_price",
                        "state",
                        "order_id",
                        "reason");
            case FILLS ->
                List.of("portfolio", "symbol", "side", "quantity", "price", "fee", "kind", "order_id", "trade_id");
            case POSITIONS ->
                List.of(
                        "portfolio",
                        "view",
                        "venue",
                        "symbol",
                        "quantity",
                        "average_price",
                        "market_price",
                        "realised",
                        "unrealised");
            case CASH -> List.of("portfolio", "view", "currency", "balance", "available", "reserved");
            case VALUES -> List.of("portfolio", "view", "currency", "value", "cash", "gross", "net");
            case INSIGHTS -> List.of("model", "venue", "symbol", "direction", "magnitude", "confidence", "closes");
            case TARGETS ->
                List.of("portfolio", "model", "venue", "symbol", "weight", "quantity", "limit_price", "scope");
            case TELEMETRY ->
                List.of(
                        "instance",
                        "state",
                        "attached",
                        "uptime",
                        "heartbeat_age",
                        "published",
                        "delivered",
                        "denied",
                        "errors",
                        "dropped",
                        "missing",
                        "waiting",
                        "reasons");
            case LATENCY -> List.of("instance", "topic", "since", "messages", "p50", "p95", "p99");
            case INSTRUMENTS ->
                List.of("venue", "symbol", "isin", "title", "kind", "currency", "tick_size", "lot_size", "multiplier");
            case CALENDARS -> List.of("venue", "closed_on", "weekend");
        };
    }

    void table(PrintWriter out, List<TradingRow> rows) {
        List<String> columns = columns(table);
        ShownTable shown = new ShownTable().text("told");
        for (String column : columns) {
            Column.Type type = table.columns().get(table.indexOf(column)).type();
            shown.column(column.replace('_', ' '), type == Column.Type.DECIMAL || type == Column.Type.NUMBER);
        }
        for (TradingRow row : rows) {
            List<Object> line = new ArrayList<>(List.of(ShownTable.shortTime(row.number("made"))));
            columns.forEach(each -> line.add(cell(each, row.values().get(table.indexOf(each)))));
            shown.add(line);
        }
        shown.print(out);
    }

    private Object cell(String column, Object value) {
        if (table.columns().get(table.indexOf(column)).type() == Column.Type.TIME) {
            return (Long) value == 0 ? null : ShownTable.shortTime((Long) value);
        }
        return switch (column) {
            case "attached", "latched" -> (Long) value == 0 ? "no" : "yes";
            case "uptime" -> Figures.clock(TimeUnit.NANOSECONDS.toSeconds((Long) value));
            case "heartbeat_age", "p50", "p95", "p99" -> Figures.duration((Long) value);
            default -> value;
        };
    }
}
