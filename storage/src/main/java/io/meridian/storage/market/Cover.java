package io.meridian.storage.market;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Of which times {@link TradeMinutes} may be read, and of which the trades themselves. The trades are read of all that is not known to be summed up: between two
 * hours that are, an hour that is not named has none.
 */
record Cover(List<Range> trades, List<Range> minutes) {
    /** More than this many conditions help nobody. */
    private static final int MOST_RANGES = 40;

    /** From a time to before another. */
    record Range(long fromNs, long toNs) {}

    static Cover ofTrades(long fromNs, long toNs) {
        return new Cover(List.of(new Range(fromNs, toNs)), List.of());
    }

    /** @param fromNs where a minute begins, as {@code toNs} does */
    static Cover of(Query query, Asking asking, String hours, long fromNs, long toNs) throws SQLException {
        List<Range> minutes = new ArrayList<>();
        boolean[] goesOn = {false};
        query.read(
                asking,
                "SELECT hour, rolled FROM " + hours + " h WHERE hour > ? AND hour < ? ORDER BY hour",
                List.of(fromNs < Long.MIN_VALUE + TradeMinutes.HOUR_NS ? fromNs : fromNs - TradeMinutes.HOUR_NS, toNs),
                row -> {
                    boolean rolled = row.number(2) != 0;
                    if (rolled) {
                        Range range = new Range(
                                Math.max(fromNs, row.number(1)), Math.min(toNs, TradeMinutes.after(row.number(1))));
                        if (goesOn[0]) {
                            minutes.add(new Range(minutes.removeLast().fromNs(), range.toNs()));
                        } else {
                            minutes.add(range);
                        }
                    }
                    goesOn[0] = rolled;
                    return true;
                });
        return minutes.size() > MOST_RANGES
                ? ofTrades(fromNs, toNs)
                : new Cover(others(minutes, fromNs, toNs), minutes);
    }

    private static List<Range> others(List<Range> ranges, long fromNs, long toNs) {
        List<Range> others = new ArrayList<>();
        long from = fromNs;
        for (Range each : ranges) {
            if (from < each.fromNs()) {
                others.add(new Range(from, each.fromNs()));
            }
            from = each.toNs();
        }
        if (from < toNs) {
            others.add(new Range(from, toNs));
        }
        return others;
    }
}
