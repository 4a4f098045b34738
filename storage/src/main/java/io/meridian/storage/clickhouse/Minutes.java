package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.RowBatch;
import io.meridian.storage.market.MarketSource;
import io.meridian.storage.market.TradeHours;
import io.meridian.storage.market.TradeMinutes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps {@link TradeMinutes} up to date. Without transactions the order does it: an hour counts as not summed up before anything changes in it, and as summed
 * up when all its minutes are there. Each time has a number, which the hour and its minutes have: minutes of an earlier time are read by nobody.
 */
final class Minutes {
    private static final String WHAT = "Summing up an hour of trades";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MANY = 100;
    private static final String MONTH = "2592000000000000";

    private final Database database;
    private final MarketSource source;
    private final LongSupplier changes;
    private final TradeHours hours = new TradeHours(System::nanoTime);
    /** Hours that ceased to be summed up since what was of them was removed, or at most so many. */
    private int opened;

    /** @param changes gives a higher number each time, and than any who wrote before */
    Minutes(Database database, MarketSource source, LongSupplier changes) {
        this.database = database;
        this.source = source;
        this.changes = changes;
    }

    static List<String> create() {
        String safe = " SETTINGS fsync_after_insert = 1, fsync_part_directory = 1";
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + TradeMinutes.TABLE + " (time Int64 CODEC(Delta, LZ4), symbol"
                        + " LowCardinality(String), venue"
                        + " LowCardinality(String), currency"
                        + " LowCardinality(String), first_time Int64,"
                        + " first_came Int64, first_price Nullable(Int64),"
                        + " last_time Int64, last_came Int64, last_price"
                        + " Nullable(Int64), highest Nullable(Int64),"
                        + " lowest Nullable(Int64), volume"
                        + " Nullable(Int128), parts Int64, price_scale"
                        + " Nullable(Int8), size_scale Nullable(Int8), hour"
                        + " Int64, change Int64) ENGINE = MergeTree"
                        + " PARTITION"
                        + " BY intDiv(time,"
                        + " " + MONTH + ") ORDER BY (symbol, venue, time)"
                        + safe,
                "CREATE TABLE IF NOT EXISTS " + TradeMinutes.HOURS + " (hour Int64, rolled Int8, change Int64) ENGINE ="
                        + " ReplacingMergeTree(change) ORDER BY hour" + safe,
                noteHours(Tables.name(DataKind.TRADE)),
                noteHours(Tables.imported(DataKind.TRADE)));
    }

    private static String noteHours(String table) {
        return "INSERT INTO " + TradeMinutes.HOURS + " SELECT DISTINCT time - positiveModulo(time," + " toInt64("
                + TradeMinutes.HOUR_NS + ")), 0, 0 FROM " + table;
    }

    /** Reads what the database has. */
    void load() {
        hours.load(list("WHERE rolled = 0"));
    }

    private List<Long> list(String where) {
        return database.rows(WHAT, "hour FROM " + TradeMinutes.HOURS + " FINAL " + where, RowReader::int64);
    }

    /** A batch is about to be stored. */
    void changedBy(RowBatch batch) {
        Set<Long> fresh = hours.changedBy(batch);
        open(fresh);
        hours.opened(fresh);
    }

    /** Trades of a time are about to be removed. */
    void removing(long fromNs, long toNs) {
        String from = fromNs == Long.MIN_VALUE ? "" : " AND hour >= " + TradeMinutes.hour(fromNs);
        List<Long> changed = list("WHERE rolled = 1 AND hour < " + toNs + from);
        open(changed);
        hours.opened(changed);
        hours.removedBefore(toNs);
    }

    private void open(Collection<Long> fresh) {
        if (!fresh.isEmpty()) {
            write(fresh, 0, changes.getAsLong());
            opened += fresh.size();
        }
    }

    private void write(Collection<Long> these, int rolled, long change) {
        database.execute(
                WHAT,
                "INSERT INTO " + TradeMinutes.HOURS + " SETTINGS async_insert = 0 VALUES "
                        + these.stream()
                                .map(hour -> "(" + hour + ", " + rolled + ", " + change + ")")
                                .collect(Collectors.joining(", ")));
    }

    /** Sums up the hour that is next. @return false: none is */
    boolean roll(Duration quiet) {
        Long hour = hours.due(quiet);
        if (hour == null) {
            removeOutdated();
            return false;
        }
        long change = changes.getAsLong();
        database.execute(
                WHAT,
                "INSERT INTO " + TradeMinutes.TABLE + " (" + TradeMinutes.COLUMNS + ", hour, change) SELECT *, " + hour
                        + ", " + change + " FROM ("
                        + Tables.filled(TradeMinutes.of(source, hour), TradeMinutes.bounds(hour))
                        + ") SETTINGS async_insert = 0, prefer_column_name_to_alias = 1",
                LONGEST);
        // An hour without trades is as good as any: nothing is read of it.
        write(List.of(hour), 1, change);
        hours.rolled(hour);
        return true;
    }

    /** Minutes that nobody reads any more. It takes the server a while, so it is done for many together. */
    private void removeOutdated() {
        if (opened >= MANY) {
            database.execute(
                    WHAT,
                    "DELETE FROM " + TradeMinutes.TABLE + " WHERE (hour, change) NOT IN (SELECT hour, change FROM "
                            + TradeMinutes.HOURS + " FINAL WHERE rolled = 1)",
                    LONGEST);
            opened = 0;
        }
    }
}
