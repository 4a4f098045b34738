package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.plugin.contract.value.Decimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks an engine in SQL. */
public final class SqlMarketReads implements MarketReads {
    private final MarketSource source;
    private final BarSql barSql;
    private volatile Query running;

    public SqlMarketReads(MarketSource source) {
        this.source = source;
        barSql = new BarSql(source);
    }

    /** What a call does. */
    private interface Call<T> {
        T on(Query query, Asking asking) throws SQLException;
    }

    private <T> T ask(String about, Page page, Call<T> call) {
        String what = "Looking at " + about;
        try (Query query = new Query(what, page.time())) {
            running = query;
            return source.within(what, asking -> call.on(query, asking));
        } finally {
            running = null;
        }
    }

    @Override
    public void cancel() {
        Query query = running;
        if (query != null) {
            query.cancel();
        }
    }

    private static String label(DataKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    private static String columns(DataKind kind, String prefix) {
        return prefix + "came, " + prefix + "time, " + prefix + "venue, " + prefix + "symbol, " + prefix + "currency, "
                + (kind == DataKind.TRADE ? prefix + "id" : "''") + " AS row_id"
                + kind.fields().stream()
                        .map(field ->
                                ", " + prefix + "\"" + field.column() + "\", " + prefix + field.column() + "_scale")
                        .collect(Collectors.joining());
    }

    /** What was the message of a row, behind its columns. */
    private static String message(DataKind kind) {
        return ", source, sequence, " + (kind == DataKind.BAR ? "period" : "0") + " AS row_period";
    }

    private static PastRow past(DataKind kind, Asked row) throws SQLException {
        int at = 7 + 2 * kind.fields().size();
        return new PastRow(row(kind, row), row.number(at + 2), (int) row.number(at), row.number(at + 1));
    }

    private static StoredRow row(DataKind kind, Asked row) throws SQLException {
        List<Decimal> numbers = new ArrayList<>();
        int at = 7;
        for (int i = 0; i < kind.fields().size(); i++) {
            numbers.add(row.isNull(at) ? null : new Decimal(row.number(at), (int) row.number(at + 1)));
            at += 2;
        }
        return new StoredRow(
                kind, row.number(1), row.number(2), row.text(3), row.text(4), row.text(5), row.text(6), numbers);
    }

    @Override
    public List<StoredRow> rows(DataKind kind, Selection selection, StoredRow before, Page page) {
        Where where = Where.of(selection);
        if (before != null) {
            // The first of them says nothing new, but an engine finds rows of a time by it.
            where.add("time <= ?", before.timeNs()).add("(time < ? OR came < ?)", before.timeNs(), before.came());
        }
        return ask(label(kind), page, (query, asking) -> {
            List<StoredRow> rows = new ArrayList<>();
            query.read(
                    asking,
                    "SELECT " + columns(kind, "") + " FROM " + source.rows(kind) + " r" + where
                            + " ORDER BY time DESC, came DESC LIMIT " + page.rows(),
                    where.values(),
                    row -> rows.add(row(kind, row)));
            return rows;
        });
    }

    @Override
    public List<PastRow> past(PastQuery past, PastPlace after, Page page) {
        Where where = past.where();
        if (after != null && past.isByComing()) {
            where.add("came > ?", after.came());
        } else if (after != null) {
            where.add("time >= ?", after.timeNs()).add("(time > ? OR came > ?)", after.timeNs(), after.came());
        }
        DataKind kind = past.kind();
        return ask("past " + label(kind), page, (query, asking) -> {
            List<PastRow> rows = new ArrayList<>();
            query.read(
                    asking,
                    "SELECT " + columns(kind, "") + message(kind) + " FROM " + source.rows(kind) + " r" + where
                            + " ORDER BY " + (past.isByComing() ? "came" : "time, came") + " LIMIT " + page.rows(),
                    where.values(),
                    row -> rows.add(past(kind, row)));
            return rows;
        });
    }

    @Override
    public PastPlace before(PastQuery past, long rows, Page page) {
        if (rows < 1) {
            throw new IllegalArgumentException("rows=" + rows + " must be above 0");
        }
        Where where = past.where();
        return ask("past " + label(past.kind()), page, (query, asking) -> {
            PastPlace[] found = new PastPlace[1];
            query.read(
                    asking,
                    "SELECT time, came FROM " + source.rows(past.kind()) + " r" + where
                            + " ORDER BY time DESC, came DESC LIMIT 1 OFFSET " + rows,
                    where.values(),
                    row -> {
                        found[0] = new PastPlace(row.number(1), row.number(2));
                        return true;
                    });
            return found[0];
        });
    }

    @Override
    public List<StoredRow> last(DataKind kind, Selection selection, StoredRow after, Page page) {
        Where where = Where.of(selection);
        if (after != null) {
            where.add("(symbol > ? OR symbol = ? AND venue > ?)", after.symbol(), after.symbol(), after.venue());
        }
        // Sorting all rows to keep one of each takes many times as long.
        String latest = "SELECT symbol, venue, max(time) AS time FROM " + source.rows(kind) + " r" + where
                + " GROUP BY symbol, venue ORDER BY symbol, venue LIMIT " + page.rows();
        return ask(label(kind), page, (query, asking) -> {
            List<StoredRow> rows = new ArrayList<>();
            query.read(
                    asking,
                    "SELECT " + columns(kind, "r.") + " FROM " + source.rows(kind) + " r JOIN (" + latest
                            + ") l ON r.symbol = l.symbol AND r.venue = l.venue AND r.time = l.time"
                            + " ORDER BY r.symbol, r.venue, r.came DESC",
                    where.values(),
                    row -> {
                        StoredRow next = row(kind, row);
                        // Of several at the last time the one that came last, which is the first here.
                        if (rows.isEmpty() || !isSameInstrument(rows.getLast(), next)) {
                            rows.add(next);
                        }
                        return true;
                    });
            return rows;
        });
    }

    private static boolean isSameInstrument(StoredRow one, StoredRow other) {
        return one.symbol().equals(other.symbol()) && one.venue().equals(other.venue());
    }

    @Override
    public List<StoredBar> bars(Selection selection, long periodNs, StoredBar before, Page page) {
        if (periodNs < 1) {
            throw new IllegalArgumentException("periodNs=" + periodNs + " must be above 0");
        }
        return ask(
                "bars",
                page,
                (query, asking) -> new BarWalk(barSql, query, asking, selection, periodNs).page(before, page.rows()));
    }

    @Override
    public List<Mover> movers(Selection selection, Mover after, Page page) {
        return ask("movers", page, (query, asking) -> {
            Where trades = Where.of(selection);
            List<StoredBar> wholes =
                    new ArrayList<>(wholes(query, asking, barSql.ofTrades(BarSql.ONE, trades), trades));
            Set<List<String>> traded = new HashSet<>();
            wholes.forEach(each -> traded.add(instrument(each)));
            Where within = Where.ofSymbols(selection)
                    .from("time - period >= ?", selection.fromNs())
                    .to("time <= ?", selection.toNs());
            // By how long its bars are, the shortest first: it is the one that counts.
            for (StoredBar each : wholes(query, asking, barSql.ofBars(BarSql.ONE, within), within)) {
                if (traded.add(instrument(each))) {
                    wholes.add(each);
                }
            }
            return wholes.stream()
                    .filter(each -> !each.open().isZero())
                    .map(Mover::of)
                    .filter(each -> after == null || Mover.FURTHEST_FIRST.compare(each, after) > 0)
                    .sorted(Mover.FURTHEST_FIRST)
                    .limit(page.rows())
                    .toList();
        });
    }

    private static List<String> instrument(StoredBar bar) {
        return List.of(bar.symbol(), bar.venue());
    }

    /** All of the time as one bar, of each instrument and length of bars. */
    private static List<StoredBar> wholes(Query query, Asking asking, String select, Where where) throws SQLException {
        BarReader reader = new BarReader(0);
        query.read(
                asking,
                "SELECT " + BarSql.NAMES + " FROM (" + select + ") w ORDER BY symbol, venue, part",
                where.values(),
                row -> reader.take(row, Integer.MAX_VALUE));
        return reader.bars(Integer.MAX_VALUE);
    }
}
