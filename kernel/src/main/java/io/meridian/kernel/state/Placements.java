package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.PlacementState;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Parts of orders at venues. They are kept as long as their order. */
public final class Placements {
    public static final int NONE = -1;

    private static final int ID_WORDS = Orders.ID_LENGTH / 8;

    private static final int ORDER = 0;
    private static final int ID = 1;
    private static final int CODES_NEXT = 6;
    private static final int VENUE = 7;
    private static final int QUANTITY = 8;
    private static final int FILLED = 9;
    private static final int LIMIT = 10;
    private static final int STRIDE = 11;

    private final Slab slab;
    private final KeyIndex index;

    Placements(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, ID, ID_WORDS, capacity);
    }

    public int find(DirectBuffer buffer, int offset) {
        return index.find(buffer, offset, Orders.ID_LENGTH);
    }

    public int next() {
        return slab.next();
    }

    public boolean isKept(int placement) {
        return slab.isLive(placement);
    }

    public int places() {
        return slab.used();
    }

    public void add(int placement, int order, int nextOfOrder, DirectBuffer buffer, int idOffset) {
        int slot = slab.allocate();
        if (slot != placement) {
            throw new IllegalStateException("placement=" + placement + " expected=" + slot);
        }
        slab.set(slot, ORDER, order);
        for (int i = 0; i < ID_WORDS; i++) {
            slab.set(slot, ID + i, buffer.getLong(idOffset + i * 8, LITTLE_ENDIAN));
        }
        slab.set(slot, CODES_NEXT, 0, nextOfOrder);
        index.add(slot);
    }

    public void terms(int placement, int venue, long quantity, long limit, int type, int force) {
        slab.set(placement, VENUE, venue);
        slab.set(placement, QUANTITY, quantity);
        slab.set(placement, LIMIT, limit);
        slab.set(placement, CODES_NEXT, type << 16 | force << 8, nextOfOrder(placement));
    }

    void remove(int placement) {
        index.remove(placement);
        slab.free(placement);
    }

    public int order(int placement) {
        return (int) slab.get(placement, ORDER);
    }

    public int nextOfOrder(int placement) {
        return slab.low(placement, CODES_NEXT);
    }

    public PlacementState state(int placement) {
        return PlacementState.get((short) (slab.high(placement, CODES_NEXT) & 0xFF));
    }

    public void state(int placement, int state) {
        slab.set(placement, CODES_NEXT, slab.high(placement, CODES_NEXT) & ~0xFF | state, nextOfOrder(placement));
    }

    public int type(int placement) {
        return slab.high(placement, CODES_NEXT) >> 16;
    }

    public int timeInForce(int placement) {
        return slab.high(placement, CODES_NEXT) >> 8 & 0xFF;
    }

    public int venue(int placement) {
        return (int) slab.get(placement, VENUE);
    }

    public long quantity(int placement) {
        return slab.get(placement, QUANTITY);
    }

    public long filled(int placement) {
        return slab.get(placement, FILLED);
    }

    public void filled(int placement, long quantity) {
        slab.add(placement, FILLED, quantity);
    }

    public long limit(int placement) {
        return slab.get(placement, LIMIT);
    }

    public void writeId(int placement, MutableDirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            buffer.putLong(offset + i * 8, slab.get(placement, ID + i), LITTLE_ENDIAN);
        }
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
    }
}
