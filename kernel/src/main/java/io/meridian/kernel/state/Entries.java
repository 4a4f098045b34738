package io.meridian.kernel.state;

/**
 * What made a position, oldest first: trades, transfers and splits. A position is always what these entries make of an empty one.
 */
public final class Entries {
    public static final int NONE = -1;

    private static final int FACTORS = 0;
    private static final int QUANTITY = 1;
    private static final int VALUE = 2;
    private static final int DATE_NEXT = 3;
    private static final int STRIDE = 4;

    private final Slab slab;

    Entries(int capacity) {
        slab = new Slab(STRIDE, capacity);
    }

    /** A trade of a signed quantity. */
    public int add(int last, long quantity, long value, int date) {
        return add(last, 0, quantity, value, date);
    }

    /** A split; {@code quantity} is what the position is afterwards. */
    public int addSplit(int last, int newShares, int oldShares, long quantity, int date) {
        return add(last, (long) newShares << 31 | oldShares, quantity, 0, date);
    }

    private int add(int last, long factors, long quantity, long value, int date) {
        int entry = slab.allocate();
        slab.set(entry, FACTORS, factors);
        slab.set(entry, QUANTITY, quantity);
        slab.set(entry, VALUE, value);
        slab.set(entry, DATE_NEXT, date, NONE);
        if (last != NONE) {
            slab.set(last, DATE_NEXT, date(last), entry);
        }
        return entry;
    }

    public boolean isSplit(int entry) {
        return slab.get(entry, FACTORS) != 0;
    }

    public int newShares(int entry) {
        return (int) (slab.get(entry, FACTORS) >> 31);
    }

    public int oldShares(int entry) {
        return (int) slab.get(entry, FACTORS) & Integer.MAX_VALUE;
    }

    /** 0 when the trade does not count any more. */
    public long quantity(int entry) {
        return slab.get(entry, QUANTITY);
    }

    public long value(int entry) {
        return slab.get(entry, VALUE);
    }

    public int date(int entry) {
        return slab.high(entry, DATE_NEXT);
    }

    public int next(int entry) {
        return slab.low(entry, DATE_NEXT);
    }

    /** The trade was another one, or, with 0, none. */
    public void set(int entry, long quantity, long value, int date) {
        slab.set(entry, QUANTITY, quantity);
        slab.set(entry, VALUE, value);
        slab.set(entry, DATE_NEXT, date, next(entry));
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
    }
}
