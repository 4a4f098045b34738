package io.meridian.kernel.state;

import io.meridian.plugin.contract.value.Decimals;
import java.math.RoundingMode;

/**
 * What can be traded. An instrument is found by its symbol and venue; by its symbol alone it is the one that was defined first.
 * Its prices and quantities are whole numbers at its scales, its amounts at the scale of its currency.
 */
public final class Instruments {
    public static final int NONE = -1;
    /** Of multipliers, and of fractions. */
    public static final int FACTOR_SCALE = 8;

    private static final int KEY = 0;
    private static final int CURRENCY_SCALES = 1;
    private static final int TICK = 2;
    private static final int LOT = 3;
    private static final int MIN_QUANTITY = 4;
    private static final int MAX_QUANTITY = 5;
    private static final int MIN_VALUE = 6;
    private static final int MULTIPLIER = 7;
    private static final int KIND_DAYS = 8;
    private static final int BID = 9;
    private static final int ASK = 10;
    private static final int MARK = 11;
    private static final int FIRST_POSITION = 12;
    private static final int STRIDE = 13;
    /**
     * A bit beside the kind: the mark is a trade of the market. Snapshots of before it was kept do not have it: quotes move the mark until the next trade.
     */
    private static final int TRADED = 1 << 8;

    /** A multiplier of 1. */
    private static final long ONE = 100_000_000;

    private final Slab slab;
    private final KeyIndex index;
    /** By symbol alone: key, then the instrument. */
    private final Slab firsts;

    private final KeyIndex firstIndex;

    Instruments(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, KEY, 1, capacity);
        firsts = new Slab(2, capacity);
        firstIndex = new KeyIndex(firsts, 0, 1, capacity);
    }

    /** The instrument, or {@link #NONE}. A venue of 0 asks for the first of the symbol. */
    public int find(int symbol, int venue) {
        if (symbol < 0 || venue < 0) {
            return NONE;
        }
        if (venue == Names.NONE) {
            int first = firstIndex.find(symbol);
            return first == KeyIndex.NOT_FOUND ? NONE : (int) firsts.get(first, 1);
        }
        return index.find((long) symbol << 32 | venue);
    }

    public int next() {
        return slab.next();
    }

    public int count() {
        return slab.used();
    }

    /** Adds an instrument, or finds the one there is. */
    public void define(int instrument, int symbol, int venue) {
        if (find(symbol, venue) == instrument) {
            return;
        }
        int slot = slab.allocate();
        if (slot != instrument) {
            throw new IllegalStateException("instrument=" + instrument + " expected=" + slot);
        }
        slab.set(slot, KEY, symbol, venue);
        slab.set(slot, BID, Long.MIN_VALUE);
        slab.set(slot, ASK, Long.MIN_VALUE);
        slab.set(slot, MARK, Long.MIN_VALUE);
        slab.set(slot, FIRST_POSITION, NONE);
        index.add(slot);
        if (firstIndex.find(symbol) == KeyIndex.NOT_FOUND) {
            int first = firsts.allocate();
            firsts.set(first, 0, symbol);
            firsts.set(first, 1, slot);
            firstIndex.add(first);
        }
    }

    public void scales(int instrument, int currency, int priceScale, int quantityScale, int moneyScale) {
        slab.set(instrument, CURRENCY_SCALES, currency, priceScale << 16 | quantityScale << 8 | moneyScale);
    }

    public void rules(int instrument, long tick, long lot, long minQuantity, long maxQuantity, long minValue) {
        slab.set(instrument, TICK, tick);
        slab.set(instrument, LOT, lot);
        slab.set(instrument, MIN_QUANTITY, minQuantity);
        slab.set(instrument, MAX_QUANTITY, maxQuantity);
        slab.set(instrument, MIN_VALUE, minValue);
    }

    public void terms(int instrument, long multiplier, int kind, int settlementDays) {
        slab.set(instrument, MULTIPLIER, multiplier);
        int traded = slab.high(instrument, KIND_DAYS) & TRADED;
        slab.set(instrument, KIND_DAYS, kind | traded, settlementDays);
    }

    public int symbol(int instrument) {
        return slab.high(instrument, KEY);
    }

    public int venue(int instrument) {
        return slab.low(instrument, KEY);
    }

    public int currency(int instrument) {
        return slab.high(instrument, CURRENCY_SCALES);
    }

    public int priceScale(int instrument) {
        return slab.low(instrument, CURRENCY_SCALES) >> 16;
    }

    public int quantityScale(int instrument) {
        return slab.low(instrument, CURRENCY_SCALES) >> 8 & 0xFF;
    }

    public int moneyScale(int instrument) {
        return slab.low(instrument, CURRENCY_SCALES) & 0xFF;
    }

    /** 0: any price. */
    public long tick(int instrument) {
        return slab.get(instrument, TICK);
    }

    /** 0: any quantity. */
    public long lot(int instrument) {
        return slab.get(instrument, LOT);
    }

    public long minQuantity(int instrument) {
        return slab.get(instrument, MIN_QUANTITY);
    }

    /** 0: none. */
    public long maxQuantity(int instrument) {
        return slab.get(instrument, MAX_QUANTITY);
    }

    public long minValue(int instrument) {
        return slab.get(instrument, MIN_VALUE);
    }

    public long multiplier(int instrument) {
        return slab.get(instrument, MULTIPLIER);
    }

    public int kind(int instrument) {
        return slab.high(instrument, KIND_DAYS) & ~TRADED;
    }

    public int settlementDays(int instrument) {
        return slab.low(instrument, KIND_DAYS);
    }

    /**
     * Price times quantity times multiplier at the scale of the currency, rounded once, half to even.
     *
     * @throws ArithmeticException when it is too large
     */
    public long value(int instrument, long price, long quantity) {
        int priceScale = priceScale(instrument);
        int quantityScale = quantityScale(instrument);
        int moneyScale = moneyScale(instrument);
        long multiplier = multiplier(instrument);
        if (multiplier == ONE) {
            return Decimals.multiply(price, priceScale, quantity, quantityScale, moneyScale, RoundingMode.HALF_EVEN);
        }
        int scale = Math.min(quantityScale + FACTOR_SCALE, Decimals.MAX_SCALE);
        long units =
                Decimals.multiply(quantity, quantityScale, multiplier, FACTOR_SCALE, scale, RoundingMode.UNNECESSARY);
        return Decimals.multiply(price, priceScale, units, scale, moneyScale, RoundingMode.HALF_EVEN);
    }

    /** The last price it is valued at, or absent. */
    public long mark(int instrument) {
        return slab.get(instrument, MARK);
    }

    public long bid(int instrument) {
        return slab.get(instrument, BID);
    }

    public long ask(int instrument) {
        return slab.get(instrument, ASK);
    }

    /** Whether the market ever traded it, so that it is valued at its trades. */
    public boolean isTraded(int instrument) {
        return (slab.high(instrument, KIND_DAYS) & TRADED) != 0;
    }

    public void traded(int instrument) {
        slab.set(instrument, KIND_DAYS, slab.high(instrument, KIND_DAYS) | TRADED, settlementDays(instrument));
    }

    public void marked(int instrument, long bid, long ask, long mark) {
        slab.set(instrument, BID, bid);
        slab.set(instrument, ASK, ask);
        slab.set(instrument, MARK, mark);
    }

    int firstPosition(int instrument) {
        return (int) slab.get(instrument, FIRST_POSITION);
    }

    void firstPosition(int instrument, int position) {
        slab.set(instrument, FIRST_POSITION, position);
    }

    void save(WordSink sink) {
        slab.save(sink);
        firsts.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        firsts.load(source);
        index.rebuild();
        firstIndex.rebuild();
    }
}
