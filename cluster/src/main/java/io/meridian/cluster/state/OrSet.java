package io.meridian.cluster.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set that any node adds to or removes from. A removal takes away what its node had seen: who adds the same at the same time elsewhere wins.
 *
 * @param dots by element, by which additions it is there
 * @param seen by writer, how many of its additions are known, those that were removed as well
 */
public record OrSet(Map<String, Set<Dot>> dots, Map<String, Long> seen) implements Convergent<OrSet> {
    public static final OrSet EMPTY = new OrSet(Map.of(), Map.of());

    /** The so-many-eth addition of one writer. */
    public record Dot(String writer, long number) {}

    public OrSet {
        dots = Map.copyOf(dots);
        seen = Map.copyOf(seen);
    }

    public Set<String> elements() {
        return new TreeSet<>(dots.keySet());
    }

    public OrSet plus(String element, String writer) {
        long number = seen.getOrDefault(writer, 0L) + 1;
        Map<String, Set<Dot>> more = new HashMap<>(dots);
        more.put(element, Set.of(new Dot(writer, number)));
        Map<String, Long> known = new HashMap<>(seen);
        known.put(writer, number);
        return new OrSet(more, known);
    }

    public OrSet minus(String element) {
        Map<String, Set<Dot>> fewer = new HashMap<>(dots);
        fewer.remove(element);
        return new OrSet(fewer, seen);
    }

    @Override
    public OrSet merge(OrSet other) {
        Map<String, Set<Dot>> merged = new HashMap<>();
        Set<String> elements = new HashSet<>(dots.keySet());
        elements.addAll(other.dots.keySet());
        for (String element : elements) {
            Set<Dot> mine = dots.getOrDefault(element, Set.of());
            Set<Dot> theirs = other.dots.getOrDefault(element, Set.of());
            Set<Dot> left = new HashSet<>(mine);
            left.retainAll(theirs);
            mine.stream().filter(dot -> !other.knows(dot)).forEach(left::add);
            theirs.stream().filter(dot -> !knows(dot)).forEach(left::add);
            if (!left.isEmpty()) {
                merged.put(element, Set.copyOf(left));
            }
        }
        Map<String, Long> known = new HashMap<>(seen);
        other.seen.forEach((writer, number) -> known.merge(writer, number, Math::max));
        return new OrSet(merged, known);
    }

    private boolean knows(Dot dot) {
        return seen.getOrDefault(dot.writer(), 0L) >= dot.number();
    }
}
