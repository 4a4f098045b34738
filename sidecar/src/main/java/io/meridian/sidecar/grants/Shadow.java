package io.meridian.sidecar.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.topic.TopicPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what the proposed grants would have denied, by action and pattern, up to a bound. For any thread. */
public final class Shadow {
    private static final int MOST = 1000;

    private final Map<Denial, long[]> counts = new LinkedHashMap<>();
    private long beyond;

    /** One thing that would have been denied, as often as counted. */
    public record Counted(Action action, String pattern, long count) {}

    private record Denial(Action action, String pattern) {}

    /**
     * Counts one.
     *
     * @return whether it is the first of its kind
     */
    public synchronized boolean count(Action action, TopicPattern pattern) {
        Denial denial = new Denial(action, pattern.text());
        long[] count = counts.get(denial);
        if (count != null) {
            count[0]++;
            return false;
        }
        if (counts.size() == MOST) {
            beyond++;
            return false;
        }
        counts.put(denial, new long[] {1});
        return true;
    }

    /** What was counted, in the order first met. */
    public synchronized List<Counted> counted() {
        return counts.entrySet().stream()
                .map(entry ->
                        new Counted(entry.getKey().action(), entry.getKey().pattern(), entry.getValue()[0]))
                .toList();
    }

    /** How many were not kept apart, since there were too many kinds. */
    public synchronized long beyond() {
        return beyond;
    }

    /** Begins anew, when other grants are proposed. */
    public synchronized void clear() {
        counts.clear();
        beyond = 0;
    }
}
