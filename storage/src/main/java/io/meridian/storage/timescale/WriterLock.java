package io.meridian.storage.timescale;

import io.meridian.storage.StoreInUseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/** The lock of the one who writes. It is of a connection, and ends with it. */
final class WriterLock {
    /** Two numbers that nobody else will use in a database of ours. */
    private static final int CLASS = 0x4D455249;

    private static final int OBJECT = 1;
    private static final int PATIENCE_MS = 5_000;

    private WriterLock() {}

    /**
     * Takes it. When it is a lost connection of this same process that has it, that one is ended first: what it was about to commit is then
     * committed or never will be.
     *
     * @param name that of this process's connections, and of no other's
     * @throws StoreInUseException when another process has it
     */
    static void take(PgConnection connection, String name, Address address) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int attempt = 0; attempt < 3; attempt++) {
                if (isTrue(statement, "SELECT pg_try_advisory_lock(" + CLASS + ", " + OBJECT + ")")) {
                    return;
                }
                try (ResultSet holder = statement.executeQuery("SELECT pid, application_name, host(client_addr) FROM"
                        + " pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND"
                        + " classid = " + CLASS + " AND objid = " + OBJECT + " AND objsubid = 2 AND pg_locks.database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
                    if (!holder.next()) {
                        continue;
                    }
                    if (!name.equals(holder.getString(2))) {
                        throw inUse(address, holder.getString(2), holder.getString(3));
                    }
                    int pid = holder.getInt(1);
                    isTrue(statement, "SELECT pg_terminate_backend(" + pid + ", " + PATIENCE_MS + ")");
                }
            }
        }
        throw inUse(address, null, null);
    }

    private static StoreInUseException inUse(Address address, String who, String where) {
        return new StoreInUseException((who == null || who.isEmpty() ? "Another process" : "'" + who + "'")
                + (where == null ? "" : " on the machine " + where) + " has the store " + address
                + " open to write, and one process at a time can. End it, or name another database (setting"
                + " storage.url).");
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
