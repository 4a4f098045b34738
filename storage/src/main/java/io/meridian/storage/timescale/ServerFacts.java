package io.meridian.storage.timescale;

import io.meridian.storage.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.jdbc.PgConnection;

/**
 * What the server is.
 *
 * @param extension the version of TimescaleDB in this database; null: it is not there
 * @param license of TimescaleDB; what only other licences allow is not used
 * @param offered whether the server has the extension, for databases that want it
 * @param chunks whether the tables of this store are the extension's
 */
record ServerFacts(
        String version, String extension, String license, boolean offered, boolean chunks, boolean forcedToDisk) {
    /** @throws StoreException when texts cannot be kept */
    static ServerFacts of(PgConnection connection, Address address) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT current_setting('server_version'), (SELECT extversion FROM"
                                + " pg_extension WHERE extname = 'timescaledb'), current_setting('timescaledb.license',"
                                + " true), EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb'),"
                                + " current_setting('server_encoding'), current_setting('fsync') = 'on'")) {
            row.next();
            if (!row.getString(5).equals("UTF8")) {
                throw new StoreException("The database " + address + " keeps texts as " + row.getString(5)
                        + ", and a store needs UTF8. Make it anew with it: CREATE DATABASE \"" + address.database()
                        + "\" ENCODING 'UTF8' TEMPLATE template0.");
            }
            return new ServerFacts(
                    row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4), false, row.getBoolean(6));
        }
    }

    /** The same, once the tables are there. */
    ServerFacts withTables(PgConnection connection) throws SQLException {
        if (extension == null) {
            return this;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) > 0 FROM timescaledb_information.hypertables WHERE"
                                + " hypertable_schema = '" + Tables.SCHEMA + "'")) {
            row.next();
            return new ServerFacts(version, extension, license, offered, row.getBoolean(1), forcedToDisk);
        }
    }

    String description() {
        String server = "PostgreSQL " + version;
        String extended = "TimescaleDB " + extension + " (licence " + license + ") on " + server;
        String plain =
                ": old rows are deleted one by one, which takes longer, and their room is used again but not given"
                        + " back to the disk. ";
        String what;
        if (chunks) {
            what = extended
                    + ": rows lie in chunks by time, and old chunks are dropped whole. Minutes of trades are summed up"
                    + " by Meridian, not by continuous aggregates"
                    + (license.equals("apache")
                            ? ", which this licence does not have; nor does it have compression"
                            : "");
        } else if (extension != null) {
            what = extended + ", but this store was made without the extension" + plain + "A store that is made anew in"
                    + " this database has it.";
        } else {
            what = server + " WITHOUT TimescaleDB" + plain + (offered ? "The server has" : "Once the server has")
                    + " the extension, a store that is made anew can use it: CREATE EXTENSION timescaledb in its"
                    + " database first.";
        }
        return forcedToDisk
                ? what
                : what + " NOTE: fsync is off on the server: it may lose what it has when it loses power.";
    }
}
