package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.Selection;
import io.meridian.storage.SelectionSql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rows of one kind as a Parquet file. A column of numbers becomes decimals when all of them have the same digits after the point, and texts
 * otherwise: both are read back digit for digit, decimals faster.
 */
final class ParquetExport {
    private static final int MOST_DIGITS = 18;
    private static final long LARGEST = 999_999_999_999_999_999L;

    private final Statement statement;
    private final DataKind kind;
    private final String where;

    ParquetExport(Statement statement, DataKind kind, Selection selection) {
        this.statement = statement;
        this.kind = kind;
        where = SelectionSql.where(selection, Table::text);
    }

    /** @return how many rows; 0: there is no file */
    long write(Path file) throws SQLException {
        List<String> columns = new ArrayList<>();
        long rows = look(columns);
        if (rows > 0) {
            String last = switch (kind) {
                case QUOTE -> "";
                case TRADE -> ", id";
                // As a length of time is written: whole seconds and a fraction.
                case BAR ->
                    ", 'PT' || (period // 1000000000) || '.' || lpad((period % 1000000000)::VARCHAR, 9, '0') || 'S' AS"
                            + " period";
            };
            statement.execute("COPY (SELECT make_timestamp_ns(time) AS \"time\", venue, symbol, currency, "
                    + String.join(", ", columns) + last + " FROM " + Table.name(kind) + where
                    + " ORDER BY " + Table.name(kind) + ".time, came) TO " + Table.text(file.toString())
                    + " (FORMAT parquet, COMPRESSION zstd)");
        }
        return rows;
    }

    /** Says how each number is written. @return how many rows there are */
    private long look(List<String> columns) throws SQLException {
        String figures = kind.fields().stream()
                .map(field -> ", min(" + Table.scale(field) + "), max(" + Table.scale(field) + "), max(abs("
                        + Table.mantissa(field) + "))")
                .collect(Collectors.joining());
        try (ResultSet row =
                statement.executeQuery("SELECT count(*)" + figures + " FROM " + Table.name(kind) + where)) {
            row.next();
            for (int i = 0; i < kind.fields().size(); i++) {
                int least = row.getInt(3 * i + 2);
                int most = row.getInt(3 * i + 3);
                boolean fits = least == most && row.getLong(3 * i + 4) <= LARGEST;
                Field field = kind.fields().get(i);
                columns.add((fits ? decimal(field, most) : digits(field)) + " AS " + Table.mantissa(field));
            }
            return row.getLong(1);
        }
    }

    /** Exact: the product has as many digits as its factors together, which the database has room for. */
    private static String decimal(Field field, int scale) {
        String whole = "CAST(" + Table.mantissa(field) + " AS DECIMAL(" + MOST_DIGITS + ", 0))";
        return scale == 0
                ? whole
                : "CAST(" + whole + " * CAST('0." + "0".repeat(scale - 1) + "1' AS DECIMAL(" + MOST_DIGITS + ", "
                        + scale + ")) AS DECIMAL(" + MOST_DIGITS + ", " + scale + "))";
    }

    private static String digits(Field field) {
        String mantissa = Table.mantissa(field);
        String scale = Table.scale(field);
        String plain = "abs(" + mantissa + ")::VARCHAR";
        String padded = "lpad(" + plain + ", greatest(length(" + plain + "), " + scale + " + 1)::INTEGER, '0')";
        return "CASE WHEN " + mantissa + " < 0 THEN '-' ELSE '' END || CASE WHEN " + scale + " = 0 THEN " + plain
                + " ELSE left(" + padded + ", length(" + padded + ") - " + scale + ") || '.' || right(" + padded + ", "
                + scale + ") END";
    }
}
