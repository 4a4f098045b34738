package io.meridian.marketfiles;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/** A Parquet file as a table: first say what is wanted of each row, then {@link #run} and read it, row by row. */
final class ParquetTable implements AutoCloseable {
    private final Path path;
    private final DuckDBConnection connection;
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> wanted = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private DuckDBPreparedStatement query;
    private DuckDBChunkedResult result;
    private DuckDBReadableVector[] vectors = {};
    private long rowsInChunk;
    private long at;

    ParquetTable(Path path) {
        this.path = path;
        DuckDBConnection opened = null;
        try {
            opened = Database.open();
            describe(opened);
        } catch (SQLException failure) {
            close(opened, failure);
            throw failure(failure);
        }
        connection = opened;
    }

    private void describe(DuckDBConnection opened) throws SQLException {
        try (Statement statement = opened.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + Database.parquet(path))) {
            while (columns.next()) {
                names.add(columns.getString(1));
                types.add(columns.getString(2));
            }
        }
        // The reader adds the number of the row.
        names.removeLast();
        types.removeLast();
    }

    private static void close(DuckDBConnection connection, SQLException failure) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private MarketDataException failure(Exception failure) {
        return new MarketDataException("file=" + path + " cannot be read: " + failure.getMessage(), failure);
    }

    List<String> names() {
        return names;
    }

    String name(int column) {
        return names.get(column);
    }

    String type(int column) {
        return types.get(column);
    }

    /** Wants a value of each row. @return its place in {@link #longAt} and the like */
    int want(String expression) {
        wanted.add(expression);
        return wanted.size() - 1;
    }

    String wanted(int place) {
        return wanted.get(place);
    }

    /** Wants only rows for which this holds. */
    void where(String condition) {
        conditions.add(condition);
    }

    /**
     * The different texts in a column. What it holds is then wanted as {@code enum_code(CAST(name AS type))}, the place in this
     * list, so that no text is made for each row.
     */
    List<String> dictionary(String type, String column) {
        String texts = "SELECT DISTINCT CAST(" + column + " AS VARCHAR) AS t FROM " + Database.parquet(path) + " WHERE "
                + column + " IS NOT NULL ORDER BY t";
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TYPE " + type + " AS ENUM (" + texts + ")");
            try (ResultSet values = statement.executeQuery("SELECT unnest(enum_range(NULL::" + type + "))::VARCHAR")) {
                while (values.next()) {
                    found.add(values.getString(1));
                }
            }
        } catch (SQLException failure) {
            throw failure(failure);
        }
        return found;
    }

    void run() {
        String text = "SELECT " + String.join(", ", wanted) + " FROM " + Database.parquet(path)
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
        try {
            query = connection.prepareStatement(text).unwrap(DuckDBPreparedStatement.class);
            result = query.query();
        } catch (SQLException failure) {
            throw failure(failure);
        }
    }

    boolean next() {
        if (++at < rowsInChunk) {
            return true;
        }
        try {
            while (result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                rowsInChunk = chunk.rowCount();
                at = 0;
                if (rowsInChunk > 0) {
                    vectors = new DuckDBReadableVector[wanted.size()];
                    for (int i = 0; i < vectors.length; i++) {
                        vectors[i] = chunk.vector(i);
                    }
                    return true;
                }
            }
        } catch (RuntimeException failure) {
            throw failure(failure);
        }
        rowsInChunk = 0;
        return false;
    }

    boolean isNull(int place) {
        return vectors[place].isNull(at);
    }

    long longAt(int place) {
        return vectors[place].getLong(at);
    }

    double doubleAt(int place) {
        return vectors[place].getDouble(at);
    }

    String textAt(int place) {
        return vectors[place].getString(at);
    }

    @Override
    public void close() {
        try {
            if (result != null) {
                result.close();
            }
            if (query != null) {
                query.close();
            }
            connection.close();
        } catch (SQLException failure) {
            throw failure(failure);
        }
    }
}
