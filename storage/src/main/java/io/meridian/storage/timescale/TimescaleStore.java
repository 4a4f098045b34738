package io.meridian.storage.timescale;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.StoreException;
import io.meridian.storage.StoreOptions;
import io.meridian.storage.StoredMark;
import io.meridian.storage.StoredSeries;
import io.meridian.storage.StoredTotal;
import io.meridian.storage.duckdb.ParquetDraft;
import io.meridian.storage.market.MarketReads;
import io.meridian.storage.market.SqlMarketReads;
import io.meridian.storage.trading.TradingRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.postgresql.copy.CopyOut;
import org.postgresql.jdbc.PgConnection;

/** A database of a PostgreSQL server. Its two connections, one a thread, are made anew when they are lost. */
final class TimescaleStore implements MarketStore {
    private static final int MARKED_ROWS = 1_000_000;
    private static final Duration WRITING = Duration.ofSeconds(30);
    static final Duration REMOVING = Duration.ofMinutes(10);
    private static final Duration ROLLING = Duration.ofMinutes(10);
    private static final Duration LOOKING = Duration.ofMinutes(10);
    private static final Duration EXPORTING = Duration.ofHours(2);

    private final Address address;
    private final String name;
    private final long memoryBytes;
    private final boolean onlyToRead;
    private final Session writing;
    private final Session reading;
    private final CopyRows rows = new CopyRows();
    private final Ledger ledger;
    private final TradingRecords trading;
    private final MarketReads market;
    private final Minutes minutes;
    private volatile ServerFacts facts;
    /** What may be stored or not; null: nothing. */
    private Doubt doubt;

    /** @param number that the batch has among those of this writer, if it is stored */
    private record Doubt(RowBatch batch, long edition, long number) {
        private boolean isAbout(RowBatch other) {
            return batch == other && edition == other.edition();
        }
    }

    private TimescaleStore(StoreOptions options) {
        address = Address.of(options.server());
        UUID writer = UUID.randomUUID();
        name = "meridian pid=" + ProcessHandle.current().pid() + " id="
                + writer.toString().substring(0, 8);
        memoryBytes = options.memoryBytes();
        onlyToRead = options.existing();
        ledger = new Ledger(writer);
        writing = new Session(address, name, WRITING, this::beginWriting);
        reading = new Session(address, name + " reads", LOOKING, this::beginReading);
        trading = new TimescaleTrading(this::writing, reading);
        TimescaleMarket source = new TimescaleMarket(reading);
        market = new SqlMarketReads(source);
        minutes = new Minutes(source);
    }

    static TimescaleStore open(StoreOptions options) {
        TimescaleStore store = new TimescaleStore(options);
        try {
            (store.onlyToRead ? store.reading : store.writing).within("Opening the store", connection -> null);
            return store;
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private void beginWriting(PgConnection connection) throws SQLException {
        ServerFacts found = ServerFacts.of(connection, address);
        WriterLock.take(connection, name, address);
        Migrations.run(connection, Migrations.steps(found.extension() != null), address);
        facts = found.withTables(connection);
        ledger.enter(connection);
        ledger.load(connection);
        minutes.load(connection);
    }

    private void beginReading(PgConnection connection) throws SQLException {
        Migrations.requireThisVersion(connection, address);
        if (facts == null) {
            facts = ServerFacts.of(connection, address).withTables(connection);
        }
    }

    private Session writing() {
        if (onlyToRead) {
            throw new IllegalStateException("store=" + address + " was opened only to be looked at");
        }
        return writing;
    }

    @Override
    public String description() {
        return facts.description();
    }

    @Override
    public void append(RowBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        try {
            Set<Long> hours = writing().within("Storing rows=" + batch.size(), connection -> {
                if (doubt != null && doubt.isAbout(batch) && doubt.number() == ledger.batches()) {
                    return null;
                }
                doubt = new Doubt(batch, batch.edition(), ledger.batches() + 1);
                for (DataKind kind : DataKind.values()) {
                    long first = ledger.came(kind) + 1;
                    rows.put(connection, kind, batch.of(kind), false, first);
                    rows.put(connection, kind, batch.of(kind), true, first);
                }
                ledger.write(connection, batch, facts.chunks());
                return minutes.write(connection, batch);
            });
            doubt = null;
            // Else the connection that was made since has found it in the database.
            if (hours != null) {
                ledger.stored(batch, facts.chunks());
                minutes.stored(hours);
            }
        } catch (RuntimeException failed) {
            if (writing.isConnected()) {
                doubt = null;
            }
            throw failed;
        }
    }

    @Override
    public void define(Collection<InstrumentDefinition> instruments) {
        writing().within("Storing instruments=" + instruments.size(), connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO instruments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (venue, symbol) DO"
                            + " UPDATE SET currency = excluded.currency, kind = excluded.kind, tick_size ="
                            + " excluded.tick_size, tick_size_scale = excluded.tick_size_scale, lot_size ="
                            + " excluded.lot_size, lot_size_scale = excluded.lot_size_scale, settlement_days ="
                            + " excluded.settlement_days, title = excluded.title")) {
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
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    @Override
    public long removeBefore(DataKind kind, long timeNs) {
        long removed = writing().within("Removing what is old", REMOVING, connection -> {
            Removal.Removed gone = Removal.before(connection, kind, timeNs, facts.chunks());
            if (gone.rows() > 0) {
                ledger.removed(connection, kind, gone.dropped(), gone.deleted());
                if (kind == DataKind.TRADE) {
                    Minutes.removed(connection, Long.MIN_VALUE, timeNs);
                }
            }
            return gone.rows();
        });
        if (removed > 0) {
            reload();
            minutes.removedBefore(timeNs);
        }
        return removed;
    }

    @Override
    public long came(DataKind kind) {
        // With a connection, so that what another one left unknown is known.
        return writing().within("Looking at what came last", connection -> ledger.came(kind));
    }

    @Override
    public long removeImported(DataKind kind, Selection selection) {
        long removed = writing().within("Removing what was imported", REMOVING, connection -> {
            try (Statement statement = connection.createStatement()) {
                long rows = statement.executeLargeUpdate("DELETE" + Tables.fromImported(kind, selection));
                ledger.removedImported(connection, kind, rows);
                if (kind == DataKind.TRADE) {
                    Minutes.removed(connection, selection.fromNs(), selection.toNs());
                }
                return rows;
            }
        });
        reload();
        return removed;
    }

    @Override
    public long countImported(DataKind kind, Selection selection) {
        return reading.within("Looking for what was imported", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*)" + Tables.fromImported(kind, selection))) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private void reload() {
        writing.within("Looking at what is left", connection -> {
            ledger.load(connection);
            minutes.load(connection);
            return null;
        });
    }

    @Override
    public boolean rollUp(Duration quiet) {
        Long hour = writing().within("Summing up an hour of trades", ROLLING, connection -> {
            // With a connection, so that what another one left unknown is known.
            Long due = minutes.due(quiet);
            if (due != null) {
                minutes.roll(connection, due);
            }
            return due;
        });
        if (hour != null) {
            minutes.rolled(hour);
        }
        return hour != null;
    }

    @Override
    public StoredTotal total() {
        return StoredTotal.together(
                Stream.of(DataKind.values()).map(this::total).toList());
    }

    @Override
    public StoredTotal total(DataKind kind) {
        return (onlyToRead ? reading : writing).within("Looking at the store", connection -> {
            if (onlyToRead) {
                ledger.load(connection);
            }
            return ledger.total(connection, kind, facts.chunks());
        });
    }

    @Override
    public List<StoredSeries> contents() {
        return reading.within("Looking at the contents", connection -> {
            List<StoredSeries> contents = new ArrayList<>();
            for (DataKind kind : DataKind.values()) {
                String figures = ", count(*), min(time), max(time) FROM ";
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT venue, symbol, false AS imported" + figures
                                + Tables.name(kind) + " GROUP BY venue, symbol UNION ALL SELECT venue, symbol, true"
                                + figures + Tables.imported(kind)
                                + " GROUP BY venue, symbol ORDER BY venue, symbol, imported")) {
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
    public List<InstrumentDefinition> instruments() {
        return reading.within("Looking at the instruments", connection -> {
            List<InstrumentDefinition> instruments = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM instruments ORDER BY venue, symbol")) {
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
        return reading.within("Looking at what came last", connection -> {
            List<StoredMark> marks = new ArrayList<>();
            for (DataKind kind : DataKind.values()) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT venue, symbol, source, max(sequence) FROM "
                                + Tables.name(kind) + " WHERE came > (SELECT came FROM store_kinds WHERE kind = '"
                                + kind
                                + "') - " + MARKED_ROWS
                                + " GROUP BY venue, symbol, source ORDER BY venue, symbol, source")) {
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
        return reading.within("The export to " + file, EXPORTING, connection -> {
            CopyOut copy = null;
            try (ParquetDraft draft = new ParquetDraft(file, kind, memoryBytes)) {
                copy = connection.getCopyAPI().copyOut("COPY (" + Tables.query(kind, selection) + ") TO STDOUT BINARY");
                new CopiedRows(copy).into(draft.rows(), kind);
                return draft.write(file);
            } catch (IOException failed) {
                throw new StoreException("The export to " + file + " failed: " + failed, failed);
            } finally {
                if (copy != null && copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        });
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
        try (writing) {
            reading.close();
        }
    }
}
