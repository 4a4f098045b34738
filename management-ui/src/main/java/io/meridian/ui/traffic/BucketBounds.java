package io.meridian.ui.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The buckets of latency that reports told of, numbered as they came. Sidecars of one version have the same few. */
final class BucketBounds {
    /** A report may claim any bounds. */
    static final int MOST = 128;

    private final Map<Bounds, Integer> numbers = new HashMap<>();
    private final List<Bounds> all = new ArrayList<>();

    /** Longer than one, and not longer than the other; 0: without a bound. */
    record Bounds(long aboveNs, long upToNs) {}

    /** @return -1: there are too many already */
    int indexOf(long aboveNs, long upToNs) {
        Bounds bounds = new Bounds(aboveNs, upToNs);
        Integer known = numbers.get(bounds);
        if (known != null) {
            return known;
        }
        if (all.size() == MOST) {
            return -1;
        }
        all.add(bounds);
        numbers.put(bounds, all.size() - 1);
        return all.size() - 1;
    }

    List<Bounds> all() {
        return all;
    }
}
