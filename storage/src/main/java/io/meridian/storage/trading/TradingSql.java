package io.meridian.storage.trading;

import io.meridian.plugin.contract.value.Decimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of trading on a connection. The caller commits, and tells what failed. */
public final class TradingSql {
    private static final String HEAD = "came, id, trace, source, sequence";
    /** Of one statement: planning it costs more than some rows. */
    private static final int ROWS_AT_ONCE = 64;

    private TradingSql() {}

    /** The statements that make some. @param indexed whether the engine finds rows sooner by an index */
    public static List<String> create(Collection<TradingTable> tables, boolean indexed) {
        List<String> statements = new ArrayList<>();
        for (TradingTable table : tables) {
            String name = table.stored();
            statements.add("CREATE TABLE " + name + " (came BIGINT NOT NULL, id VARCHAR NOT NULL PRIMARY KEY, trace"
                    + " VARCHAR NOT NULL, source INTEGER NOT NULL, sequence BIGINT NOT NULL, "
                    + table.columns().stream().map(Column::definition).collect(Collectors.joining(", ")) + ")");
            if (indexed) {
                statements.add("CREATE INDEX " + name + "_came ON " + name + " (came)");
                statements.add("CREATE INDEX " + name + "_subject ON " + name + " ("
                        + String.join(", ", table.subject()) + ", made)");
            }
        }
        return List.copyOf(statements);
    }

    /** The number of the last row. */
    public static long came(Connection connection, TradingTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return number(statement, "SELECT coalesce(max(came), 0) FROM " + table.stored());
        }
    }

    /** Adds those that are not there. */
    public static void insert(Connection connection, List<TradingRow> rows) throws SQLException {
        Map<TradingTable, Map<String, TradingRow>> once = new LinkedHashMap<>();
        for (TradingRow row : rows) {
            once.computeIfAbsent(row.table(), table -> new LinkedHashMap<>()).putIfAbsent(row.id(), row);
        }
        for (Map.Entry<TradingTable, Map<String, TradingRow>> each : once.entrySet()) {
            List<TradingRow> all = List.copyOf(each.getValue().values());
            long came = came(connection, each.getKey());
            for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
                List<TradingRow> part = all.subList(from, Math.min(from + ROWS_AT_ONCE, all.size()));
                insert(connection, each.getKey(), part, came + from + 1);
            }
        }
    }

    private static void insert(Connection connection, TradingTable table, List<TradingRow> rows, long firstCame)
            throws SQLException {
        String columns = columns(table);
        String places = Arrays.stream(columns.split(", ")).map(each -> "?").collect(Collectors.joining(", ", "(", ")"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.stored() + " (" + columns
                + ") VALUES " + String.join(", ", Collections.nCopies(rows.size(), places))
                + " ON CONFLICT (id) DO NOTHING")) {
            int at = 0;
            for (int i = 0; i < rows.size(); i++) {
                TradingRow row = rows.get(i);
                insert.setLong(++at, firstCame + i);
                insert.setString(++at, row.id());
                insert.setString(++at, row.trace());
                insert.setInt(++at, row.source());
                insert.setLong(++at, row.sequence());
                for (int c = 0; c < table.columns().size(); c++) {
                    at = set(insert, at, table.columns().get(c), row.values().get(c));
                }
            }
            insert.execute();
        }
    }

    private static int set(PreparedStatement insert, int before, Column column, Object value) throws SQLException {
        int at = before + 1;
        switch (column.type()) {
            case TEXT -> insert.setString(at, (String) value);
            case TIME, NUMBER -> insert.setLong(at, (Long) value);
            case DECIMAL -> {
                if (value == null) {
                    insert.setNull(at++, Types.BIGINT);
                    insert.setNull(at, Types.SMALLINT);
                } else {
                    Decimal decimal = (Decimal) value;
                    insert.setLong(at++, decimal.mantissa());
                    insert.setShort(at, (short) decimal.scale());
                }
            }
        }
        return at;
    }

    /** All columns of the database, in the order in which a row is read. */
    public static String columns(TradingTable table) {
        return HEAD + ", "
                + table.columns().stream()
                        .flatMap(column -> column.stored().stream())
                        .collect(Collectors.joining(", "));
    }

    /** @see TradingRecords#removeBefore */
    public static long removeBefore(Connection connection, TradingTable table, long timeNs) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("DELETE FROM " + table.stored() + " WHERE made < " + timeNs);
        }
    }

    /** @see TradingRecords#counts */
    public static Map<TradingTable, Long> counts(Connection connection) throws SQLException {
        Map<TradingTable, Long> counts = new EnumMap<>(TradingTable.class);
        try (Statement statement = connection.createStatement()) {
            for (TradingTable table : TradingTable.values()) {
                counts.put(table, number(statement, "SELECT count(*) FROM " + table.stored()));
            }
        }
        return counts;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @see TradingRecords#history */
    public static List<TradingRow> history(Connection connection, TradingQuery query, long beforeCame, int limit)
            throws SQLException {
        return select(connection, query.table(), historyOf(query, beforeCame, limit));
    }

    /** The same, for an engine without such connections. */
    public static TradingSelect historyOf(TradingQuery query, long beforeCame, int limit) {
        Where where = new Where(query);
        where.add("came < ?", beforeCame);
        return new TradingSelect(
                "SELECT " + columns(query.table()) + " FROM " + query.table().stored() + where
                        + " ORDER BY came DESC LIMIT " + limit,
                where.values);
    }

    /** @see TradingRecords#latest */
    public static List<TradingRow> latest(Connection connection, TradingQuery query, int after, int limit)
            throws SQLException {
        return select(connection, query.table(), latestOf(query, after, limit));
    }

    /** The same, for an engine without such connections. */
    public static TradingSelect latestOf(TradingQuery query, int after, int limit) {
        TradingTable table = query.table();
        Where where = new Where(query);
        String subject = String.join(", ", table.subject());
        return new TradingSelect(
                "SELECT DISTINCT ON (" + subject + ") " + columns(table) + " FROM " + table.stored() + where
                        + " ORDER BY " + subject + ", made DESC, came DESC LIMIT " + limit + " OFFSET " + after,
                where.values);
    }

    private static List<TradingRow> select(Connection connection, TradingTable table, TradingSelect wanted)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(wanted.sql())) {
            for (int i = 0; i < wanted.values().size(); i++) {
                select.setObject(i + 1, wanted.values().get(i));
            }
            List<TradingRow> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(read(row, table));
                }
            }
            return rows;
        }
    }

    private static TradingRow read(ResultSet row, TradingTable table) throws SQLException {
        List<Object> values = new ArrayList<>();
        int at = 5;
        for (Column column : table.columns()) {
            at++;
            switch (column.type()) {
                case TEXT -> values.add(row.getString(at));
                case TIME, NUMBER -> values.add(row.getLong(at));
                case DECIMAL -> {
                    long mantissa = row.getLong(at++);
                    values.add(row.wasNull() ? null : new Decimal(mantissa, row.getInt(at)));
                }
            }
        }
        return new TradingRow(
                table, row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getLong(5), values);
    }

    /** What limits a query. */
    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        private Where(TradingQuery query) {
            new TreeMap<>(query.equal()).forEach((column, value) -> add(column + " = ?", value));
            if (query.fromNs() != Long.MIN_VALUE) {
                add("made >= ?", query.fromNs());
            }
            if (query.toNs() != Long.MAX_VALUE) {
                add("made < ?", query.toNs());
            }
        }

        private void add(String condition, Object value) {
            conditions.add(condition);
            values.add(value);
        }

        @Override
        public String toString() {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }
}
