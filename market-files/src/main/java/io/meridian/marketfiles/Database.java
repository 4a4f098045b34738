package io.meridian.marketfiles;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** The database that reads and writes Parquet files, in memory and for one thread. */
final class Database {
    private static final String URL = "jdbc:duckdb:";

    private Database() {}

    /** Streams what it reads, within 512 MB, and fetches nothing from anywhere. */
    static DuckDBConnection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", "512MB");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("jdbc_stream_results", "true");
        DuckDBConnection connection =
                DriverManager.getConnection(URL, properties).unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        return connection;
    }

    /** A text in a statement. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A column in a statement. */
    static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** A file to read, in a statement: what is a wildcard elsewhere is a letter here. */
    static String parquet(Path path) {
        StringBuilder pattern = new StringBuilder();
        for (char c : path.toString().toCharArray()) {
            if (c == '*' || c == '?' || c == '[') {
                pattern.append('[').append(c).append(']');
            } else {
                pattern.append(c);
            }
        }
        return "read_parquet(" + text(pattern.toString())
                + ", hive_partitioning=false, file_row_number=true, filename=false)";
    }
}
