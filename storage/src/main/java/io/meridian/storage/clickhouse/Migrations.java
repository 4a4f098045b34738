package io.meridian.storage.clickhouse;

import io.meridian.storage.StoreException;
import io.meridian.storage.trading.TradingTable;
import java.util.List;

/**
 * Brings the tables of a database to what this program knows: forward only, one version a step. The server takes back no statement, so each can be done
 * twice, and a step that failed is done again from its first one.
 */
final class Migrations {
    /** The statements that lead to version 1, to version 2, and so on. What was ever here stays as it is. */
    static final List<List<String>> STEPS = List.of(
            Tables.createMarketData(),
            Tables.createTrading(TradingTable.ofTrading()),
            Tables.createOfATime(),
            Tables.createTrading(TradingTable.ofReference()),
            Minutes.create());

    private static final String WHAT = "Making the tables of the store";

    private Migrations() {}

    /** @throws StoreException when a newer program made the tables */
    static void run(Database database, List<List<String>> steps) {
        database.execute(
                WHAT,
                "CREATE TABLE IF NOT EXISTS store_version (version Int32) ENGINE = MergeTree ORDER BY version SETTINGS"
                        + " fsync_after_insert = 1");
        int version = version(database);
        if (version > steps.size()) {
            throw newer(database.address(), version, steps.size());
        }
        for (; version < steps.size(); version++) {
            for (String sql : steps.get(version)) {
                database.execute(WHAT, sql);
            }
            database.execute(
                    WHAT, "INSERT INTO store_version SETTINGS async_insert = 0 VALUES (" + (version + 1) + ")");
        }
    }

    /** @throws StoreException when this program cannot read what is there, or nothing is there */
    static void requireThisVersion(Database database) {
        Address address = database.address();
        int version = version(database);
        int known = STEPS.size();
        if (version == 0) {
            throw new StoreException("There is no store in " + address
                    + ". Data is stored while 'meridian store' or ./launch_dev.sh runs, or by 'meridian data import';"
                    + " or name another database (setting storage.url).");
        }
        if (version > known) {
            throw newer(address, version, known);
        }
        if (version < known) {
            throw new StoreException("The store " + address + " is of version " + version + ", and this Meridian reads"
                    + " version " + known + ". Start its 'meridian store' once: that brings it forward.");
        }
    }

    private static StoreException newer(Address address, int version, int known) {
        return new StoreException("The store " + address + " is of version " + version
                + ", made by a newer Meridian; this one knows up to version " + known
                + ". Run the newer one, or name another database (setting storage.url).");
    }

    private static int version(Database database) {
        String what = "Looking at the store";
        boolean none = database.number(
                        what,
                        "count()",
                        "FROM system.tables WHERE database = currentDatabase() AND name = 'store_version'")
                == 0;
        return none ? 0 : (int) database.number(what, "max(version)", "FROM store_version");
    }
}
