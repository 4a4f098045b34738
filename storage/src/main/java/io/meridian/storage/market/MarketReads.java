package io.meridian.storage.market;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import java.util.List;

/**
 * The part of a store that is asked about market data. For the thread that reads, but for {@link #cancel}.
 *
 * <p>Answers come in pages. Each call takes what the page before had last, null for the first page, so that a page costs the same wherever it is, and
 * rows that come meanwhile move nothing. The kinds of a selection are not looked at. A call that takes longer than its page allows, or is cancelled,
 * throws a {@link io.meridian.storage.StoreException}.
 */
public interface MarketReads {
    /** Rows of a kind as they came, the newest first. */
    List<StoredRow> rows(DataKind kind, Selection selection, StoredRow before, Page page);

    /**
     * Rows of one instrument, the oldest first, those of one time as they came; or in the order of their coming.
     *
     * @param after null: from the first one
     */
    List<PastRow> past(PastQuery query, PastPlace after, Page page);

    /**
     * Where to begin so that only so many rows follow, which are wanted in the order of their time.
     *
     * @param rows at least 1
     * @return the place of the row before them; null: there are no more
     */
    PastPlace before(PastQuery query, long rows, Page page);

    /** Of each instrument the last row of a kind that is selected, by symbol and venue: how things stood at the end of the selection's time. */
    List<StoredRow> last(DataKind kind, Selection selection, StoredRow after, Page page);

    /**
     * Bars that begin within the selection's time, the newest first, those of one time by symbol and venue. Each is whole, whatever the time is: bars of an
     * hour begin with the hour, in UTC. Of an instrument that has stored bars that fit into them, they are made of the longest of these; else of its
     * trades.
     *
     * @param periodNs how long they are to be
     */
    List<StoredBar> bars(Selection selection, long periodNs, StoredBar before, Page page);

    /**
     * How far prices went, the furthest first: from the first to the last trade of the selection's time, or, of an instrument without trades,
     * of its shortest bars.
     */
    List<Mover> movers(Selection selection, Mover after, Page page);

    /** For any thread: ends the call that is running, if there is one. */
    void cancel();
}
