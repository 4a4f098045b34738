package io.meridian.cluster.state;

import java.util.HashMap;
import java.util.Map;

/**
 * A number that any node adds to or takes from.
 *
 * @param added by writer
 * @param taken by writer
 */
public record PnCounter(Map<String, Long> added, Map<String, Long> taken) implements Convergent<PnCounter> {
    public static final PnCounter ZERO = new PnCounter(Map.of(), Map.of());

    public PnCounter {
        added = Map.copyOf(added);
        taken = Map.copyOf(taken);
    }

    public PnCounter plus(long amount, String writer) {
        return amount >= 0
                ? new PnCounter(grown(added, writer, amount), taken)
                : new PnCounter(added, grown(taken, writer, Math.negateExact(amount)));
    }

    private static Map<String, Long> grown(Map<String, Long> counts, String writer, long amount) {
        Map<String, Long> grown = new HashMap<>(counts);
        grown.merge(writer, amount, Math::addExact);
        return grown;
    }

    public long value() {
        return sum(added) - sum(taken);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public PnCounter merge(PnCounter other) {
        return new PnCounter(larger(added, other.added), larger(taken, other.taken));
    }

    private static Map<String, Long> larger(Map<String, Long> some, Map<String, Long> others) {
        Map<String, Long> larger = new HashMap<>(some);
        others.forEach((writer, count) -> larger.merge(writer, count, Math::max));
        return larger;
    }
}
