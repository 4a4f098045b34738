package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.OrderState;
import java.util.BitSet;
import org.agrona.DirectBuffer;

/**
 * Orders, live and over, until they are forgotten. An order has a place here and a handle, which is the place and a generation:
 * the place is given out again, the handle never is.
 */
public final class Orders extends OrderRecords {
    private final KeyIndex index;
    /** Of those that may still move. It is made of the records, so it is in no snapshot. */
    private final BitSet unfinished = new BitSet();

    private long generations;

    Orders(int capacity) {
        super(capacity);
        index = new KeyIndex(slab, ID, ID_WORDS, capacity);
    }

    // Finding, adding, forgetting.

    /** The place of an order by its id, or {@link #NONE}. */
    public int find(DirectBuffer buffer, int offset) {
        return index.find(buffer, offset, ID_LENGTH);
    }

    /** The handle the next order gets. */
    public long nextHandle() {
        return generations + 1 << 32 | slab.next();
    }

    /** Whether the order of a handle is kept. */
    public boolean isKept(long handle) {
        return slab.isLive((int) handle) && slab.get((int) handle, HANDLE) == handle;
    }

    /** The place of a handle. @throws IllegalStateException when that order is not kept */
    public int place(long handle) {
        int slot = (int) handle;
        if (!slab.isLive(slot) || slab.get(slot, HANDLE) != handle) {
            throw new IllegalStateException("order=" + handle + " is not kept");
        }
        return slot;
    }

    public int add(long handle, DirectBuffer buffer, int offset) {
        if (handle != nextHandle()) {
            throw new IllegalStateException("order=" + handle + " expected=" + nextHandle());
        }
        int slot = slab.allocate();
        generations++;
        slab.set(slot, HANDLE, handle);
        putText(slot, ID, buffer, offset);
        slab.set(slot, FIRSTS, NONE, NONE);
        index.add(slot);
        unfinished.set(slot);
        return slot;
    }

    void remove(int order) {
        index.remove(order);
        unfinished.clear(order);
        slab.free(order);
    }

    public boolean isKept(int order) {
        return slab.isLive(order);
    }

    /** All places are below. */
    public int places() {
        return slab.used();
    }

    /**
     * The lowest place, from one on, of an order that may still move: it is live, or filled and not closed yet. Of all that are kept these are few.
     *
     * @return {@link #NONE} when there is none
     */
    public int nextUnfinished(int from) {
        return unfinished.nextSetBit(from);
    }

    public int count() {
        return slab.live();
    }

    // What the fold writes.

    public void codes(int order, int side, int type, int force, int algorithm, int flags) {
        slab.set(
                order,
                CODES,
                (long) side << SIDE
                        | (long) type << TYPE
                        | (long) force << FORCE
                        | (long) algorithm << ALGORITHM
                        | (long) flags << FLAGS
                        | OrderState.CREATED.value());
    }

    public void owners(
            int order, int portfolio, int account, int model, int sender, int instrument, int position, long parent) {
        slab.set(order, PORTFOLIO_ACCOUNT, portfolio, account);
        slab.set(order, MODEL_SENDER, model, sender);
        slab.set(order, INSTRUMENT_POSITION, instrument, position);
        slab.set(order, PARENT, parent);
    }

    public void account(int order, int account) {
        slab.set(order, PORTFOLIO_ACCOUNT, portfolio(order), account);
    }

    public void times(int order, long createdAt, long startAt, long endAt, long participation) {
        slab.set(order, CREATED_AT, createdAt);
        slab.set(order, START_AT, startAt);
        slab.set(order, END_AT, endAt);
        slab.set(order, PARTICIPATION, participation);
    }

    public void economics(int order, long quantity, long limit, long stop, long display, long expireAt) {
        slab.set(order, QUANTITY, quantity);
        slab.set(order, LIMIT, limit);
        slab.set(order, STOP, stop);
        slab.set(order, DISPLAY, display);
        slab.set(order, EXPIRE_AT, expireAt);
    }

    public void asked(int order, long quantity, long limit, long stop, long display, long expireAt) {
        slab.set(order, ASKED_QUANTITY, quantity);
        slab.set(order, ASKED_LIMIT, limit);
        slab.set(order, ASKED_STOP, stop);
        slab.set(order, ASKED_DISPLAY, display);
        slab.set(order, ASKED_EXPIRE_AT, expireAt);
    }

    /** Whether what was asked for last is more than the order is. */
    public void moreAsked(int order, boolean more) {
        setTrait(order, MORE_ASKED, more);
    }

    public void requestId(int order, DirectBuffer buffer, int offset) {
        putText(order, REQUEST_ID, buffer, offset);
    }

    public void venueId(int order, DirectBuffer buffer, int offset) {
        putText(order, VENUE_ID, buffer, offset);
    }

    public void state(int order, OrderState state) {
        OrderState from = state(order);
        if (state == OrderState.SUSPENDED) {
            setCode(order, BEFORE, from.value());
        } else if (state == OrderState.CANCELLED || state == OrderState.EXPIRED) {
            OrderState at = from == OrderState.SUSPENDED ? stateBefore(order) : from;
            if (at == OrderState.CREATED || at == OrderState.PENDING_COMPLIANCE) {
                setTrait(order, NEVER_LEFT, true);
            }
        }
        setCode(order, STATE, state.value());
        slab.add(order, EVENTS, 1);
        mark(order, state);
    }

    private void mark(int order, OrderState state) {
        switch (state) {
            case CANCELLED, REJECTED, COMPLIANCE_REJECTED, EXPIRED, CLOSED -> unfinished.clear(order);
            default -> unfinished.set(order);
        }
    }

    public void acknowledged(int order) {
        setTrait(order, ACKNOWLEDGED, true);
    }

    public void filled(int order, long quantity, long value) {
        slab.add(order, FILLED, quantity);
        slab.add(order, FILLED_VALUE, value);
    }

    public void placed(int order, long quantity) {
        slab.add(order, PLACED, quantity);
    }

    public void firsts(int order, int fill, int placement) {
        slab.set(order, FIRSTS, fill, placement);
    }

    /** The next of those that are over, by age. */
    int nextOver(int order) {
        return (int) slab.get(order, QUEUE);
    }

    void nextOver(int order, int next) {
        slab.set(order, QUEUE, next);
    }

    private void setTrait(int order, int bit, boolean on) {
        long codes = slab.get(order, CODES) & ~((long) bit << TRAITS);
        slab.set(order, CODES, on ? codes | (long) bit << TRAITS : codes);
    }

    private void setCode(int order, int shift, int value) {
        slab.set(order, CODES, slab.get(order, CODES) & ~(0xFFL << shift) | (long) value << shift);
    }

    private void putText(int order, int field, DirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            slab.set(order, field + i, buffer.getLong(offset + i * 8, LITTLE_ENDIAN));
        }
    }

    /** Makes an order the first of the live ones of its position. @return it */
    public int link(int order, int first) {
        slab.set(order, LINKS, NONE, first);
        if (first != NONE) {
            slab.set(first, LINKS, order, nextLive(first));
        }
        return order;
    }

    /** Takes an order out of the live ones. @return the first of them */
    public int unlink(int order, int first) {
        int previous = previousLive(order);
        int next = nextLive(order);
        if (next != NONE) {
            slab.set(next, LINKS, previous, nextLive(next));
        }
        if (previous == NONE) {
            return next;
        }
        slab.set(previous, LINKS, previousLive(previous), next);
        return first;
    }

    public void allocated(int order, long quantity) {
        slab.add(order, ALLOCATED, quantity);
    }

    /** One more event of the order. */
    public void told(int order) {
        slab.add(order, EVENTS, 1);
    }

    void save(WordSink sink) {
        sink.put(generations);
        slab.save(sink);
    }

    void load(WordSource source) {
        generations = source.next();
        slab.load(source);
        index.rebuild();
        unfinished.clear();
        for (int order = 0; order < slab.used(); order++) {
            if (slab.isLive(order)) {
                mark(order, state(order));
            }
        }
    }
}
