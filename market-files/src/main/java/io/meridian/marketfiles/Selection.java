package io.meridian.marketfiles;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which rows are wanted.
 *
 * @param fromNs epoch nanoseconds of the earliest event
 * @param toNs epoch nanoseconds of the first event that is too late
 * @param symbols the instruments; none: all
 * @param kinds what rows tell of
 */
public record Selection(long fromNs, long toNs, Set<String> symbols, Set<DataKind> kinds) {
    private static final Selection ALL =
            new Selection(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), EnumSet.allOf(DataKind.class));

    public Selection {
        symbols = Set.copyOf(symbols);
        kinds = Set.copyOf(kinds);
        if (fromNs >= toNs) {
            throw new IllegalArgumentException("from=" + fromNs + " is not before to=" + toNs);
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("kinds=[]: nothing is wanted");
        }
    }

    public static Selection all() {
        return ALL;
    }

    public Selection between(long earliestNs, long tooLateNs) {
        return new Selection(earliestNs, tooLateNs, symbols, kinds);
    }

    public Selection of(Set<String> wanted) {
        return new Selection(fromNs, toNs, wanted, kinds);
    }

    public Selection only(DataKind first, DataKind... others) {
        return new Selection(fromNs, toNs, symbols, EnumSet.of(first, others));
    }

    /** Whether rows of an instrument are wanted. */
    public boolean wants(String symbol) {
        return symbols.isEmpty() || symbols.contains(symbol);
    }
}
