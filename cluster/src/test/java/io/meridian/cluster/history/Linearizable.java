package io.meridian.cluster.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of operations in which each sees what those before it made of the register, and none comes before one that had ended when it began. Tries all that may be next, and remembers where
 * it was in vain.
 */
public final class Linearizable {
    private final List<Operation> operations;
    private final Set<Place> inVain = new HashSet<>();

    private record Place(BitSet done, String value) {}

    private Linearizable(List<Operation> operations) {
        this.operations = operations;
    }

    /** Whether there is one. @param first what the register is at first */
    public static boolean is(List<Operation> history, String first) {
        List<Operation> sorted = new ArrayList<>(history);
        sorted.sort(Comparator.comparingLong(Operation::beganNs));
        return new Linearizable(sorted).find(new BitSet(), first);
    }

    /** Step by step, since a long history would be a deep recursion. */
    private boolean find(BitSet nothing, String first) {
        List<Step> way = new ArrayList<>(List.of(new Step(nothing, first)));
        while (!way.isEmpty()) {
            Step here = way.getLast();
            if (isWhole(here.done)) {
                return true;
            }
            Step next = here.next();
            if (next != null) {
                way.add(next);
            } else {
                inVain.add(new Place(here.done, here.value));
                way.removeLast();
            }
        }
        return false;
    }

    /** What is unknown need not have happened. */
    private boolean isWhole(BitSet done) {
        for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
            if (operations.get(i).ending() != Operation.Ending.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    private final class Step {
        private final BitSet done;
        private final String value;
        private final long latestNs;
        private int at;

        Step(BitSet done, String value) {
            this.done = done;
            this.value = value;
            at = done.nextClearBit(0);
            long earliestEnd = Long.MAX_VALUE;
            for (int i = at; i < operations.size(); i = done.nextClearBit(i + 1)) {
                earliestEnd = Math.min(earliestEnd, operations.get(i).endedNs());
            }
            latestNs = earliestEnd;
        }

        /** One that may come next: it began before any that is left had ended. */
        Step next() {
            for (; at < operations.size(); at = done.nextClearBit(at + 1)) {
                Operation operation = operations.get(at);
                if (operation.beganNs() > latestNs) {
                    return null;
                }
                String after = operation.after(value);
                if (after != null) {
                    BitSet with = (BitSet) done.clone();
                    with.set(at);
                    if (!inVain.contains(new Place(with, after))) {
                        at = done.nextClearBit(at + 1);
                        return new Step(with, after);
                    }
                }
            }
            return null;
        }
    }
}
