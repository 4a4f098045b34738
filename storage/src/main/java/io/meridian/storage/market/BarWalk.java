package io.meridian.storage.market;

import io.meridian.marketfiles.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a page of bars from the newest on, back through time in parts: what is older than a page needs is not looked at, however much there is of
 * it.
 */
final class BarWalk {
    private static final int WIDEN = 8;

    private final BarSql barSql;
    private final Query query;
    private final Connection connection;
    private final Selection selection;
    private final long periodNs;
    private final long fromNs;
    private final long toNs;

    BarWalk(BarSql barSql, Query query, Connection connection, Selection selection, long periodNs) {
        this.barSql = barSql;
        this.query = query;
        this.connection = connection;
        this.selection = selection;
        this.periodNs = periodNs;
        fromNs = up(selection.fromNs());
        toNs = up(selection.toNs());
    }

    /** The next time at which a bar begins, which may be this one. */
    private long up(long ns) {
        return ns == Long.MIN_VALUE || ns > Long.MAX_VALUE - periodNs ? ns : down(ns + periodNs - 1);
    }

    private long down(long ns) {
        return Math.floorDiv(ns, periodNs) * periodNs;
    }

    List<StoredBar> page(StoredBar before, int rows) throws SQLException {
        List<StoredBar> bars = new ArrayList<>();
        long end = before == null ? toNs : Math.min(toNs, before.endNs());
        long many = rows;
        boolean empty = true;
        while (bars.size() < rows && end > fromNs) {
            if (empty) {
                // Past what nothing was traded in: a night, a year.
                long last = last(end);
                if (last == Long.MIN_VALUE) {
                    break;
                }
                end = Math.min(end, down(last) + periodNs);
            }
            long begin = many > Long.MAX_VALUE / 4 / periodNs ? fromNs : Math.max(fromNs, end - many * periodNs);
            List<StoredBar> part = between(begin, end, before, rows - bars.size());
            bars.addAll(part);
            empty = part.isEmpty();
            end = begin;
            many = Math.min(many * WIDEN, Long.MAX_VALUE / WIDEN / 2);
        }
        return bars;
    }

    private Where trades(long begin, long end) {
        return Where.ofSymbols(selection).from("time >= ?", begin).to("time < ?", end);
    }

    /** The time of a bar is its end; by that alone an engine finds it soon. */
    private Where bars(long begin, long end) {
        return Where.ofSymbols(selection)
                .from("time > ?", begin)
                .from("time - period >= ?", begin)
                .to("time <= ?", end);
    }

    /** A time within the last bar there may be before an end; {@code Long.MIN_VALUE}: there is none. */
    private long last(long end) throws SQLException {
        Where trades = trades(fromNs, end);
        Where bars = bars(fromNs, end).add(BarSql.fits(periodNs));
        long[] last = {Long.MIN_VALUE};
        query.read(connection, barSql.last(trades, bars), values(trades, bars), row -> {
            long time = row.getLong(1);
            last[0] = row.wasNull() ? Long.MIN_VALUE : time;
            return true;
        });
        return last[0];
    }

    private List<StoredBar> between(long begin, long end, StoredBar before, int rows) throws SQLException {
        Where all = bars(fromNs, toNs);
        String bases = barSql.bases(periodNs, all);
        Where trades = trades(begin, end).add("(symbol, venue) NOT IN (SELECT symbol, venue FROM base)");
        Where bars = bars(begin, end).add("(symbol, venue, period) IN (SELECT symbol, venue, period FROM base)");
        Where after = new Where();
        if (before != null) {
            after.add(
                    "(begin_ns < ? OR begin_ns = ? AND (symbol > ? OR symbol = ? AND venue > ?))",
                    before.beginNs(),
                    before.beginNs(),
                    before.symbol(),
                    before.symbol(),
                    before.venue());
        }
        String sql = "WITH base AS (" + bases + ") SELECT " + BarSql.NAMES + " FROM ("
                + barSql.ofTrades(BarSql.begin("time", periodNs), trades) + " UNION ALL "
                + barSql.ofBars(BarSql.begin("(time - period)", periodNs), bars) + ") u" + after
                + " ORDER BY begin_ns DESC, symbol, venue";
        BarReader reader = new BarReader(periodNs);
        query.read(connection, sql, values(all, trades, bars, after), row -> reader.take(row, rows));
        return reader.bars(rows);
    }

    private static List<Object> values(Where... of) {
        List<Object> values = new ArrayList<>();
        for (Where each : of) {
            values.addAll(each.values());
        }
        return values;
    }
}
