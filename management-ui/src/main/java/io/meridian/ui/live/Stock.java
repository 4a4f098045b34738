package io.meridian.ui.live;

import io.meridian.ui.message.Row;
import java.util.List;

/** What waits to be shown to one who looks. Its size is bounded; what does not fit is counted. Not safe for threads. */
interface Stock {
    void add(Row row);

    /**
     * What may be shown now, the oldest first; it waits no longer.
     *
     * @param most at most so many
     */
    List<Entry> take(long nowNs, int most);

    /** So much of messages is sent at once, roughly. */
    int MOST_BYTES = 512 << 10;

    /** How many were added that will never be shown, since something newer took their place. */
    long dropped();

    /** Forgets what waits, as if it had been replaced. */
    void clear();

    /** Whether more would only push out what waits. */
    boolean isFull();

    /** @param key of what it is the latest; null: it stands for itself alone */
    record Entry(String key, Row row) {}
}
