package io.meridian.marketfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Writes a Parquet file from a CSV file that {@link RowWriter} wrote, row by row. */
final class ParquetWriter {
    private static final int DIGITS = 18;

    private ParquetWriter() {}

    /** Numbers become decimals of as many digits after the point as there are; a column whose numbers do not fit is an error. */
    static void write(Path csv, RowWriter written, DataKind kind, Path parquet) throws IOException {
        String numbers = kind.fields().stream()
                .map(field -> "CAST(" + field.column() + " AS DECIMAL(" + DIGITS + ", " + written.scale(field)
                        + ")) AS " + Database.name(field.column()))
                .collect(Collectors.joining(", "));
        String last = switch (kind) {
            case BAR -> ", period";
            case TRADE -> ", id";
            case QUOTE -> "";
        };
        String copy = "COPY (SELECT CAST(rtrim(time, 'Z') AS TIMESTAMP_NS) AS \"time\", venue, symbol, currency, "
                + numbers
                + last + " FROM read_csv(" + Database.text(csv.toString())
                + ", all_varchar=true, header=true, delim=',', quote='\"', escape='\"', auto_detect=false, columns={"
                + columns(kind) + "})) TO " + Database.text(parquet.toString()) + " (FORMAT parquet, COMPRESSION zstd)";
        try (DuckDBConnection connection = Database.open();
                Statement statement = connection.createStatement()) {
            statement.execute(copy);
        } catch (SQLException failure) {
            Files.deleteIfExists(parquet);
            throw new MarketDataException("file=" + parquet + " cannot be written: " + failure.getMessage(), failure);
        }
    }

    private static String columns(DataKind kind) {
        String head = "'time': 'VARCHAR', 'venue': 'VARCHAR', 'symbol': 'VARCHAR', 'currency': 'VARCHAR', ";
        String numbers = kind.fields().stream()
                .map(field -> "'" + field.column() + "': 'VARCHAR'")
                .collect(Collectors.joining(", "));
        return head
                + numbers
                + switch (kind) {
                    case BAR -> ", 'period': 'VARCHAR'";
                    case TRADE -> ", 'id': 'VARCHAR'";
                    case QUOTE -> "";
                };
    }
}
