package io.meridian.ui.traffic;

import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.Traffic;

/** What one instance had to do with the topics of one template. */
final class TopicTraffic {
    private static final int MINUTE = Minute.REPORTS;

    final String topic;
    final LatencySlots latency = new LatencySlots();
    private final long[][] lately = new long[MINUTE][];
    long lag;
    long published;
    long delivered;
    long denied;
    long publishedAtNs;
    long deliveredAtNs;

    /** What is counted anew in each report. */
    enum Figure {
        PUBLISHED,
        DELIVERED,
        DENIED,
        BACK_PRESSURE,
        DROPPED,
        MISSING,
        DUPLICATES,
        DEAD_LETTERS
    }

    TopicTraffic(String topic) {
        this.topic = topic;
    }

    /** @param place of the report among the last ones */
    void add(int place, Traffic told, long toNs, BucketBounds bounds) {
        lately[place] = new long[] {
            told.getPublished(),
            told.getDelivered(),
            told.getDenied(),
            told.getBackPressure(),
            told.getDropped(),
            told.getMissing(),
            told.getDuplicates(),
            told.getDeadLetters()
        };
        lag = told.getLag();
        published += told.getPublished();
        delivered += told.getDelivered();
        denied += told.getDenied();
        if (told.getPublished() > 0) {
            publishedAtNs = toNs;
        }
        if (told.getDelivered() > 0) {
            deliveredAtNs = toNs;
        }
        for (Bucket bucket : told.getLatencyList()) {
            latency.add(toNs, bounds.indexOf(bucket.getAboveNs(), bucket.getUpToNs()), bucket.getCount());
        }
    }

    /** A report tells nothing of this template: there was none of it, and nothing waits. */
    void nothing(int place) {
        lately[place] = null;
        lag = 0;
    }

    /** Of those reports that are still among the last minute's. */
    long lately(Figure figure, boolean[] counts) {
        long sum = 0;
        for (int i = 0; i < MINUTE; i++) {
            sum += counts[i] && lately[i] != null ? lately[i][figure.ordinal()] : 0;
        }
        return sum;
    }
}
