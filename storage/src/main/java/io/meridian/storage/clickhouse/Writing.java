package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import java.util.EnumMap;
import java.util.Map;

/** What only the one who writes has. For its thread. */
final class Writing implements AutoCloseable {
    /** Batches of a writer are numbered from its own number on, so many apart: no two of any writers have the same. */
    private static final int BITS = 32;

    private final Database database;
    private final WriterLease lease;
    private final Sender market;
    private final Sender trading;
    private final Map<DataKind, Long> came = new EnumMap<>(DataKind.class);
    private long batch;

    private Writing(Database database, WriterLease lease) {
        this.database = database;
        this.lease = lease;
        market = new Sender(database, Tables.ofMarketData());
        trading = new Sender(database, Tables.ofTrading());
    }

    /** Becomes the one who writes, and ends what the one before may have left in the middle. */
    static Writing begin(Database database, String name) {
        Writing writing = new Writing(database, WriterLease.take(database, name));
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
        if (lastOfTrading > 0) {
            trading.finish(lastOfTrading);
        }
        batch = Math.max(lease.number() << BITS, Math.max(last, lastOfTrading));
        for (DataKind kind : DataKind.values()) {
            came.put(
                    kind,
                    Math.max(
                            database.number(what, "max(came)", "FROM " + Tables.name(kind)),
                            database.number(what, "max(came)", "FROM " + Tables.imported(kind))));
        }
    }

    /** @throws io.meridian.storage.StoreInUseException when another one is by now */
    Writing confirm() {
        lease.confirm();
        return this;
    }

    Sender market() {
        return market;
    }

    Sender trading() {
        return trading;
    }

    /** A number for a batch. */
    long next() {
        return ++batch;
    }

    /** Of the row of each kind that came last. */
    Map<DataKind, Long> came() {
        return came;
    }

    /** What was stored until now is whole: so it is not taken for a part of a batch when some of it is removed. */
    void markWhole() {
        database.execute(
                "Removing what is old", "INSERT INTO store_whole SETTINGS async_insert = 0 VALUES (" + batch + ")");
    }

    @Override
    public void close() {
        lease.close();
    }
}
