package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * Removes what is old of one kind: whole chunks where there are some, which gives their room to the disk, and then what is left of it, row by row. Imported
 * rows lie in a table of their own, which is not touched.
 */
final class Removal {
    private static final int PATIENCE_MS = 3_000;

    private Removal() {}

    /** @param dropped rows whose room is given back at once */
    record Removed(long dropped, long deleted) {
        long rows() {
            return dropped + deleted;
        }
    }

    static Removed before(PgConnection connection, DataKind kind, long timeNs, boolean chunks) throws SQLException {
        String table = Tables.name(kind);
        try (Statement statement = connection.createStatement()) {
            // Who reads a chunk keeps it from going, and behind who waits for that, all others would wait.
            statement.execute("SET LOCAL lock_timeout = " + PATIENCE_MS);
            long dropped = chunks ? drop(statement, table, timeNs) : 0;
            long deleted = statement.executeLargeUpdate("DELETE FROM " + table + " WHERE time < " + timeNs);
            return new Removed(dropped, deleted);
        }
    }

    private static long drop(Statement statement, String table, long timeNs) throws SQLException {
        long before;
        try (ResultSet row =
                statement.executeQuery("SELECT max(range_end_integer) FROM timescaledb_information.chunks WHERE"
                        + " hypertable_schema = '" + Tables.SCHEMA + "' AND hypertable_name = '" + table
                        + "' AND range_end_integer <= " + timeNs)) {
            row.next();
            before = row.getLong(1);
            if (row.wasNull()) {
                return 0;
            }
        }
        long rows;
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table + " WHERE time < " + before)) {
            row.next();
            rows = row.getLong(1);
        }
        statement.execute("SELECT drop_chunks('" + table + "', older_than => " + before + "::BIGINT)");
        return rows;
    }
}
