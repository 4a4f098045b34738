package io.meridian.storage.trading;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many messages took how long, by buckets. Two of them are added bucket by bucket, so that percentiles of any time are those of all its messages: an
 * average of percentiles would be of none. For one thread.
 */
public final class LatencyHistogram {
    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();

    /** @param upToNs 0: without a bound */
    private record Bucket(long upToNs, long count) {}

    /** @param text as {@link #toString} writes it @throws IllegalArgumentException when it is none */
    public static LatencyHistogram of(String text) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (String bucket : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = bucket.split("[-:]", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("bucket=" + bucket + " is not like ABOVE-UPTO:COUNT");
            }
            histogram.add(
                    Long.parseLong(parts[0]),
                    parts[1].isEmpty() ? 0 : Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]));
        }
        return histogram;
    }

    /**
     * @param aboveNs they took longer than this
     * @param upToNs and no longer than this; 0: without a bound
     * @throws IllegalArgumentException when that is no bucket, or lies across another one
     */
    public void add(long aboveNs, long upToNs, long count) {
        if (aboveNs < 0 || upToNs != 0 && upToNs <= aboveNs || count < 0) {
            throw new IllegalArgumentException("above=" + aboveNs + " upTo=" + upToNs + " count=" + count);
        }
        Bucket known = buckets.get(aboveNs);
        if (known != null && known.upToNs() != upToNs) {
            throw new IllegalArgumentException("the bucket above=" + aboveNs + " reaches to " + known.upToNs()
                    + " and to " + upToNs + ": what was counted by other buckets cannot be added");
        }
        buckets.put(aboveNs, new Bucket(upToNs, Math.addExact(known == null ? 0 : known.count(), count)));
    }

    public void add(LatencyHistogram other) {
        other.buckets.forEach((aboveNs, bucket) -> add(aboveNs, bucket.upToNs(), bucket.count()));
    }

    public long count() {
        return buckets.values().stream().mapToLong(Bucket::count).sum();
    }

    /**
     * What so large a part of the messages did not take longer than, as if those of a bucket were spread over it evenly: it is in the right bucket, and off by
     * less than that is wide. Of a bucket without a bound, where it begins.
     *
     * @param part above 0, at most 1
     */
    public long percentileNs(double part) {
        double wanted = part * count();
        double before = 0;
        for (Map.Entry<Long, Bucket> each : buckets.entrySet()) {
            Bucket bucket = each.getValue();
            if (bucket.count() > 0 && before + bucket.count() >= wanted) {
                long width = bucket.upToNs() == 0 ? 0 : bucket.upToNs() - each.getKey();
                return each.getKey() + Math.round(width * ((wanted - before) / bucket.count()));
            }
            before += bucket.count();
        }
        return 0;
    }

    /** For a column of the database. */
    @Override
    public String toString() {
        return buckets.entrySet().stream()
                .map(each -> each.getKey() + "-"
                        + (each.getValue().upToNs() == 0 ? "" : each.getValue().upToNs()) + ":"
                        + each.getValue().count())
                .collect(Collectors.joining(","));
    }
}
