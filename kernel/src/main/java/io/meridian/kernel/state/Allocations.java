package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.AllocationMethod;
import io.meridian.plugin.contract.trading.AllocationState;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** How what was filled of orders is shared out among portfolios. */
public final class Allocations {
    public static final int NONE = -1;

    private static final int ID_WORDS = Orders.ID_LENGTH / 8;

    private static final int ORDER = 0;
    private static final int ID = 1;
    private static final int QUANTITY = 6;
    private static final int SHARES_STATE = 7;
    private static final int STRIDE = 8;
    /** The method stands beside the state in one number. */
    private static final int METHOD_SHIFT = 8;

    private static final int STATE_MASK = 0xFF;

    private static final int OWNER = 0;
    private static final int SHARE_QUANTITY = 1;
    private static final int SHARE_VALUE = 2;
    private static final int NEXT = 3;
    private static final int SHARE_STRIDE = 4;

    private final Slab slab;
    private final KeyIndex index;
    private final Slab shares;

    Allocations(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, ID, ID_WORDS, capacity);
        shares = new Slab(SHARE_STRIDE, capacity);
    }

    public int find(DirectBuffer buffer, int offset) {
        return index.find(buffer, offset, Orders.ID_LENGTH);
    }

    public int next() {
        return slab.next();
    }

    /** @param order its handle */
    public void add(int allocation, long order, long quantity, short method, DirectBuffer buffer, int idOffset) {
        int slot = slab.allocate();
        if (slot != allocation) {
            throw new IllegalStateException("allocation=" + allocation + " expected=" + slot);
        }
        slab.set(slot, ORDER, order);
        for (int i = 0; i < ID_WORDS; i++) {
            slab.set(slot, ID + i, buffer.getLong(idOffset + i * 8, LITTLE_ENDIAN));
        }
        slab.set(slot, QUANTITY, quantity);
        slab.set(slot, SHARES_STATE, NONE, AllocationState.REQUESTED.value() | method << METHOD_SHIFT);
        index.add(slot);
    }

    public void share(int allocation, int portfolio, int account, long quantity, long value) {
        int share = shares.allocate();
        shares.set(share, OWNER, portfolio, account);
        shares.set(share, SHARE_QUANTITY, quantity);
        shares.set(share, SHARE_VALUE, value);
        shares.set(share, NEXT, firstShare(allocation));
        slab.set(allocation, SHARES_STATE, share, slab.low(allocation, SHARES_STATE));
    }

    public long order(int allocation) {
        return slab.get(allocation, ORDER);
    }

    public long quantity(int allocation) {
        return slab.get(allocation, QUANTITY);
    }

    public AllocationState state(int allocation) {
        return AllocationState.get((short) (slab.low(allocation, SHARES_STATE) & STATE_MASK));
    }

    public void state(int allocation, int state) {
        int others = slab.low(allocation, SHARES_STATE) & ~STATE_MASK;
        slab.set(allocation, SHARES_STATE, firstShare(allocation), others | state);
    }

    /** NULL_VAL of one that an older kernel kept. */
    public AllocationMethod method(int allocation) {
        int method = slab.low(allocation, SHARES_STATE) >> METHOD_SHIFT;
        return method == 0 ? AllocationMethod.NULL_VAL : AllocationMethod.get((short) method);
    }

    public void writeId(int allocation, MutableDirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            buffer.putLong(offset + i * 8, slab.get(allocation, ID + i), LITTLE_ENDIAN);
        }
    }

    /** The last one named is the first. */
    public int firstShare(int allocation) {
        return slab.high(allocation, SHARES_STATE);
    }

    public int nextShare(int share) {
        return (int) shares.get(share, NEXT);
    }

    public int portfolio(int share) {
        return shares.high(share, OWNER);
    }

    public int account(int share) {
        return shares.low(share, OWNER);
    }

    public long shareQuantity(int share) {
        return shares.get(share, SHARE_QUANTITY);
    }

    public long shareValue(int share) {
        return shares.get(share, SHARE_VALUE);
    }

    void save(WordSink sink) {
        slab.save(sink);
        shares.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        shares.load(source);
        index.rebuild();
    }
}
