package io.meridian.storage;

import io.meridian.marketfiles.DataKind;
import io.meridian.storage.trading.TradingTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long rows are kept, and how much room they may take. What was imported or traded is kept for ever.
 *
 * @param market of each kind of market data; of one that is not named all of it is kept
 * @param maxBytes how much room all of it may take together; 0: any
 * @param keepNs how long rows of other tables are kept; of one that is not named, or of 0, all of them are
 */
public record Retention(Map<DataKind, Bound> market, long maxBytes, Map<TradingTable, Long> keepNs) {
    /** So much of the time that is kept goes at once: room is made in few steps, and little more than needed is lost. */
    private static final int STEPS = 20;

    /**
     * Of a kind of market data.
     *
     * @param keepNs how long rows are kept; 0: for ever
     * @param maxBytes how much room they may take; 0: any
     */
    public record Bound(long keepNs, long maxBytes) {}

    public Retention {
        market = Map.copyOf(market);
        keepNs = Map.copyOf(keepNs);
        for (TradingTable table : keepNs.keySet()) {
            if (!TradingTable.ofATime().contains(table)) {
                throw new IllegalArgumentException("table=" + table.label() + " is kept for ever");
            }
        }
    }

    /** The same for all kinds of market data. */
    public static Retention ofMarket(long keepNs, long maxBytes) {
        Map<DataKind, Bound> market = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            market.put(kind, new Bound(keepNs, 0));
        }
        return new Retention(market, maxBytes, Map.of());
    }

    /** @return how many rows were removed */
    public long apply(MarketStore store, long nowNs) {
        long removed = 0;
        for (Map.Entry<TradingTable, Long> each : keepNs.entrySet()) {
            if (each.getValue() > 0) {
                removed += store.trading().removeBefore(each.getKey(), nowNs - each.getValue());
            }
        }
        for (Map.Entry<DataKind, Bound> each : market.entrySet()) {
            removed += apply(store, each.getKey(), each.getValue(), nowNs);
        }
        StoredTotal total = store.total();
        if (maxBytes > 0 && total.bytes() > maxBytes) {
            removed += makeRoom(store, total.bytes() - maxBytes);
        }
        return removed;
    }

    private static long apply(MarketStore store, DataKind kind, Bound bound, long nowNs) {
        long removed = bound.keepNs() == 0 ? 0 : store.removeBefore(kind, nowNs - bound.keepNs());
        if (bound.maxBytes() > 0) {
            StoredTotal total = store.total(kind);
            if (total.bytes() > bound.maxBytes()) {
                removed += removeOldest(store, kind, total, total.bytes() - bound.maxBytes());
            }
        }
        return removed;
    }

    /** The largest kind makes room first: a year of bars would go before a day of quotes, and make none. */
    private static long makeRoom(MarketStore store, long tooManyBytes) {
        Map<DataKind, StoredTotal> totals = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            totals.put(kind, store.total(kind));
        }
        List<DataKind> largest = new ArrayList<>(totals.keySet());
        largest.sort(
                Comparator.comparingLong((DataKind kind) -> totals.get(kind).bytes())
                        .reversed());
        long removed = 0;
        long left = tooManyBytes;
        for (DataKind kind : largest) {
            StoredTotal total = totals.get(kind);
            if (left > 0 && total.firstNs() > 0) {
                long gone = removeOldest(store, kind, total, left);
                left -= (long) Math.ceil((double) total.bytes() * gone / total.rows());
                removed += gone;
            }
        }
        return removed;
    }

    /** Room is given back in large pieces, and later while a reader holds them: rows tell sooner when it is enough. */
    private static long removeOldest(MarketStore store, DataKind kind, StoredTotal before, long tooManyBytes) {
        double part = Math.min(1, (double) tooManyBytes / Math.max(1, before.bytes()));
        long wanted = (long) Math.ceil(before.rows() * part);
        long removed = 0;
        StoredTotal total = before;
        while (removed < wanted && total.firstNs() > 0) {
            long step = Math.max(1, (total.lastNs() - total.firstNs()) / STEPS);
            removed += store.removeBefore(kind, total.firstNs() + step);
            total = store.total(kind);
        }
        return removed;
    }
}
