package io.meridian.platform.store;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Json;
import io.meridian.platform.cli.TimeOption;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import io.meridian.storage.trading.TradingTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian data show}. */
@Command(
        name = "show",
        description = {
            "Shows what is stored of trading: orders (each of their events), fills, positions, cash, or values, the"
                + " latest last. With --as-of how each stood at a time: each order, what each portfolio held of each"
                + " instrument and currency, and what it was worth."
        },
        footer = {
            "",
            "  meridian data show positions --as-of now",
            "  meridian data show positions --portfolio hello --as-of 2026-01-31T14:30:00Z",
            "  meridian data show orders --order my-alpha.1fplb7a.2 --json"
        })
final class DataShowCommand implements Callable<Integer> {
    private static final String NOW = "now";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Parameters(index = "0", paramLabel = "WHAT", description = "One of: orders, fills, positions, cash, values.")
    private TradingTable table;

    @Option(names = "--portfolio", paramLabel = "NAME", description = "Only of this portfolio.")
    private String portfolio;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Only of this symbol.")
    private String symbol;

    @Option(names = "--order", paramLabel = "ID", description = "Only of this order.")
    private String order;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "How things stood then: 2026-01-31T14:30:00Z, a date (its end, in UTC), or now.")
    private String asOf;

    @Option(names = "--from", paramLabel = "TIME", description = "What was told at this time or later.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "What was told before this time; a date is its end.")
    private String to;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "At most so many, the latest; 0: all. Default: ${DEFAULT-VALUE}.")
    private int last = 20;

    @Option(names = "--json", description = "One JSON object a row, with all that is stored of it.")
    private boolean json;

    @Override
    public Integer call() {
        check();
        boolean latest = asOf != null;
        List<TradingRow> rows = store.line().trading(query(), latest, last == 0 || latest ? Integer.MAX_VALUE : last);
        show(spec.commandLine().getOut(), latest ? rows : rows.reversed());
        return 0;
    }

    private void check() {
        if (last < 0) {
            throw CommandException.wrongUse("--last=" + last + " must not be below 0.");
        }
        if (asOf != null && (from != null || to != null)) {
            throw CommandException.wrongUse("--as-of is one time, and --from and --to are two. Say one or the other.");
        }
        refuse("--symbol", symbol, "symbol");
        refuse("--order", order, "order_id");
    }

    private void refuse(String option, String value, String column) {
        if (value != null
                && table.columns().stream().noneMatch(each -> each.name().equals(column))) {
            throw CommandException.wrongUse(option + "=" + value + ": " + table.label() + " have none. Leave it out.");
        }
    }

    private TradingQuery query() {
        TimeOption.Range times = TimeOption.range(from, to, ZoneOffset.UTC);
        TradingQuery query = new TradingQuery(table, portfolio, symbol, order, times.fromNs(), times.toNs());
        return asOf == null || asOf.equals(NOW)
                ? query
                : query.until(TimeOption.asOfNs("--as-of", asOf, ZoneOffset.UTC));
    }

    private void show(PrintWriter out, List<TradingRow> rows) {
        if (json) {
            rows.forEach(row -> out.println(Json.of(fields(row))));
        } else if (rows.isEmpty()) {
            out.println("None is stored" + (asOf == null && from == null && to == null ? "." : " of that time."));
        } else {
            table(out, rows);
        }
        out.flush();
    }

    private static Map<String, Object> fields(TradingRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<Column> columns = row.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.values().get(i);
            fields.put(
                    columns.get(i).name(),
                    switch (columns.get(i).type()) {
                        case TIME -> time((Long) value).toString();
                        // A text, as a reader of JSON may not keep all digits.
                        case DECIMAL -> value == null ? null : value.toString();
                        case TEXT, NUMBER -> value;
                    });
        }
        fields.put("trace", row.trace());
        return fields;
    }

    private static Instant time(long ns) {
        return Instant.ofEpochSecond(0, ns);
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
        };
    }

    private void table(PrintWriter out, List<TradingRow> rows) {
        List<String> columns = columns(table);
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("told"));
        columns.forEach(each -> head.add(each.replace('_', ' ')));
        lines.add(head);
        for (TradingRow row : rows) {
            List<String> line = new ArrayList<>();
            line.add(time(row.number("made")).truncatedTo(ChronoUnit.MILLIS).toString());
            columns.forEach(each -> line.add(text(row.values().get(table.indexOf(each)))));
            lines.add(line);
        }
        print(out, lines, columns);
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "-";
            case Decimal decimal -> decimal.toString();
            default -> value.toString();
        };
    }

    private void print(PrintWriter out, List<List<String>> lines, List<String> columns) {
        int[] widths = new int[1 + columns.size()];
        for (List<String> line : lines) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                boolean right = c > 0 && isNumber(columns.get(c - 1));
                String cell = line.get(c);
                String room = " ".repeat(widths[c] - cell.length());
                text.append(c == 0 ? "" : "  ").append(right ? room + cell : cell + room);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private boolean isNumber(String column) {
        return table.columns().get(table.indexOf(column)).type() == Column.Type.DECIMAL;
    }
}
