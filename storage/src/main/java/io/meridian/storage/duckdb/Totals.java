package io.meridian.storage.duckdb;

import io.meridian.storage.RowBatch;
import io.meridian.storage.StoredTotal;
import java.util.Collection;

/** How much there is of a kind, kept up with what comes, as counting all of it takes long. */
final class Totals {
    private long rows;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    /** All together. */
    static Totals of(Collection<Totals> parts) {
        Totals all = new Totals();
        parts.forEach(each -> all.add(each.rows, each.firstNs, each.lastNs));
        return all;
    }

    long rows() {
        return rows;
    }

    void add(RowBatch.Part stored) {
        rows += stored.size();
        for (int i = 0; i < stored.size(); i++) {
            if (stored.sequence(i) != RowBatch.IMPORTED) {
                long timeNs = stored.row(i).timeNs();
                firstNs = Math.min(firstNs, timeNs);
                lastNs = Math.max(lastNs, timeNs);
            }
        }
    }

    void add(long moreRows, long earliestNs, long latestNs) {
        rows += moreRows;
        firstNs = Math.min(firstNs, earliestNs);
        lastNs = Math.max(lastNs, latestNs);
    }

    StoredTotal with(long bytes) {
        boolean none = firstNs > lastNs;
        return new StoredTotal(rows, none ? 0 : firstNs, none ? 0 : lastNs, bytes);
    }
}
