package io.meridian.storage.market;

import io.meridian.marketfiles.Selection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a page of bars from the newest on, back through time in parts: what is older than a page needs is not looked at, however much there is of
 * it.
 */
final class BarWalk {
    private static final int WIDEN = 8;

    private final BarSql barSql;
    private final Query query;
    private final Asking asking;
    private final Selection selection;
    private final long periodNs;
    private final long fromNs;
    private final long toNs;

    BarWalk(BarSql barSql, Query query, Asking asking, Selection selection, long periodNs) {
        this.barSql = barSql;
        this.query = query;
        this.asking = asking;
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
        boolean ofBars = hasBars();
        long end = before == null ? toNs : Math.min(toNs, before.endNs());
        long many = rows;
        Ends ends = ends(end);
        while (ends != null && bars.size() < rows) {
            long begin = many > (ends.end() - ends.begin()) / periodNs ? ends.begin() : ends.end() - many * periodNs;
            List<StoredBar> part = between(begin, ends.end(), ofBars, before, rows - bars.size());
            bars.addAll(part);
            many = Math.min(many * WIDEN, Long.MAX_VALUE / WIDEN);
            if (begin <= ends.begin()) {
                break;
            }
            // Past what nothing was traded in: a night, a year.
            ends = part.isEmpty() ? ends(begin) : new Ends(ends.begin(), begin);
        }
        return bars;
    }

    /** Where the first bar there is begins or earlier, and where the last one ends. */
    private record Ends(long begin, long end) {}

    /** Null: there is nothing. */
    private Ends ends(long end) throws SQLException {
        Where trades = trades(fromNs, end);
        Where bars = bars(fromNs, end).add(BarSql.fits(periodNs));
        Ends[] ends = new Ends[1];
        query.read(asking, barSql.ends(trades, bars, periodNs), values(trades, trades, bars, bars), row -> {
            if (!row.isNull(1)) {
                ends[0] = new Ends(Math.max(fromNs, down(row.number(1))), down(row.number(2)) + periodNs);
            }
            return true;
        });
        return ends[0];
    }

    private boolean hasBars() throws SQLException {
        Where bars = bars(fromNs, toNs).add(BarSql.fits(periodNs));
        boolean[] has = {false};
        query.read(asking, barSql.anyBar(bars), bars.values(), row -> has[0] = true);
        return has[0];
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

    private List<StoredBar> between(long begin, long end, boolean ofBars, StoredBar before, int rows)
            throws SQLException {
        Cover cover = barSql.hours() != null && periodNs % TradeMinutes.MINUTE_NS == 0
                ? Cover.of(query, asking, barSql.hours(), begin, end)
                : Cover.ofTrades(begin, end);
        String head = "";
        List<String> selects = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (ofBars) {
            Where all = bars(fromNs, toNs);
            head = "WITH base AS (" + barSql.bases(periodNs, all) + ") ";
            values.addAll(all.values());
        }
        String time = BarSql.begin("time", begin, periodNs);
        if (!cover.trades().isEmpty()) {
            Where trades = within(cover.trades(), ofBars);
            selects.add(barSql.ofTrades(time, trades));
            values.addAll(trades.values());
        }
        if (!cover.minutes().isEmpty()) {
            Where minutes = within(cover.minutes(), ofBars);
            selects.add(barSql.ofMinutes(time, minutes));
            values.addAll(minutes.values());
        }
        if (ofBars) {
            Where bars = bars(begin, end).add("(symbol, venue, period) IN (SELECT symbol, venue, period FROM base)");
            selects.add(barSql.ofBars(BarSql.begin("(time - period)", begin, periodNs), bars));
            values.addAll(bars.values());
        }
        Where after = new Where();
        if (before != null) {
            after.add(
                    "(begin_ns < ? OR begin_ns = ? AND (symbol > ? OR symbol = ? AND venue > ?))",
                    before.beginNs(),
                    before.beginNs(),
                    before.symbol(),
                    before.symbol(),
                    before.venue());
            values.addAll(after.values());
        }
        String sql = head + "SELECT " + BarSql.NAMES + " FROM ("
                + String.join(" UNION ALL ", selects) + ") u" + after
                + " ORDER BY begin_ns DESC, symbol, venue";
        BarReader reader = new BarReader(periodNs);
        query.read(asking, sql, values, row -> reader.take(row, rows));
        return reader.bars(rows);
    }

    /** Trades, or minutes of them, of these times, of the instruments that have no bars which fit. */
    private Where within(List<Cover.Range> ranges, boolean ofBars) {
        Where where = Where.ofSymbols(selection);
        String times = String.join(" OR ", Collections.nCopies(ranges.size(), "time >= ? AND time < ?"));
        where.add(
                "(" + times + ")",
                ranges.stream()
                        .flatMap(range -> Stream.of(range.fromNs(), range.toNs()))
                        .toArray());
        if (ofBars) {
            where.add("(symbol, venue) NOT IN (SELECT symbol, venue FROM base)");
        }
        return where;
    }

    private static List<Object> values(Where... of) {
        List<Object> values = new ArrayList<>();
        for (Where each : of) {
            values.addAll(each.values());
        }
        return values;
    }
}
