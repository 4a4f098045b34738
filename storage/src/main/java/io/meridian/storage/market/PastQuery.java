package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;

/**
 * Which rows of one instrument are wanted.
 *
 * @param fromNs    of the earliest; 0: the first there is
 * @param toNs      of the first that is too late; 0: none is
 * @param periodNs  of bars: only those that are so long; 0: all
 * @param afterCame only messages that came after this row, in the order of their coming; 0: all rows, in the order of their time
 * @param upToCame  none that came after this row
 */
public record PastQuery(
        DataKind kind,
        String venue,
        String symbol,
        long fromNs,
        long toNs,
        long periodNs,
        long afterCame,
        long upToCame) {
    public PastQuery {
        if (periodNs != 0 && kind != DataKind.BAR) {
            throw new IllegalArgumentException("period=" + periodNs + " is of bars, not of kind=" + kind);
        }
    }

    boolean isByComing() {
        return afterCame != 0;
    }

    Where where() {
        Where where = new Where().add("symbol = ?", symbol).add("venue = ?", venue);
        if (fromNs != 0) {
            where.add("time >= ?", fromNs);
        }
        if (toNs != 0) {
            where.add("time < ?", toNs);
        }
        if (periodNs != 0) {
            where.add("period = ?", periodNs);
        }
        if (isByComing()) {
            // What was imported is nothing that was missed.
            where.add("came > ?", afterCame).add("sequence > 0");
        }
        return where.add("came <= ?", upToCame);
    }
}
