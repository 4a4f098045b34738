package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.RowBatch;
import io.meridian.storage.market.MarketSource;
import io.meridian.storage.market.TradeHours;
import io.meridian.storage.market.TradeMinutes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.postgresql.jdbc.PgConnection;

/**
 * Keeps {@link TradeMinutes} up to date: the same on a server with the extension, of whichever licence, and without it. Each change is of the
 * transaction that changes trades.
 */
final class Minutes {
    private final MarketSource source;
    private final TradeHours hours = new TradeHours(System::nanoTime);

    Minutes(MarketSource source) {
        this.source = source;
    }

    static List<String> create() {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE " + TradeMinutes.TABLE
                        + " (time BIGINT NOT NULL, symbol TEXT COLLATE \"C\" NOT NULL, venue TEXT COLLATE \"C\" NOT"
                        + " NULL, currency TEXT COLLATE \"C\" NOT NULL, first_time BIGINT NOT NULL, first_came BIGINT"
                        + " NOT NULL, first_price BIGINT, last_time BIGINT NOT NULL, last_came BIGINT NOT NULL,"
                        + " last_price BIGINT, highest BIGINT, lowest BIGINT, volume NUMERIC, parts BIGINT NOT NULL,"
                        + " price_scale SMALLINT, size_scale SMALLINT)",
                "CREATE INDEX " + TradeMinutes.TABLE + "_time ON " + TradeMinutes.TABLE + " (time)",
                "CREATE INDEX " + TradeMinutes.TABLE + "_symbol ON " + TradeMinutes.TABLE + " (symbol, time)",
                "CREATE TABLE " + TradeMinutes.HOURS + " (hour BIGINT PRIMARY KEY, rolled SMALLINT NOT NULL)"));
        for (String table : List.of(Tables.name(DataKind.TRADE), Tables.imported(DataKind.TRADE))) {
            statements.add(noteHours(table));
        }
        return List.copyOf(statements);
    }

    /** From one hour with trades to the next, by the index of time: there may be very many trades. */
    private static String noteHours(String table) {
        String hour = "time - ((time % " + TradeMinutes.HOUR_NS + ") + " + TradeMinutes.HOUR_NS + ") % "
                + TradeMinutes.HOUR_NS;
        String first = "SELECT " + hour + " FROM " + table;
        return "WITH RECURSIVE h(hour) AS ((" + first + " ORDER BY time LIMIT 1) UNION ALL SELECT (" + first
                + " WHERE time >= h.hour + " + TradeMinutes.HOUR_NS + " ORDER BY time LIMIT 1) FROM h WHERE h.hour IS"
                + " NOT NULL) INSERT INTO " + TradeMinutes.HOURS
                + " SELECT hour, 0 FROM h WHERE hour IS NOT NULL ON CONFLICT DO NOTHING";
    }

    /** Reads what the database has. */
    void load(PgConnection connection) throws SQLException {
        hours.load(list(connection, "SELECT hour FROM " + TradeMinutes.HOURS + " WHERE rolled = 0"));
    }

    private static List<Long> list(PgConnection connection, String sql) throws SQLException {
        List<Long> hours = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                hours.add(row.getLong(1));
            }
        }
        return hours;
    }

    /** Writes down which hours a batch changes. @return they are to be {@linkplain #stored told} once it is stored */
    Set<Long> write(PgConnection connection, RowBatch batch) throws SQLException {
        Set<Long> fresh = hours.changedBy(batch);
        if (!fresh.isEmpty()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TradeMinutes.HOURS
                    + " VALUES (?, 0) ON CONFLICT (hour) DO UPDATE SET rolled = 0")) {
                for (long hour : fresh) {
                    insert.setLong(1, hour);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
        return fresh;
    }

    /** These are written down for good. */
    void stored(Collection<Long> fresh) {
        hours.opened(fresh);
    }

    /** Writes down that trades of a time are removed; what is known here is then to be {@linkplain #load loaded} again. */
    static void removed(PgConnection connection, long fromNs, long toNs) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + TradeMinutes.HOURS + " SET rolled = 0 WHERE hour >= ? AND hour < ? AND rolled = 1")) {
            update.setLong(1, fromNs == Long.MIN_VALUE ? fromNs : TradeMinutes.hour(fromNs));
            update.setLong(2, toNs);
            update.executeUpdate();
        }
    }

    void removedBefore(long timeNs) {
        hours.removedBefore(timeNs);
    }

    /** The hour to sum up next; null: there is none. */
    Long due(Duration quiet) {
        return hours.due(quiet);
    }

    /** Sums up an hour. */
    void roll(PgConnection connection, long hour) throws SQLException {
        execute(
                connection,
                "DELETE FROM " + TradeMinutes.TABLE + " WHERE time >= ? AND time < ?",
                TradeMinutes.bounds(hour));
        int minutes = execute(
                connection,
                "INSERT INTO " + TradeMinutes.TABLE + " (" + TradeMinutes.COLUMNS + ") "
                        + TradeMinutes.of(source, hour),
                TradeMinutes.bounds(hour));
        // An hour whose trades are gone is none.
        execute(
                connection,
                minutes == 0
                        ? "DELETE FROM " + TradeMinutes.HOURS + " WHERE hour = ?"
                        : "UPDATE " + TradeMinutes.HOURS + " SET rolled = 1 WHERE hour = ?",
                List.of(hour));
    }

    private static int execute(PgConnection connection, String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement.executeUpdate();
        }
    }

    void rolled(long hour) {
        hours.rolled(hour);
    }
}
