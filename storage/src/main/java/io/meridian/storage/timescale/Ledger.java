package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoredTotal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.jdbc.PgConnection;

/**
 * How much there is, and which batch was the last of each writer. The database has it in two small tables, changed in the same transaction as the rows:
 * counting all rows takes long, and only by this can a writer know whether a batch was stored when the answer to its commit was lost.
 */
final class Ledger {
    /** A writer that ended a while ago asks no more. */
    private static final String OLD = "interval '1 day'";

    private final UUID writer;
    private final Map<DataKind, Entry> entries = new EnumMap<>(DataKind.class);
    private long batches;
    private final Map<DataKind, Extent> extents = new EnumMap<>(DataKind.class);

    /**
     * Of one kind.
     *
     * @param came the number of the row that came last
     * @param rows of those that came over the bus
     * @param gone rows that were removed and whose room is not given back yet
     */
    private record Entry(long came, long rows, long imported, long gone) {
        private static final Entry NONE = new Entry(0, 0, 0, 0);
    }

    /** From when to when rows of a kind are that came over the bus; 0: there are none. */
    private record Extent(long firstNs, long lastNs) {
        private static final Extent NONE = new Extent(0, 0);

        private Extent with(long timeNs) {
            return equals(NONE)
                    ? new Extent(timeNs, timeNs)
                    : new Extent(Math.min(firstNs, timeNs), Math.max(lastNs, timeNs));
        }
    }

    /** @param writer who writes, for as long as its process has the store open; for who only reads, any */
    Ledger(UUID writer) {
        this.writer = writer;
    }

    static List<String> create() {
        return List.of(
                "CREATE TABLE store_kinds (kind TEXT PRIMARY KEY, came BIGINT NOT NULL, rows BIGINT NOT NULL, imported"
                        + " BIGINT NOT NULL, gone BIGINT NOT NULL)",
                "CREATE TABLE store_writers (writer UUID PRIMARY KEY, batches BIGINT NOT NULL, wrote TIMESTAMPTZ NOT"
                        + " NULL)",
                Stream.of(DataKind.values())
                        .map(kind -> "('" + kind + "', 0, 0, 0, 0)")
                        .collect(Collectors.joining(", ", "INSERT INTO store_kinds VALUES ", "")));
    }

    /** Reads what the database has. */
    void load(PgConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT kind, came, rows, imported, gone FROM store_kinds")) {
                while (row.next()) {
                    entries.put(
                            DataKind.valueOf(row.getString(1)),
                            new Entry(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT coalesce(max(batches), 0) FROM store_writers WHERE writer = '" + writer + "'")) {
                row.next();
                batches = row.getLong(1);
            }
            for (DataKind kind : DataKind.values()) {
                try (ResultSet row = statement.executeQuery("SELECT min(time), max(time) FROM " + Tables.name(kind))) {
                    row.next();
                    extents.put(
                            kind, row.getObject(1) == null ? Extent.NONE : new Extent(row.getLong(1), row.getLong(2)));
                }
            }
        }
    }

    /** Says in the database that this writer is there, and forgets those of long ago. */
    void enter(PgConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "DELETE FROM store_writers WHERE wrote < now() - " + OLD + " AND writer <> '" + writer + "'");
            statement.execute(
                    "INSERT INTO store_writers VALUES ('" + writer + "', 0, now()) ON CONFLICT (writer) DO NOTHING");
        }
    }

    /** How many batches this writer has stored. */
    long batches() {
        return batches;
    }

    long came(DataKind kind) {
        return entry(kind).came();
    }

    private Entry entry(DataKind kind) {
        return entries.getOrDefault(kind, Entry.NONE);
    }

    /** Writes down a batch, beside its rows. */
    void write(PgConnection connection, RowBatch batch, boolean chunks) throws SQLException {
        StringBuilder sql = new StringBuilder();
        for (DataKind kind : DataKind.values()) {
            if (batch.of(kind).size() > 0) {
                Entry next = next(kind, batch.of(kind), chunks);
                sql.append(update(kind, next)).append("; ");
            }
        }
        sql.append("UPDATE store_writers SET batches = ")
                .append(batches + 1)
                .append(", wrote = now() WHERE writer = '")
                .append(writer)
                .append('\'');
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql.toString());
        }
    }

    private static String update(DataKind kind, Entry entry) {
        return "UPDATE store_kinds SET came = " + entry.came() + ", rows = " + entry.rows() + ", imported = "
                + entry.imported() + ", gone = " + entry.gone() + " WHERE kind = '" + kind + "'";
    }

    private Entry next(DataKind kind, RowBatch.Part part, boolean chunks) {
        int imported = 0;
        for (int i = 0; i < part.size(); i++) {
            imported += part.sequence(i) == RowBatch.IMPORTED ? 1 : 0;
        }
        int rows = part.size() - imported;
        Entry entry = entry(kind);
        // New rows lie where removed ones were, but never in chunks of the past.
        return new Entry(
                entry.came() + part.size(),
                entry.rows() + rows,
                entry.imported() + imported,
                chunks ? entry.gone() : Math.max(0, entry.gone() - rows));
    }

    /** The batch is stored. */
    void stored(RowBatch batch, boolean chunks) {
        for (DataKind kind : DataKind.values()) {
            RowBatch.Part part = batch.of(kind);
            entries.put(kind, next(kind, part, chunks));
            Extent extent = extents.getOrDefault(kind, Extent.NONE);
            for (int i = 0; i < part.size(); i++) {
                if (part.sequence(i) != RowBatch.IMPORTED) {
                    extent = extent.with(part.row(i).timeNs());
                }
            }
            extents.put(kind, extent);
        }
        batches++;
    }

    /**
     * Writes down that rows are removed; what is known here is then to be {@linkplain #load loaded} again.
     *
     * @param dropped of those whose room is given back at once
     * @param deleted of the others
     */
    void removed(PgConnection connection, DataKind kind, long dropped, long deleted) throws SQLException {
        Entry entry = entry(kind);
        // The oldest chunks go first: with them goes what was deleted in them.
        long gone = (dropped > 0 ? 0 : entry.gone()) + deleted;
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    update(kind, new Entry(entry.came(), entry.rows() - dropped - deleted, entry.imported(), gone)));
        }
    }

    /** The same of imported rows. */
    void removedImported(PgConnection connection, DataKind kind, long rows) throws SQLException {
        Entry entry = entry(kind);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    update(kind, new Entry(entry.came(), entry.rows(), entry.imported() - rows, entry.gone())));
        }
    }

    /** What is removed and not given back does not count as room that is taken: what comes will lie there, or it goes with its chunk. */
    StoredTotal total(PgConnection connection, DataKind kind, boolean chunks) throws SQLException {
        Entry entry = entry(kind);
        Extent extent = extents.getOrDefault(kind, Extent.NONE);
        String size = chunks ? "hypertable_size" : "pg_total_relation_size";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + size + "('" + Tables.name(kind)
                        + "'), pg_total_relation_size('" + Tables.imported(kind) + "')")) {
            row.next();
            double taken = (double) entry.rows() / Math.max(1, entry.rows() + entry.gone());
            return new StoredTotal(
                    entry.rows() + entry.imported(),
                    extent.firstNs(),
                    extent.lastNs(),
                    (long) (row.getLong(1) * taken) + row.getLong(2));
        }
    }
}
