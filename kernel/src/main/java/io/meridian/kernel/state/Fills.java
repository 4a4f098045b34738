package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Trades of ours, by the venue and its trade id. A trade is busted or corrected by its id, so the last one of an id is found. They are
 * kept as long as their order.
 */
public final class Fills {
    public static final int NONE = -1;

    private static final int ID_WORDS = Orders.ID_LENGTH / 8;

    private static final int ORDER_PLACEMENT = 0;
    /** The trade id and the venue. */
    private static final int KEY = 1;

    private static final int KEY_WORDS = ID_WORDS + 1;
    private static final int PRICE = 7;
    private static final int QUANTITY = 8;
    private static final int VALUE = 9;
    private static final int FEE = 10;
    private static final int FEE_CURRENCY_SIDE = 11;
    private static final int DATES = 12;
    private static final int NEXT_BUSTED = 13;
    private static final int ENTRY = 14;
    private static final int STRIDE = 15;

    private final Slab slab;
    private final KeyIndex index;

    Fills(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, KEY, KEY_WORDS, capacity);
    }

    /** By the trade id and, right behind it, the venue's number as eight bytes. Only fills that count are found. */
    public int find(DirectBuffer key, int offset) {
        return index.find(key, offset, KEY_WORDS * 8);
    }

    public int next() {
        return slab.next();
    }

    public boolean isKept(int fill) {
        return slab.isLive(fill);
    }

    public int places() {
        return slab.used();
    }

    public void add(int fill, int order, int placement, int nextOfOrder, int venue, DirectBuffer buffer, int idOffset) {
        int slot = slab.allocate();
        if (slot != fill) {
            throw new IllegalStateException("fill=" + fill + " expected=" + slot);
        }
        slab.set(slot, ORDER_PLACEMENT, order, placement);
        for (int i = 0; i < ID_WORDS; i++) {
            slab.set(slot, KEY + i, buffer.getLong(idOffset + i * 8, LITTLE_ENDIAN));
        }
        slab.set(slot, KEY + ID_WORDS, venue);
        slab.set(slot, NEXT_BUSTED, nextOfOrder, 0);
        index.add(slot);
    }

    public void amounts(int fill, long price, long quantity, long value, long fee, int feeCurrency, int side) {
        slab.set(fill, PRICE, price);
        slab.set(fill, QUANTITY, quantity);
        slab.set(fill, VALUE, value);
        slab.set(fill, FEE, fee);
        slab.set(fill, FEE_CURRENCY_SIDE, feeCurrency, side);
    }

    public void dates(int fill, int tradeDate, int settlementDate) {
        slab.set(fill, DATES, tradeDate, settlementDate);
    }

    /** Its entry in the position. */
    public int entry(int fill) {
        return (int) slab.get(fill, ENTRY);
    }

    public void entry(int fill, int entry) {
        slab.set(fill, ENTRY, entry);
    }

    public void bust(int fill) {
        index.remove(fill);
        slab.set(fill, NEXT_BUSTED, nextOfOrder(fill), 1);
    }

    void remove(int fill) {
        if (!isBusted(fill)) {
            index.remove(fill);
        }
        slab.free(fill);
    }

    public int order(int fill) {
        return slab.high(fill, ORDER_PLACEMENT);
    }

    public int placement(int fill) {
        return slab.low(fill, ORDER_PLACEMENT);
    }

    public int nextOfOrder(int fill) {
        return slab.high(fill, NEXT_BUSTED);
    }

    public boolean isBusted(int fill) {
        return slab.low(fill, NEXT_BUSTED) != 0;
    }

    public int venue(int fill) {
        return (int) slab.get(fill, KEY + ID_WORDS);
    }

    public long price(int fill) {
        return slab.get(fill, PRICE);
    }

    public long quantity(int fill) {
        return slab.get(fill, QUANTITY);
    }

    public long value(int fill) {
        return slab.get(fill, VALUE);
    }

    public long fee(int fill) {
        return slab.get(fill, FEE);
    }

    public int feeCurrency(int fill) {
        return slab.high(fill, FEE_CURRENCY_SIDE);
    }

    public int side(int fill) {
        return slab.low(fill, FEE_CURRENCY_SIDE);
    }

    public int tradeDate(int fill) {
        return slab.high(fill, DATES);
    }

    public int settlementDate(int fill) {
        return slab.low(fill, DATES);
    }

    public void writeTradeId(int fill, MutableDirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            buffer.putLong(offset + i * 8, slab.get(fill, KEY + i), LITTLE_ENDIAN);
        }
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        // Busted fills live, but are not found.
        index.rebuild();
        for (int fill = 0; fill < slab.used(); fill++) {
            if (slab.isLive(fill) && isBusted(fill)) {
                index.remove(fill);
            }
        }
    }
}
