package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import java.io.IOException;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** Puts rows of an answer into a draft of a Parquet file, whose columns are in the same order, as they come: only a few are in memory at any time. */
final class ReceivedRows {
    private ReceivedRows() {}

    static void into(DuckDBAppender draft, RowReader rows, DataKind kind) throws IOException, SQLException {
        while (rows.next()) {
            draft.beginRow().append(rows.int64()).append(rows.int64());
            draft.append(rows.text()).append(rows.text()).append(rows.text());
            draft.append(rows.int32()).append(rows.int64());
            switch (kind) {
                case QUOTE -> {}
                case TRADE -> draft.append(rows.text());
                case BAR -> draft.append(rows.int64());
            }
            for (int i = 0; i < kind.fields().size(); i++) {
                // The mantissa, and the scale.
                if (rows.isTrue()) {
                    draft.appendNull();
                } else {
                    draft.append(rows.int64());
                }
                if (rows.isTrue()) {
                    draft.appendNull();
                } else {
                    draft.append(rows.int8());
                }
            }
            draft.endRow();
        }
    }
}
