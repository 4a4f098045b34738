package io.meridian.storage;

import java.util.Collection;

/**
 * What a store has, in all or of a kind.
 *
 * @param firstNs epoch nanoseconds of the earliest row that was not imported; 0 when there is none
 * @param lastNs of the latest
 * @param bytes how much room it takes on the disk
 */
public record StoredTotal(long rows, long firstNs, long lastNs, long bytes) {
    public static StoredTotal together(Collection<StoredTotal> parts) {
        StoredTotal all = new StoredTotal(0, 0, 0, 0);
        for (StoredTotal each : parts) {
            boolean first = all.firstNs == 0 || each.firstNs != 0 && each.firstNs < all.firstNs;
            all = new StoredTotal(
                    all.rows + each.rows,
                    first ? each.firstNs : all.firstNs,
                    Math.max(all.lastNs, each.lastNs),
                    all.bytes + each.bytes);
        }
        return all;
    }
}
