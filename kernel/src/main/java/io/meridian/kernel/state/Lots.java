package io.meridian.kernel.state;

/** Lots of positions: what was bought (or sold short) together. Each position has a list of its own, oldest first. */
public final class Lots {
    public static final int NONE = -1;

    private static final int QUANTITY = 0;
    private static final int COST = 1;
    private static final int LINKS = 2;
    private static final int DATE = 3;
    private static final int STRIDE = 4;

    private final Slab slab;

    Lots(int capacity) {
        slab = new Slab(STRIDE, capacity);
    }

    /** A lot behind another one, or alone. */
    public int add(int last, long quantity, long cost, int date) {
        int lot = slab.allocate();
        slab.set(lot, QUANTITY, quantity);
        slab.set(lot, COST, cost);
        slab.set(lot, DATE, date);
        slab.set(lot, LINKS, last, NONE);
        if (last != NONE) {
            slab.set(last, LINKS, previous(last), lot);
        }
        return lot;
    }

    /** Takes a lot out of its list. */
    public void remove(int lot) {
        int previous = previous(lot);
        int next = next(lot);
        if (previous != NONE) {
            slab.set(previous, LINKS, previous(previous), next);
        }
        if (next != NONE) {
            slab.set(next, LINKS, previous, next(next));
        }
        slab.free(lot);
    }

    /** Above 0, for short positions too. */
    public long quantity(int lot) {
        return slab.get(lot, QUANTITY);
    }

    /** What was paid for it, or, of a short position, what came in. Negative only where the price was. */
    public long cost(int lot) {
        return slab.get(lot, COST);
    }

    public int date(int lot) {
        return (int) slab.get(lot, DATE);
    }

    public int previous(int lot) {
        return slab.high(lot, LINKS);
    }

    public int next(int lot) {
        return slab.low(lot, LINKS);
    }

    public void set(int lot, long quantity, long cost) {
        slab.set(lot, QUANTITY, quantity);
        slab.set(lot, COST, cost);
    }

    public int live() {
        return slab.live();
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
    }
}
