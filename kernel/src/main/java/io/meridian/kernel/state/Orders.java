package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Orders, live and over, until they are forgotten. An order has a place here and a handle, which is the place and a generation:
 * the place is given out again, the handle never is.
 */
public final class Orders {
    public static final int NONE = -1;
    public static final int ID_LENGTH = 40;

    private static final int ID_WORDS = ID_LENGTH / 8;

    private static final int HANDLE = 0;
    private static final int ID = 1;
    private static final int PARENT = 6;
    private static final int CODES = 7;
    private static final int PORTFOLIO_ACCOUNT = 8;
    private static final int MODEL_SENDER = 9;
    private static final int INSTRUMENT_COUNTS = 10;
    private static final int QUANTITY = 11;
    private static final int FILLED = 12;
    private static final int LIMIT = 13;
    private static final int STOP = 14;
    private static final int DISPLAY = 15;
    private static final int PARTICIPATION = 16;
    private static final int EXPIRE_AT = 17;
    private static final int START_AT = 18;
    private static final int END_AT = 19;
    private static final int CREATED_AT = 20;
    private static final int FILLED_VALUE = 21;
    private static final int ASKED_QUANTITY = 22;
    private static final int ASKED_LIMIT = 23;
    private static final int ASKED_STOP = 24;
    private static final int ASKED_DISPLAY = 25;
    private static final int ASKED_EXPIRE_AT = 26;
    private static final int REQUEST_ID = 27;
    private static final int VENUE_ID = 32;
    private static final int PLACED = 37;
    private static final int FIRSTS = 38;
    private static final int EVENTS = 39;
    private static final int QUEUE = 40;
    private static final int STRIDE = 41;

    // Shifts within CODES.
    private static final int STATE = 0;
    private static final int BEFORE = 8;
    private static final int SIDE = 16;
    private static final int TYPE = 24;
    private static final int FORCE = 32;
    private static final int ALGORITHM = 40;
    private static final int FLAGS = 48;
    private static final int ACKNOWLEDGED = 56;

    private static final OrderState[] STATES = states();

    private final Slab slab;
    private final KeyIndex index;
    private long generations;

    Orders(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, ID, ID_WORDS, capacity);
    }

    private static OrderState[] states() {
        OrderState[] byValue = new OrderState[17];
        for (OrderState state : OrderState.values()) {
            if (state != OrderState.NULL_VAL) {
                byValue[state.value()] = state;
            }
        }
        return byValue;
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
        return slot;
    }

    void remove(int order) {
        index.remove(order);
        slab.free(order);
    }

    public boolean isKept(int order) {
        return slab.isLive(order);
    }

    /** All places are below. */
    public int places() {
        return slab.used();
    }

    public int count() {
        return slab.live();
    }

    // What an order is.

    public long handle(int order) {
        return slab.get(order, HANDLE);
    }

    /** The handle of the order this one is a part of, 0 for none. */
    public long parent(int order) {
        return slab.get(order, PARENT);
    }

    public OrderState state(int order) {
        return STATES[code(order, STATE)];
    }

    /** The state it was suspended in. */
    public OrderState stateBefore(int order) {
        return STATES[code(order, BEFORE)];
    }

    public int side(int order) {
        return code(order, SIDE);
    }

    public int type(int order) {
        return code(order, TYPE);
    }

    public int timeInForce(int order) {
        return code(order, FORCE);
    }

    public int algorithm(int order) {
        return code(order, ALGORITHM);
    }

    public int flags(int order) {
        return code(order, FLAGS);
    }

    /** Whether the venue has taken it. */
    public boolean isAcknowledged(int order) {
        return code(order, ACKNOWLEDGED) != 0;
    }

    public int portfolio(int order) {
        return slab.high(order, PORTFOLIO_ACCOUNT);
    }

    public int account(int order) {
        return slab.low(order, PORTFOLIO_ACCOUNT);
    }

    public int model(int order) {
        return slab.high(order, MODEL_SENDER);
    }

    public int sender(int order) {
        return slab.low(order, MODEL_SENDER);
    }

    public int instrument(int order) {
        return slab.high(order, INSTRUMENT_COUNTS);
    }

    public long quantity(int order) {
        return slab.get(order, QUANTITY);
    }

    public long filled(int order) {
        return slab.get(order, FILLED);
    }

    public long leaves(int order) {
        return quantity(order) - filled(order);
    }

    public long limit(int order) {
        return slab.get(order, LIMIT);
    }

    public long stop(int order) {
        return slab.get(order, STOP);
    }

    public long display(int order) {
        return slab.get(order, DISPLAY);
    }

    public long participation(int order) {
        return slab.get(order, PARTICIPATION);
    }

    public long expireAt(int order) {
        return slab.get(order, EXPIRE_AT);
    }

    public long startAt(int order) {
        return slab.get(order, START_AT);
    }

    public long endAt(int order) {
        return slab.get(order, END_AT);
    }

    public long createdAt(int order) {
        return slab.get(order, CREATED_AT);
    }

    /** The sum of the values of its fills. */
    public long filledValue(int order) {
        return slab.get(order, FILLED_VALUE);
    }

    /** What a modify asks for; 0 when none waits. */
    public long askedQuantity(int order) {
        return slab.get(order, ASKED_QUANTITY);
    }

    public long askedLimit(int order) {
        return slab.get(order, ASKED_LIMIT);
    }

    public long askedStop(int order) {
        return slab.get(order, ASKED_STOP);
    }

    public long askedDisplay(int order) {
        return slab.get(order, ASKED_DISPLAY);
    }

    public long askedExpireAt(int order) {
        return slab.get(order, ASKED_EXPIRE_AT);
    }

    /** What its placements may still fill, and have filled. */
    public long placed(int order) {
        return slab.get(order, PLACED);
    }

    public int firstFill(int order) {
        return slab.high(order, FIRSTS);
    }

    public int firstPlacement(int order) {
        return slab.low(order, FIRSTS);
    }

    /** How many events of the order were told. */
    public long events(int order) {
        return slab.get(order, EVENTS);
    }

    public String id(int order) {
        return Names.text(slab, order, ID, ID_WORDS);
    }

    public void writeId(int order, MutableDirectBuffer buffer, int offset) {
        writeText(order, ID, buffer, offset);
    }

    public void writeRequestId(int order, MutableDirectBuffer buffer, int offset) {
        writeText(order, REQUEST_ID, buffer, offset);
    }

    public void writeVenueId(int order, MutableDirectBuffer buffer, int offset) {
        writeText(order, VENUE_ID, buffer, offset);
    }

    public boolean hasVenueId(int order, DirectBuffer buffer, int offset) {
        return hasText(order, VENUE_ID, buffer, offset);
    }

    public boolean hasRequestId(int order, DirectBuffer buffer, int offset) {
        return hasText(order, REQUEST_ID, buffer, offset);
    }

    private boolean hasText(int order, int field, DirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            if (slab.get(order, field + i) != buffer.getLong(offset + i * 8, LITTLE_ENDIAN)) {
                return false;
            }
        }
        return true;
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

    public void owners(int order, int portfolio, int account, int model, int sender, int instrument, long parent) {
        slab.set(order, PORTFOLIO_ACCOUNT, portfolio, account);
        slab.set(order, MODEL_SENDER, model, sender);
        slab.set(order, INSTRUMENT_COUNTS, instrument, 0);
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

    public void requestId(int order, DirectBuffer buffer, int offset) {
        putText(order, REQUEST_ID, buffer, offset);
    }

    public void venueId(int order, DirectBuffer buffer, int offset) {
        putText(order, VENUE_ID, buffer, offset);
    }

    public void state(int order, OrderState state) {
        if (state == OrderState.SUSPENDED) {
            setCode(order, BEFORE, state(order).value());
        }
        setCode(order, STATE, state.value());
        slab.add(order, EVENTS, 1);
    }

    public void acknowledged(int order) {
        setCode(order, ACKNOWLEDGED, 1);
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

    private int code(int order, int shift) {
        return (int) (slab.get(order, CODES) >>> shift) & 0xFF;
    }

    private void setCode(int order, int shift, int value) {
        slab.set(order, CODES, slab.get(order, CODES) & ~(0xFFL << shift) | (long) value << shift);
    }

    private void putText(int order, int field, DirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            slab.set(order, field + i, buffer.getLong(offset + i * 8, LITTLE_ENDIAN));
        }
    }

    private void writeText(int order, int field, MutableDirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            buffer.putLong(offset + i * 8, slab.get(order, field + i), LITTLE_ENDIAN);
        }
    }

    void save(WordSink sink) {
        sink.put(generations);
        slab.save(sink);
    }

    void load(WordSource source) {
        generations = source.next();
        slab.load(source);
        index.rebuild();
    }
}
