package io.meridian.sidecar.metrics;

/**
 * Fixed buckets from a microsecond to ten seconds, six to a decade, so that a percentile found by query is at most half a bucket, about a
 * fifth, off.
 */
final class LatencyBuckets {
    private static final int[] STEPS = {100, 150, 200, 300, 500, 700};
    private static final int DECADES = 7;
    /** Upper bounds in nanoseconds; what is over the last has a bucket of its own. */
    private static final long[] BOUNDS_NS = bounds();
    /** By the number of leading zeros of a latency, the first bucket it can be in. */
    private static final byte[] FIRST = first();

    /** All, that without a bound included. */
    static final int COUNT = BOUNDS_NS.length + 1;

    private LatencyBuckets() {}

    /** The bucket of this latency, from 0. */
    static int of(long latencyNs) {
        int bucket = FIRST[Long.numberOfLeadingZeros(latencyNs)];
        while (bucket < BOUNDS_NS.length && latencyNs > BOUNDS_NS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** The upper bounds in seconds, the last one without end. */
    static double[] boundsSeconds() {
        double[] seconds = new double[COUNT];
        for (int i = 0; i < BOUNDS_NS.length; i++) {
            seconds[i] = BOUNDS_NS[i] / 1e9;
        }
        seconds[COUNT - 1] = Double.POSITIVE_INFINITY;
        return seconds;
    }

    /** What the latencies of a bucket are longer than. */
    static long aboveNs(int bucket) {
        return bucket == 0 ? 0 : BOUNDS_NS[bucket - 1];
    }

    /** What they are not longer than; 0: it has no bound. */
    static long upToNs(int bucket) {
        return bucket == BOUNDS_NS.length ? 0 : BOUNDS_NS[bucket];
    }

    private static long[] bounds() {
        long[] bounds = new long[DECADES * STEPS.length + 1];
        long decadeNs = 10;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = decadeNs * STEPS[i % STEPS.length];
            if (i % STEPS.length == STEPS.length - 1) {
                decadeNs *= 10;
            }
        }
        return bounds;
    }

    private static byte[] first() {
        byte[] first = new byte[Long.SIZE + 1];
        for (int zeros = 0; zeros < Long.SIZE; zeros++) {
            long smallest = zeros == 0 ? Long.MAX_VALUE : 1L << (Long.SIZE - 1 - zeros);
            byte bucket = 0;
            while (bucket < BOUNDS_NS.length && BOUNDS_NS[bucket] < smallest) {
                bucket++;
            }
            first[zeros] = bucket;
        }
        return first;
    }
}
