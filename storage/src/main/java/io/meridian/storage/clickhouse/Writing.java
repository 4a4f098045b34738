package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.trading.TradingTable;
import java.util.EnumMap;
import java.util.Map;

/** What only the one who writes has. For its thread. */
final class Writing implements AutoCloseable {
    /** Batches of a writer are numbered from its own number on, so many apart: no two of any writers have the same. */
    private static final int BITS = 32;

    private final Database database;
    private final String name;
    private final Sender market;
    private final Sender trading;
    private final Map<DataKind, Long> came = new EnumMap<>(DataKind.class);
    private final Map<TradingTable, Long> cameOfTrading = new EnumMap<>(TradingTable.class);
    private WriterLease lease;
    private final Minutes minutes;
    private long batch;

    private Writing(Database database, String name) {
        this.database = database;
        this.name = name;
        lease = WriterLease.take(database, name);
        market = new Sender(database, Tables.ofMarketData());
        trading = new Sender(database, Tables.ofTrading());
        minutes = new Minutes(database, new ClickHouseMarket(database), this::next);
    }

    /** Becomes the one who writes, and ends what the one before may have left in the middle. */
    static Writing begin(Database database, String name) {
        Writing writing = new Writing(database, name);
        try {
            Migrations.run(database, Migrations.STEPS);
            writing.load();
            return writing;
        } catch (RuntimeException failed) {
            writing.close();
            throw failed;
        }
    }

    private void load() {
        String what = "Looking at what there is";
        long last = market.last();
        // Of one that is known to have been whole some rows may have become too old since.
        if (last > database.number(what, "max(batch)", "FROM store_whole")) {
            market.finish(last);
        }
        long lastOfTrading = trading.last();
        if (lastOfTrading > database.number(what, "max(batch)", "FROM store_whole_trading")) {
            trading.finish(lastOfTrading);
        }
        batch = Math.max(lease.number() << BITS, Math.max(last, lastOfTrading));
        cameOfTrading.clear();
        for (DataKind kind : DataKind.values()) {
            came.put(
                    kind,
                    Math.max(
                            database.number(what, "max(came)", "FROM " + Tables.name(kind)),
                            database.number(what, "max(came)", "FROM " + Tables.imported(kind))));
        }
        minutes.load();
    }

    /** @throws io.meridian.storage.StoreInUseException when another one is by now */
    Writing confirm() {
        if (lease.isLost()) {
            // Perhaps the other one has ended. What there is a doubt about stays known.
            lease.close();
            lease = WriterLease.take(database, name);
            load();
        }
        lease.confirm();
        return this;
    }

    Sender market() {
        return market;
    }

    Sender trading() {
        return trading;
    }

    Minutes minutes() {
        return minutes;
    }

    /** A number for a batch. */
    long next() {
        return ++batch;
    }

    /** Of the row of each kind that came last. */
    Map<DataKind, Long> came() {
        return came;
    }

    /** Numbers for rows that come, whatever comes of them. @return the first */
    long reserve(TradingTable table, int rows) {
        long last = cameOfTrading.computeIfAbsent(
                table, each -> database.number("Looking at what there is", "max(came)", "FROM " + table.stored()));
        cameOfTrading.put(table, last + rows);
        return last + 1;
    }

    /** What was stored until now is whole: so it is not taken for a part of a batch when some of it is removed. */
    void markWhole() {
        long whole = market.doubted() > 0 ? market.doubted() - 1 : batch;
        database.execute(
                "Removing what is old", "INSERT INTO store_whole SETTINGS async_insert = 0 VALUES (" + whole + ")");
    }

    /** The same of trading, where there is no doubt about any batch. */
    void markTradingWhole() {
        database.execute(
                "Removing what is old",
                "INSERT INTO store_whole_trading SETTINGS async_insert = 0 VALUES (" + batch + ")");
    }

    @Override
    public void close() {
        lease.close();
    }
}
