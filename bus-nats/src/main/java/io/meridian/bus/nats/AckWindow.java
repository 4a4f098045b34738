package io.meridian.bus.nats;

/**
 * Which published messages the server has acknowledged, and up to where without a hole. Positions count 1, 2, 3 and so on for
 * the whole life of a publication; when acknowledgements may have been lost, a new span begins after the last position
 * given, and acknowledgements of earlier spans no longer count.
 *
 * <p>The publishing thread takes positions and begins spans; acknowledgements come from the client's threads.
 */
final class AckWindow {
    private final int size;
    private final int mask;
    private final long[] acknowledged;
    private long last;
    private volatile long spanStart = 1;
    private long cursor;
    private volatile long confirmed;

    AckWindow(int size) {
        this.size = size;
        int slots = Integer.highestOneBit(Math.max(1, size - 1)) << 1;
        mask = slots - 1;
        acknowledged = new long[slots];
    }

    /** Whether so many wait for their acknowledgement that there is no room for another. Publishing thread. */
    boolean isFull() {
        return last - Math.max(confirmed, spanStart - 1) >= size;
    }

    /** The position the next message will have. Publishing thread. */
    long next() {
        return last + 1;
    }

    /** The next message is on its way. Publishing thread. */
    void taken() {
        last++;
    }

    /** Forgets what is on its way. Publishing thread. */
    synchronized void beginSpan() {
        spanStart = last + 1;
        cursor = last;
    }

    /** Takes an acknowledgement. Tells whether the confirmed position moved. */
    synchronized boolean acknowledge(long position) {
        if (position < spanStart || position > cursor + mask + 1) {
            return false;
        }
        acknowledged[(int) (position & mask)] = position;
        long reached = cursor;
        while (acknowledged[(int) (reached + 1 & mask)] == reached + 1) {
            reached++;
        }
        if (reached == cursor) {
            return false;
        }
        cursor = reached;
        confirmed = reached;
        return true;
    }

    /** Whether this position belongs to what is on its way now. */
    boolean isCurrent(long position) {
        return position >= spanStart;
    }

    /** Everything up to here was acknowledged, or belongs to an earlier span. */
    long confirmed() {
        return confirmed;
    }
}
