package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.InstrumentDefinition;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.trading.InstrumentKind;
import io.meridian.storage.MarketStore;
import io.meridian.storage.RowBatch;
import io.meridian.storage.SelectionSql;
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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A database of a ClickHouse server. There is no connection to lose: each call is a request of its own. */
final class ClickHouseStore implements MarketStore {
    private static final int MARKED_ROWS = 1_000_000;
    private static final Duration EXPORTING = Duration.ofHours(2);
    private static final List<String> INSTRUMENT_COLUMNS = List.of(
            "venue",
            "symbol",
            "currency",
            "kind",
            "tick_size",
            "tick_size_scale",
            "lot_size",
            "lot_size_scale",
            "settlement_days",
            "title");

    private final Database database;
    private final long memoryBytes;
    private final MarketBlocks blocks = new MarketBlocks();
    private final MarketReads market;
    private final TradingRecords trading;
    private final ServerFacts facts;
    /** Null: the store is only looked at. */
    private final Writing writing;

    /** Of which batch and as of when. */
    private record Key(RowBatch batch, long edition) {}

    /** Of a table. */
    private record Extent(long rows, long firstNs, long lastNs) {}

    /** On the disk. @param rows with those that are removed */
    private record Room(long rows, long bytes) {}

    private ClickHouseStore(Database database, StoreOptions options, String name) {
        this.database = database;
        memoryBytes = options.memoryBytes();
        facts = ServerFacts.of(database);
        if (options.existing()) {
            Migrations.requireThisVersion(database);
            writing = null;
        } else {
            writing = Writing.begin(database, name);
        }
        market = new SqlMarketReads(new ClickHouseMarket(database));
        trading = new ClickHouseTrading(database, this::writing);
    }

    static ClickHouseStore open(StoreOptions options) {
        String name = "meridian pid=" + ProcessHandle.current().pid() + " host=" + host() + " id="
                + UUID.randomUUID().toString().substring(0, 8);
        Database database = new Database(Address.of(options.server()), name);
        try {
            return new ClickHouseStore(database, options, name);
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private Writing writing() {
        if (writing == null) {
            throw new IllegalStateException("store=" + database.address() + " was opened only to be looked at");
        }
        return writing.confirm();
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
        Writing by = writing();
        Sender sender = by.market();
        Key key = new Key(batch, batch.edition());
        if (sender.doubts(key)) {
            sender.sendAgain();
        } else {
            sender.settle();
            by.minutes().changedBy(batch);
            long number = by.next();
            List<Block> made = blocks.of(batch, number, by.came());
            // Whatever comes of it: these numbers are taken.
            for (DataKind kind : DataKind.values()) {
                by.came().merge(kind, (long) batch.of(kind).size(), Long::sum);
            }
            sender.send("Storing rows=" + batch.size(), key, number, made);
        }
    }

    @Override
    public void define(Collection<InstrumentDefinition> instruments) {
        if (instruments.isEmpty()) {
            return;
        }
        writing();
        RowBytes bytes = new RowBytes();
        for (InstrumentDefinition each : instruments) {
            bytes.text(each.venue())
                    .text(each.symbol())
                    .text(each.currency())
                    .text(each.kind().name())
                    .int64(each.tickSize().mantissa())
                    .int8(each.tickSize().scale())
                    .int64(each.lotSize().mantissa())
                    .int8(each.lotSize().scale())
                    .int32(each.settlementDays())
                    .text(each.title())
                    .endRow();
        }
        // Stored twice they are the same: any token will do.
        database.insert(
                "Storing instruments=" + instruments.size(),
                new Block("instruments", INSTRUMENT_COLUMNS, bytes),
                UUID.randomUUID().toString());
    }

    @Override
    public long removeBefore(DataKind kind, long timeNs) {
        Writing by = writing();
        long rows = Removal.count(database, kind, timeNs);
        if (rows > 0) {
            by.markWhole();
            if (kind == DataKind.TRADE) {
                by.minutes().removing(Long.MIN_VALUE, timeNs);
            }
            Removal.before(database, kind, timeNs);
        }
        return rows;
    }

    @Override
    public long removeImported(DataKind kind, Selection selection) {
        Writing by = writing();
        long rows = countImported(kind, selection);
        if (rows > 0) {
            by.markWhole();
            if (kind == DataKind.TRADE) {
                by.minutes().removing(selection.fromNs(), selection.toNs());
            }
            database.execute(
                    "Removing what was imported",
                    "DELETE FROM " + Tables.imported(kind) + imported(selection),
                    Removal.LONGEST);
        }
        return rows;
    }

    @Override
    public boolean rollUp(Duration quiet) {
        Writing by = writing();
        // What there is a doubt about may still come.
        return by.market().doubted() == 0 && by.minutes().roll(quiet);
    }

    @Override
    public long countImported(DataKind kind, Selection selection) {
        return database.number(
                "Looking for what was imported", "count()", "FROM " + Tables.imported(kind) + imported(selection));
    }

    private static String imported(Selection selection) {
        String where = SelectionSql.where(selection, Tables::quoted);
        return where.isEmpty() ? " WHERE true" : where;
    }

    @Override
    public long came(DataKind kind) {
        return writing().came().get(kind);
    }

    @Override
    public StoredTotal total() {
        return StoredTotal.together(
                Stream.of(DataKind.values()).map(this::total).toList());
    }

    @Override
    public StoredTotal total(DataKind kind) {
        String what = "Looking at the store";
        Extent ours = extent(what, Tables.name(kind));
        long rows = ours.rows() + extent(what, Tables.imported(kind)).rows();
        Room room = database.rows(
                        what,
                        "toInt64(sum(rows)), toInt64(sum(bytes_on_disk)) FROM system.parts WHERE active AND database ="
                                + " currentDatabase() AND table IN (" + Tables.quoted(Tables.name(kind)) + ", "
                                + Tables.quoted(Tables.imported(kind)) + ")",
                        row -> new Room(row.int64(), row.int64()))
                .getFirst();
        // Removed rows lie there until their partition goes, or is merged: they do not count as room that is taken.
        long bytes = (long) (room.bytes() * Math.min(1, (double) rows / Math.max(1, room.rows())));
        boolean none = ours.rows() == 0;
        return new StoredTotal(rows, none ? 0 : ours.firstNs(), none ? 0 : ours.lastNs(), bytes);
    }

    private Extent extent(String what, String table) {
        return database.rows(
                        what,
                        "toInt64(count()), min(time), max(time) FROM " + table,
                        row -> new Extent(row.int64(), row.int64(), row.int64()))
                .getFirst();
    }

    @Override
    public List<StoredSeries> contents() {
        List<StoredSeries> contents = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            String figures = ", toInt64(count()) AS number, min(time) AS first, max(time) AS last FROM ";
            contents.addAll(database.rows(
                    "Looking at the contents",
                    "venue, symbol, imported, number, first, last FROM (SELECT venue, symbol, false AS imported"
                            + figures + Tables.name(kind) + " GROUP BY venue, symbol UNION ALL SELECT venue, symbol,"
                            + " true AS imported" + figures + Tables.imported(kind)
                            + " GROUP BY venue, symbol) ORDER BY venue, symbol, imported",
                    row -> new StoredSeries(
                            kind, row.text(), row.text(), row.isTrue(), row.int64(), row.int64(), row.int64())));
        }
        return contents;
    }

    @Override
    public List<InstrumentDefinition> instruments() {
        return database.rows(
                "Looking at the instruments",
                String.join(", ", INSTRUMENT_COLUMNS) + " FROM instruments FINAL ORDER BY venue, symbol",
                row -> new InstrumentDefinition(
                        row.text(),
                        row.text(),
                        row.text(),
                        InstrumentKind.valueOf(row.text()),
                        row.decimal(),
                        row.decimal(),
                        row.int32(),
                        row.text()));
    }

    @Override
    public List<StoredMark> marks() {
        return Stream.of(DataKind.values())
                .flatMap(kind -> database
                        .rows(
                                "Looking at what came last",
                                "venue, symbol, source, max(sequence) FROM " + Tables.name(kind)
                                        + " WHERE came > (SELECT max(came) FROM " + Tables.name(kind) + ") - "
                                        + MARKED_ROWS
                                        + " GROUP BY venue, symbol, source ORDER BY venue, symbol, source",
                                row -> new StoredMark(kind, row.text(), row.text(), row.int32(), row.int64()))
                        .stream())
                .collect(Collectors.toList());
    }

    @Override
    public long export(DataKind kind, Selection selection, Path file) {
        String what = "The export to " + file;
        try (ParquetDraft draft = new ParquetDraft(file, kind, memoryBytes)) {
            database.read(what, Tables.query(kind, selection), EXPORTING, rows -> {
                ReceivedRows.into(draft.rows(), rows, kind);
                return null;
            });
            return draft.write(file);
        } catch (IOException | SQLException failed) {
            throw new StoreException(what + " failed: " + failed.getMessage(), failed);
        }
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
        try (database) {
            if (writing != null) {
                writing.close();
            }
        }
    }
}
