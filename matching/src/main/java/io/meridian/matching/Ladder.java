package io.meridian.matching;

import java.util.Arrays;

/**
 * Orders by price, best first, and at a price by time: a sorted array whose end is the best price, for that is where most comes and
 * goes. The price of an order is its limit here, or its stop.
 */
final class Ladder {
    private final Orders orders;
    /** Whether a higher price is a better one. */
    private final boolean higherIsBetter;

    private long[] prices;
    private long[] quantities;
    private int[] counts;
    private int[] firsts;
    private int[] lasts;
    private int levels;

    Ladder(Orders orders, boolean higherIsBetter, int expectedLevels) {
        this.orders = orders;
        this.higherIsBetter = higherIsBetter;
        prices = new long[expectedLevels];
        quantities = new long[expectedLevels];
        counts = new int[expectedLevels];
        firsts = new int[expectedLevels];
        lasts = new int[expectedLevels];
    }

    int levels() {
        return levels;
    }

    boolean isEmpty() {
        return levels == 0;
    }

    // Levels by their rank: 0 is the best.

    long price(int rank) {
        return prices[levels - 1 - rank];
    }

    long quantity(int rank) {
        return quantities[levels - 1 - rank];
    }

    int count(int rank) {
        return counts[levels - 1 - rank];
    }

    int first(int rank) {
        return firsts[levels - 1 - rank];
    }

    /** The oldest order at the best price, or none. */
    int best() {
        return levels == 0 ? Orders.NONE : firsts[levels - 1];
    }

    boolean isBetter(long price, long other) {
        return higherIsBetter ? price > other : price < other;
    }

    /** Puts an order behind those at its price. */
    void add(int order, long price) {
        int at = at(price);
        if (at == levels || prices[at] != price) {
            insert(at, price);
        }
        int last = lasts[at];
        orders.previous[order] = last;
        orders.next[order] = Orders.NONE;
        if (last == Orders.NONE) {
            firsts[at] = order;
        } else {
            orders.next[last] = order;
        }
        lasts[at] = order;
        quantities[at] += orders.leaves[order];
        counts[at]++;
        orders.ladder[order] = this;
    }

    void remove(int order, long price) {
        int at = at(price);
        int previous = orders.previous[order];
        int next = orders.next[order];
        if (previous == Orders.NONE) {
            firsts[at] = next;
        } else {
            orders.next[previous] = next;
        }
        if (next == Orders.NONE) {
            lasts[at] = previous;
        } else {
            orders.previous[next] = previous;
        }
        quantities[at] -= orders.leaves[order];
        orders.ladder[order] = null;
        if (--counts[at] == 0) {
            int behind = levels - at - 1;
            System.arraycopy(prices, at + 1, prices, at, behind);
            System.arraycopy(quantities, at + 1, quantities, at, behind);
            System.arraycopy(counts, at + 1, counts, at, behind);
            System.arraycopy(firsts, at + 1, firsts, at, behind);
            System.arraycopy(lasts, at + 1, lasts, at, behind);
            levels--;
        }
    }

    /** An order becomes smaller where it stands. */
    void reduce(int order, long price, long by) {
        orders.leaves[order] -= by;
        quantities[at(price)] -= by;
    }

    /** Where a price is, or belongs. The worst price is at 0. */
    private int at(long price) {
        int low = 0;
        int high = levels;
        while (low < high) {
            int middle = low + high >>> 1;
            if (isBetter(price, prices[middle])) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, long price) {
        if (levels == prices.length) {
            int length = levels * 2;
            prices = Arrays.copyOf(prices, length);
            quantities = Arrays.copyOf(quantities, length);
            counts = Arrays.copyOf(counts, length);
            firsts = Arrays.copyOf(firsts, length);
            lasts = Arrays.copyOf(lasts, length);
        }
        int behind = levels - at;
        System.arraycopy(prices, at, prices, at + 1, behind);
        System.arraycopy(quantities, at, quantities, at + 1, behind);
        System.arraycopy(counts, at, counts, at + 1, behind);
        System.arraycopy(firsts, at, firsts, at + 1, behind);
        System.arraycopy(lasts, at, lasts, at + 1, behind);
        prices[at] = price;
        quantities[at] = 0;
        counts[at] = 0;
        firsts[at] = Orders.NONE;
        lasts[at] = Orders.NONE;
        levels++;
    }
}
