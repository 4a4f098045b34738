package io.meridian.sidecar.limit;

/**
 * A bucket that fills steadily and is emptied by what passes: a rate for the long run, and a burst for the moment.
 *
 * <p>An amount larger than the whole burst passes when the bucket is full, and leaves a debt that holds up what follows. So a
 * message is never too large to pass at all, and the rate holds all the same.
 *
 * <p>Exact: tokens are counted in billionths, so none is lost to rounding however often it is asked. Not thread-safe.
 */
public final class TokenBucket {
    /** The largest rate and burst. */
    public static final long MAX_AMOUNT = 4_000_000_000L;

    private static final long SCALE = 1_000_000_000L;

    private final long perSecond;
    private final long capacity;

    /** In billionths of a token; negative is a debt. */
    private long level;

    private long lastNs;

    /**
     * A full bucket.
     *
     * @param perSecond how many tokens come in a second, 1 to {@link #MAX_AMOUNT}
     * @param burst how many it holds, 1 to {@link #MAX_AMOUNT}
     * @param nowNs the time now, on any clock that does not go back
     */
    public TokenBucket(long perSecond, long burst, long nowNs) {
        if (perSecond < 1 || perSecond > MAX_AMOUNT || burst < 1 || burst > MAX_AMOUNT) {
            throw new IllegalArgumentException(
                    "perSecond=" + perSecond + " burst=" + burst + " must both be from 1 to " + MAX_AMOUNT);
        }
        this.perSecond = perSecond;
        capacity = burst * SCALE;
        level = capacity;
        lastNs = nowNs;
    }

    /**
     * How long until so many tokens may pass, in nanoseconds; 0 when they may now. Takes nothing.
     *
     * @param amount 0 to {@link #MAX_AMOUNT}
     */
    public long waitNs(long amount, long nowNs) {
        fill(nowNs);
        long missing = Math.min(amount * SCALE, capacity) - level;
        return missing <= 0 ? 0 : Math.ceilDiv(missing, perSecond);
    }

    /** Takes so many tokens; ask {@link #waitNs} first. */
    public void take(long amount) {
        level -= amount * SCALE;
    }

    private void fill(long nowNs) {
        long elapsedNs = nowNs - lastNs;
        if (elapsedNs <= 0) {
            // A clock that goes back brings nothing and takes nothing.
            return;
        }
        lastNs = nowNs;
        // A debt is at most one amount beyond the burst, so nothing here leaves the range of a long.
        long fillNs = Math.ceilDiv(capacity - level, perSecond);
        level = elapsedNs >= fillNs ? capacity : level + elapsedNs * perSecond;
    }
}
