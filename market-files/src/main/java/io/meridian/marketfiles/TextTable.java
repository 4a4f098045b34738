package io.meridian.marketfiles;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** A table of any columns as a Parquet file, for what is no market data: its values are given and read as texts. For one thread. */
public final class TextTable implements AutoCloseable {
    /** What a column holds. */
    public enum Type {
        TEXT,
        NUMBER,
        /** Given and read as ns since the epoch. */
        TIME
    }

    /** @param name of letters and {@code _} */
    public record Column(String name, Type type) {}

    private final List<Column> columns;
    private final Path parquet;
    private final Path csv;
    private final BufferedWriter rows;

    /** Begins one. What is added waits in a file beside it until {@link #finish}. */
    public TextTable(Path parquet, List<Column> columns) throws IOException {
        this.parquet = parquet;
        this.columns = List.copyOf(columns);
        csv = parquet.resolveSibling(parquet.getFileName() + ".csv");
        rows = Files.newBufferedWriter(csv);
    }

    /** @param values one for each column; null: none */
    public void add(List<String> values) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            rows.write(i == 0 ? "" : ",");
            // An empty text in quotes is one, without quotes there is none.
            rows.write(value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"");
        }
        rows.write("\n");
    }

    /** Writes the file. */
    public void finish() throws IOException {
        rows.close();
        String copy = "COPY (SELECT "
                + columns.stream().map(TextTable::typed).collect(Collectors.joining(", "))
                + " FROM read_csv(" + Database.text(csv.toString())
                + ", header=false, delim=',', quote='\"', escape='\"', auto_detect=false, parallel=false,"
                + " allow_quoted_nulls=false, new_line='\\n', max_line_size=67108864, columns={"
                + columns.stream().map(each -> "'" + each.name + "': 'VARCHAR'").collect(Collectors.joining(", "))
                + "})) TO " + Database.text(parquet.toString()) + " (FORMAT parquet, COMPRESSION zstd)";
        try (DuckDBConnection connection = Database.open();
                Statement statement = connection.createStatement()) {
            statement.execute(copy);
        } catch (SQLException failure) {
            Files.deleteIfExists(parquet);
            throw new MarketDataException("file=" + parquet + " cannot be written: " + failure.getMessage(), failure);
        } finally {
            Files.deleteIfExists(csv);
        }
    }

    private static String typed(Column column) {
        String name = Database.name(column.name);
        return switch (column.type) {
            case TEXT -> name;
            case NUMBER -> "CAST(" + name + " AS BIGINT) AS " + name;
            case TIME -> "make_timestamp_ns(CAST(" + name + " AS BIGINT)) AS " + name;
        };
    }

    /**
     * Reads the rows of a file in their order.
     *
     * @throws MarketDataException when it is no such table
     */
    public static void read(Path parquet, List<Column> columns, Consumer<List<String>> reader) {
        String select = "SELECT "
                + columns.stream()
                        .map(each -> each.type == Type.TIME
                                ? "CAST(epoch_ns(" + Database.name(each.name) + ") AS VARCHAR)"
                                : "CAST(" + Database.name(each.name) + " AS VARCHAR)")
                        .collect(Collectors.joining(", "))
                + " FROM " + Database.parquet(parquet) + " ORDER BY file_row_number";
        try (DuckDBConnection connection = Database.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    values.add(rows.getString(i));
                }
                reader.accept(values);
            }
        } catch (SQLException failure) {
            throw new MarketDataException("file=" + parquet + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
        Files.deleteIfExists(csv);
    }
}
