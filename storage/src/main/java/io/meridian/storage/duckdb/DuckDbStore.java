package io.meridian.storage.duckdb;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.SelectionSql;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoredMark;
import io.meridian.storage.StoredSeries;
import io.meridian.storage.StoredTotal;
import io.meridian.storage.market.MarketReads;
import io.meridian.storage.market.SqlMarketReads;
import io.meridian.storage.trading.TradingRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** A DuckDB file. Its two connections, one a thread, see the same data; what one has not committed the other does not see. */
final class DuckDbStore implements MarketStore {
    private static final int MARKED_ROWS = 1_000_000;

    private final StoreLock lock;
    private final DuckDBConnection writing;
    private final DuckDBConnection reading;
    private final Map<DataKind, Long> came = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Totals> totals = new EnumMap<>(DataKind.class);
    private final TradingRecords trading;
    private final MarketReads market;

    private DuckDbStore(StoreLock lock, DuckDBConnection writing, DuckDBConnection reading) throws SQLException {
        this.lock = lock;
        this.writing = writing;
        this.reading = reading;
        market = new SqlMarketReads(new DuckDbMarket(reading));
        trading = new DuckDbTrading(writing, reading);
        try (Statement statement = writing.createStatement()) {
            for (DataKind kind : DataKind.values()) {
                came.put(kind, number(statement, "SELECT coalesce(max(came), 0) FROM " + Table.name(kind)));
            }
        }
        writing.commit();
        for (DataKind kind : DataKind.values()) {
            count(kind);
        }
    }

    static DuckDbStore open(StoreOptions options) {
        StoreLock lock = StoreLock.take(options);
        DuckDBConnection writing = null;
        try {
            writing = connect(lock.data(), options.memoryBytes());
            Migrations.run(writing, Migrations.STEPS, lock.data().toString());
            return new DuckDbStore(lock, writing, writing.duplicate());
        } catch (SQLException failed) {
            close(writing, lock);
            throw new StoreException("The store " + lock.data() + " cannot be opened: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            close(writing, lock);
            throw failed;
        }
    }

    /** One thread each for who writes and who reads, bounded memory, and nothing is fetched from anywhere. */
    static DuckDBConnection connect(Path file, long memoryBytes) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", memoryBytes / 1024 + "KiB");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:" + file, properties).unwrap(DuckDBConnection.class);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void close(DuckDBConnection connection, StoreLock lock) {
        try (lock) {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException ignored) {
            // What failed before is what is told.
        }
    }

    /** Work with the database that the caller waits for. */
    interface Work<T> {
        T on(Statement statement) throws SQLException;
    }

    static <T> T within(DuckDBConnection connection, String what, Work<T> work) {
        try (Statement statement = connection.createStatement()) {
            T result = work.on(statement);
            connection.commit();
            return result;
        } catch (SQLException failed) {
            rollBack(connection);
            throw new StoreException(what + " failed: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            rollBack(connection);
            throw failed;
        }
    }

    private static void rollBack(DuckDBConnection connection) {
        try {
            connection.rollback();
        } catch (SQLException ignored) {
            // What failed before is what is told.
        }
    }

    @Override
    public String description() {
        return "DuckDB, a file that this process alone has open";
    }

    @Override
    public void append(RowBatch batch) {
        within(writing, "Storing rows=" + batch.size(), statement -> {
            for (DataKind kind : DataKind.values()) {
                if (batch.of(kind).size() > 0) {
                    BatchAppender.append(writing, kind, batch.of(kind), came.get(kind) + 1);
                }
            }
            return null;
        });
        for (DataKind kind : DataKind.values()) {
            came.merge(kind, (long) batch.of(kind).size(), Long::sum);
            totals.get(kind).add(batch.of(kind));
        }
    }

    @Override
    public void define(Collection<InstrumentDefinition> instruments) {
        within(writing, "Storing instruments=" + instruments.size(), statement -> {
            try (PreparedStatement insert = writing.prepareStatement(
                    "INSERT OR REPLACE INTO instruments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (InstrumentDefinition each : instruments) {
                    insert.setString(1, each.venue());
                    insert.setString(2, each.symbol());
                    insert.setString(3, each.currency());
                    insert.setString(4, each.kind().name());
                    insert.setLong(5, each.tickSize().mantissa());
                    insert.setInt(6, each.tickSize().scale());
                    insert.setLong(7, each.lotSize().mantissa());
                    insert.setInt(8, each.lotSize().scale());
                    insert.setInt(9, each.settlementDays());
                    insert.setString(10, each.title());
                    insert.execute();
                }
            }
            return null;
        });
    }

    @Override
    public long removeBefore(DataKind kind, long timeNs) {
        return remove(kind, " WHERE time < " + timeNs + " AND sequence <> " + RowBatch.IMPORTED);
    }

    @Override
    public long removeImported(DataKind kind, Selection selection) {
        return remove(kind, imported(selection));
    }

    @Override
    public long countImported(DataKind kind, Selection selection) {
        return within(
                reading,
                "Looking for what was imported",
                statement -> number(statement, "SELECT count(*) FROM " + Table.name(kind) + imported(selection)));
    }

    private static String imported(Selection selection) {
        String where = SelectionSql.where(selection, Table::text);
        return (where.isEmpty() ? " WHERE" : where + " AND") + " sequence = " + RowBatch.IMPORTED;
    }

    private long remove(DataKind kind, String where) {
        long removed = within(writing, "Removing rows", statement ->
                (long) statement.executeUpdate("DELETE FROM " + Table.name(kind) + where));
        if (removed > 0) {
            checkpoint();
            count(kind);
        }
        return removed;
    }

    /** Looks at all rows of a kind. Done when they were not all seen to come. */
    private void count(DataKind kind) {
        totals.put(kind, within(writing, "Looking at the store", statement -> {
            try (ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM " + Table.name(kind)
                    + "), min(time), max(time) FROM " + Table.name(kind) + " WHERE sequence <> "
                    + RowBatch.IMPORTED)) {
                row.next();
                boolean none = row.getObject(2) == null;
                Totals counted = new Totals();
                counted.add(
                        row.getLong(1), none ? Long.MAX_VALUE : row.getLong(2), none ? Long.MIN_VALUE : row.getLong(3));
                return counted;
            }
        }));
    }

    /** Gives the room of what was removed to what comes. While a reader holds it, it cannot be; then the next one does. */
    private void checkpoint() {
        try (Statement statement = writing.createStatement()) {
            statement.execute("CHECKPOINT");
            writing.commit();
        } catch (SQLException held) {
            rollBack(writing);
        }
    }

    @Override
    public List<StoredSeries> contents() {
        return within(reading, "Looking at the contents", statement -> {
            List<StoredSeries> contents = new ArrayList<>();
            for (DataKind kind : DataKind.values()) {
                String imported = "sequence = " + RowBatch.IMPORTED;
                try (ResultSet row = statement.executeQuery("SELECT venue, symbol, " + imported
                        + ", count(*), min(time), max(time) FROM " + Table.name(kind)
                        + " GROUP BY ALL ORDER BY ALL")) {
                    while (row.next()) {
                        contents.add(new StoredSeries(
                                kind,
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)));
                    }
                }
            }
            return contents;
        });
    }

    @Override
    public long came(DataKind kind) {
        return came.get(kind);
    }

    @Override
    public StoredTotal total() {
        long blocks = within(
                writing,
                "Looking at the store",
                statement -> number(statement, "SELECT used_blocks * block_size FROM pragma_database_size()"));
        return Totals.of(totals.values()).with(blocks + logged());
    }

    /** What was not moved out of the database's log yet is shared out by rows. */
    @Override
    public StoredTotal total(DataKind kind) {
        long blocks = within(
                writing,
                "Looking at the store",
                statement -> number(
                        statement,
                        "SELECT (SELECT count(DISTINCT block_id) FROM pragma_storage_info('" + Table.name(kind)
                                + "') WHERE persistent AND block_id >= 0) * (SELECT block_size FROM"
                                + " pragma_database_size())"));
        Totals own = totals.get(kind);
        double part =
                (double) own.rows() / Math.max(1, Totals.of(totals.values()).rows());
        return own.with(blocks + (long) (logged() * part));
    }

    private long logged() {
        Path log = lock.data().resolveSibling(StoreLock.DATA + ".wal");
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public List<InstrumentDefinition> instruments() {
        return within(reading, "Looking at the instruments", statement -> {
            List<InstrumentDefinition> instruments = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT * FROM instruments ORDER BY venue, symbol")) {
                while (row.next()) {
                    instruments.add(new InstrumentDefinition(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            InstrumentKind.valueOf(row.getString(4)),
                            new Decimal(row.getLong(5), row.getInt(6)),
                            new Decimal(row.getLong(7), row.getInt(8)),
                            row.getInt(9),
                            row.getString(10)));
                }
            }
            return instruments;
        });
    }

    @Override
    public List<StoredMark> marks() {
        return within(reading, "Looking at what came last", statement -> {
            List<StoredMark> marks = new ArrayList<>();
            for (DataKind kind : DataKind.values()) {
                try (ResultSet row = statement.executeQuery("SELECT venue, symbol, source, max(sequence) FROM "
                        + Table.name(kind) + " WHERE came > (SELECT max(came) FROM " + Table.name(kind) + ") - "
                        + MARKED_ROWS + " AND sequence <> " + RowBatch.IMPORTED + " GROUP BY ALL ORDER BY ALL")) {
                    while (row.next()) {
                        marks.add(new StoredMark(
                                kind, row.getString(1), row.getString(2), row.getInt(3), row.getLong(4)));
                    }
                }
            }
            return marks;
        });
    }

    @Override
    public long export(DataKind kind, Selection selection, Path file) {
        return within(
                reading,
                "The export to " + file,
                statement -> new ParquetExport(statement, kind, selection).write(file));
    }

    @Override
    public MarketReads market() {
        return market;
    }

    @Override
    public TradingRecords trading() {
        return trading;
    }

    @Override
    public void close() {
        try (lock) {
            reading.close();
            writing.close();
        } catch (SQLException failed) {
            throw new StoreException(
                    "The store " + lock.data() + " did not close well: " + failed.getMessage(), failed);
        }
    }
}
