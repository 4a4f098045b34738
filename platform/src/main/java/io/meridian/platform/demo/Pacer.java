package io.meridian.platform.demo;

/** Spreads a rate evenly over time. What could not be done in time is left out, not made up for in a burst. */
final class Pacer {
    private static final long LONGEST_BACKLOG_NS = 50_000_000L;

    private final double perNano;
    private long startNs;
    private long done;

    Pacer(double perSecond, long nowNs) {
        perNano = perSecond / 1e9;
        startNs = nowNs;
    }

    /** How many are due now; they count as done. */
    int take(long nowNs) {
        long due = (long) ((nowNs - startNs) * perNano) - done;
        if (due > Math.max(1, LONGEST_BACKLOG_NS * perNano)) {
            startNs = nowNs;
            done = 0;
            return 1;
        }
        done += due;
        return (int) due;
    }
}
