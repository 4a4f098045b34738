package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.MarketRow;
import io.meridian.storage.RowBatch;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Puts rows into the database by its appender: statements with values are some hundred times slower. */
final class BatchAppender {
    private BatchAppender() {}

    /** @param came the number of the first row */
    static void append(DuckDBConnection connection, DataKind kind, RowBatch.Part rows, long came) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender(Table.name(kind))) {
            Field[] fields = kind.fields().toArray(Field[]::new);
            for (int i = 0; i < rows.size(); i++) {
                MarketRow row = rows.row(i);
                appender.beginRow()
                        .append(came + i)
                        .append(row.timeNs())
                        .append(row.venue())
                        .append(row.symbol())
                        .append(row.currency())
                        .append(rows.source(i))
                        .append(rows.sequence(i));
                switch (kind) {
                    case QUOTE -> {}
                    case TRADE -> appender.append(row.tradeId().toString());
                    case BAR -> appender.append(row.periodNs());
                }
                for (Field field : fields) {
                    if (row.has(field)) {
                        appender.append(row.mantissa(field)).append((byte) row.scale(field));
                    } else {
                        appender.appendNull().appendNull();
                    }
                }
                appender.endRow();
            }
        }
    }
}
