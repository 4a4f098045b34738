package io.meridian.storage;

/**
 * How long rows are kept, and how much room they may take; imported ones are kept for ever.
 *
 * @param keepNs how long; 0: for ever
 * @param maxBytes how much room; 0: any
 */
public record Retention(long keepNs, long maxBytes) {
    /** So much of the time that is kept goes at once: room is made in few steps, and little more than needed is lost. */
    private static final int STEPS = 20;

    /** @return how many rows were removed */
    public long apply(MarketStore store, long nowNs) {
        long removed = keepNs == 0 ? 0 : store.removeBefore(nowNs - keepNs);
        StoredTotal total = store.total();
        if (maxBytes == 0 || total.bytes() <= maxBytes) {
            return removed;
        }
        // Room is given back in large pieces, and later while a reader holds them: rows tell sooner when it is enough.
        long tooMany = (long) Math.ceil(total.rows() * (1 - (double) maxBytes / total.bytes()));
        long tooManyNow = removed + tooMany;
        while (removed < tooManyNow && total.firstNs() > 0) {
            long step = Math.max(1, (total.lastNs() - total.firstNs()) / STEPS);
            removed += store.removeBefore(total.firstNs() + step);
            total = store.total();
        }
        return removed;
    }
}
