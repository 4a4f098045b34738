package io.meridian.sidecar.metrics;

import java.util.Map;

/** Durations that one thread notes and any thread reads: no lock, and nothing allocated for one. */
public final class Latencies {
    private final Counts counts = new Counts(LatencyBuckets.COUNT);
    private final Counts sumNs = new Counts(1);

    /** For the one thread that writes. */
    public void note(long durationNs) {
        long sampleNs = Math.max(0, durationNs);
        counts.add(LatencyBuckets.of(sampleNs), 1);
        sumNs.add(0, sampleNs);
    }

    /** The one row of a histogram. */
    public void show(Meters.Rows rows) {
        long[] seen = new long[LatencyBuckets.COUNT];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = counts.get(i);
        }
        rows.add(Map.of(), seen, sumNs.get(0) / 1e9);
    }
}
