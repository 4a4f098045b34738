package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.SelectionSql;
import io.meridian.storage.trading.Column;
import io.meridian.storage.trading.TradingSql;
import io.meridian.storage.trading.TradingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables. A number is two columns, the mantissa and the scale, as it came: a decimal of the database would not keep how many digits it had.
 * {@code came} numbers the rows of a kind in order of their coming; {@code batch} and {@code batch_rows}: see {@link Sender}.
 *
 * <p>What came over the bus lies in partitions of an hour, which can be dropped whole; what was imported stays, and so lies in a table of its own, which
 * has none. Within them rows are in order of their instrument and time: so those of an instrument are found without looking at others, and take little
 * room.
 */
final class Tables {
    /** So much goes at once from the disk. */
    static final long HOUR_NS = 3_600_000_000_000L;

    /** Safe from a loss of power when the server answers, and the last batches known by their tokens. */
    private static final String SAFE =
            " SETTINGS non_replicated_deduplication_window = 100, fsync_after_insert = 1, fsync_part_directory = 1";

    private static final String BATCH = ", batch Int64, batch_rows Int32";

    private Tables() {}

    static String name(DataKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    static String imported(DataKind kind) {
        return "imported_" + name(kind);
    }

    /** All of one writer's batches. */
    static List<String> ofMarketData() {
        return Stream.of(DataKind.values())
                .flatMap(kind -> Stream.of(name(kind), imported(kind)))
                .toList();
    }

    static List<String> ofTrading() {
        return Stream.of(TradingTable.values()).map(TradingTable::stored).toList();
    }

    static List<String> createMarketData() {
        List<String> statements = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            statements.add(create(name(kind), kind, " PARTITION BY intDiv(time, " + HOUR_NS + ")"));
            statements.add(create(imported(kind), kind, ""));
        }
        // Of one instrument the row that came last counts.
        statements.add(
                "CREATE TABLE IF NOT EXISTS instruments (venue String, symbol String, currency String, kind String,"
                        + " tick_size Int64, tick_size_scale Int8, lot_size Int64, lot_size_scale Int8, settlement_days"
                        + " Int32, title String) ENGINE = ReplacingMergeTree ORDER BY (venue, symbol) SETTINGS"
                        + " fsync_after_insert = 1, fsync_part_directory = 1");
        statements.add("CREATE TABLE IF NOT EXISTS store_whole (batch Int64) ENGINE = MergeTree ORDER BY batch SETTINGS"
                + " fsync_after_insert = 1, fsync_part_directory = 1");
        return List.copyOf(statements);
    }

    private static String create(String table, DataKind kind, String partitions) {
        return "CREATE TABLE IF NOT EXISTS " + table + " (came Int64 CODEC(Delta, LZ4), time Int64 CODEC(Delta, LZ4),"
                + " venue LowCardinality(String), symbol LowCardinality(String), currency LowCardinality(String),"
                + " source Int32, sequence Int64 CODEC(Delta, LZ4)"
                + switch (kind) {
                    case QUOTE -> "";
                    case TRADE -> ", id String";
                    case BAR -> ", period Int64";
                }
                + kind.fields().stream()
                        .map(field -> ", " + field.column() + " Nullable(Int64), " + scale(field) + " Nullable(Int8)")
                        .collect(Collectors.joining())
                + BATCH + ") ENGINE = MergeTree" + partitions + " ORDER BY (symbol, venue, time, came)" + SAFE;
    }

    static List<String> createTrading(Set<TradingTable> tables) {
        return tables.stream()
                .map(table -> "CREATE TABLE IF NOT EXISTS " + table.stored()
                        + " (came Int64, id String, trace String, source Int32, sequence Int64"
                        + table.columns().stream().map(Tables::definition).collect(Collectors.joining())
                        + BATCH
                        // Whether an id is there is asked for each row that comes.
                        + ", INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1) ENGINE = MergeTree ORDER BY came"
                        + SAFE)
                .toList();
    }

    /** With the mark up to which batches of trading were whole when rows were removed, see {@link Writing#markTradingWhole}. */
    static List<String> createOfATime() {
        List<String> statements = new ArrayList<>(createTrading(TradingTable.ofATime()));
        statements.add("CREATE TABLE IF NOT EXISTS store_whole_trading (batch Int64) ENGINE = MergeTree ORDER BY batch"
                + " SETTINGS fsync_after_insert = 1, fsync_part_directory = 1");
        return List.copyOf(statements);
    }

    private static String definition(Column column) {
        String name = ", " + column.name();
        return switch (column.type()) {
            case TEXT -> name + " String";
            case TIME, NUMBER -> name + " Int64";
            case DECIMAL -> name + " Nullable(Int64)" + name + "_scale Nullable(Int8)";
        };
    }

    private static String scale(Field field) {
        return field.column() + "_scale";
    }

    /** The columns in the order of {@link MarketBlocks}, and in that of a draft of a Parquet file. */
    static List<String> columns(DataKind kind) {
        List<String> columns =
                new ArrayList<>(List.of("came", "time", "venue", "symbol", "currency", "source", "sequence"));
        switch (kind) {
            case QUOTE -> {}
            case TRADE -> columns.add("id");
            case BAR -> columns.add("period");
        }
        for (Field field : kind.fields()) {
            columns.add(field.column());
            columns.add(scale(field));
        }
        return columns;
    }

    static List<String> columns(TradingTable table) {
        return List.of(TradingSql.columns(table).split(", "));
    }

    /** With what {@link Sender} needs. */
    static List<String> withBatch(List<String> columns) {
        return Stream.concat(columns.stream(), Stream.of("batch", "batch_rows")).toList();
    }

    /** All columns of the rows that are wanted, in no order. */
    static String query(DataKind kind, Selection selection) {
        String head = "SELECT " + RowReader.ROW + ", " + String.join(", ", columns(kind)) + " FROM ";
        String where = SelectionSql.where(selection, Tables::quoted);
        return head + name(kind) + where + " UNION ALL " + head + imported(kind) + where;
    }

    /** A question with its values in it. @param values each a text or a whole number */
    static String filled(String question, List<Object> values) {
        StringBuilder sql = new StringBuilder();
        int at = 0;
        for (Object value : values) {
            int place = question.indexOf('?', at);
            sql.append(question, at, place).append(value instanceof String text ? quoted(text) : value.toString());
            at = place + 1;
        }
        return sql.append(question.substring(at)).toString();
    }

    /** A text in a statement. */
    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0") + "'";
    }
}
