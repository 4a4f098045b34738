package io.meridian.kernel.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.meridian.plugin.contract.trading.OrderState;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The record of an order, word by word, and how it is read. {@link Orders} finds and writes. */
class OrderRecords {
    public static final int NONE = -1;
    public static final int ID_LENGTH = 40;

    static final int ID_WORDS = ID_LENGTH / 8;

    static final int HANDLE = 0;
    static final int ID = 1;
    static final int PARENT = 6;
    static final int CODES = 7;
    static final int PORTFOLIO_ACCOUNT = 8;
    static final int MODEL_SENDER = 9;
    static final int INSTRUMENT_POSITION = 10;
    static final int QUANTITY = 11;
    static final int FILLED = 12;
    static final int LIMIT = 13;
    static final int STOP = 14;
    static final int DISPLAY = 15;
    static final int PARTICIPATION = 16;
    static final int EXPIRE_AT = 17;
    static final int START_AT = 18;
    static final int END_AT = 19;
    static final int CREATED_AT = 20;
    static final int FILLED_VALUE = 21;
    static final int ASKED_QUANTITY = 22;
    static final int ASKED_LIMIT = 23;
    static final int ASKED_STOP = 24;
    static final int ASKED_DISPLAY = 25;
    static final int ASKED_EXPIRE_AT = 26;
    static final int REQUEST_ID = 27;
    static final int VENUE_ID = 32;
    static final int PLACED = 37;
    static final int FIRSTS = 38;
    static final int EVENTS = 39;
    static final int QUEUE = 40;
    static final int OPEN_PRICE = 41;
    static final int OPEN_VALUE = 42;
    static final int UNSETTLED = 43;
    static final int LINKS = 44;
    static final int ALLOCATED = 45;
    static final int STRIDE = 46;

    // Shifts within CODES.
    static final int STATE = 0;
    static final int BEFORE = 8;
    static final int SIDE = 16;
    static final int TYPE = 24;
    static final int FORCE = 32;
    static final int ALGORITHM = 40;
    static final int FLAGS = 48;
    static final int TRAITS = 56;

    // Bits of TRAITS.
    static final int ACKNOWLEDGED = 1;
    /** Snapshots of before it was kept do not have it: their orders that are over count as those that left. */
    static final int NEVER_LEFT = 2;
    /** Snapshots of before it was kept do not have it: a modify that waits there counts at the old terms until it is answered. */
    static final int MORE_ASKED = 4;

    private static final OrderState[] STATES = states();

    final Slab slab;

    OrderRecords(int capacity) {
        slab = new Slab(STRIDE, capacity);
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
        return (code(order, TRAITS) & ACKNOWLEDGED) != 0;
    }

    /** Whether it was cancelled or expired before compliance had passed it, so that no venue can have seen it. */
    public boolean neverLeft(int order) {
        return (code(order, TRAITS) & NEVER_LEFT) != 0;
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
        return slab.high(order, INSTRUMENT_POSITION);
    }

    /** Where its fills go. */
    public int position(int order) {
        return slab.low(order, INSTRUMENT_POSITION);
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

    /**
     * Whether a modify waits for the venue's answer. Where a cancel overrides it, it does so still: the venue may take it before the cancel reaches it.
     */
    public boolean isModifyAsked(int order) {
        OrderState now = state(order);
        return (now == OrderState.PENDING_MODIFY || now == OrderState.PENDING_CANCEL) && askedQuantity(order) != 0;
    }

    /** Whether a modify waits that asks for more than the order is, in quantity or in value: the venue may have taken it. */
    public boolean isMoreAsked(int order) {
        return (code(order, TRAITS) & MORE_ASKED) != 0 && isModifyAsked(order);
    }

    /** What it may still fill at most: of what it is or of what was asked for, whichever is more. */
    public long mostLeaves(int order) {
        return isMoreAsked(order) ? Math.max(leaves(order), askedLeaves(order)) : leaves(order);
    }

    /** What it would still fill by what was asked for. */
    public long askedLeaves(int order) {
        return Math.max(askedQuantity(order) - filled(order), 0);
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

    /** At which its open part is valued. */
    public long openPrice(int order) {
        return slab.get(order, OPEN_PRICE);
    }

    /** The value of its open part, as it counts in the exposure. */
    public long openValue(int order) {
        return slab.get(order, OPEN_VALUE);
    }

    public void open(int order, long price, long value) {
        slab.set(order, OPEN_PRICE, price);
        slab.set(order, OPEN_VALUE, value);
    }

    /** What of its fills is shared out, or is to be. */
    public long allocated(int order) {
        return slab.get(order, ALLOCATED);
    }

    /** The next live order of the position, or none. */
    public int nextLive(int order) {
        return slab.low(order, LINKS);
    }

    int previousLive(int order) {
        return slab.high(order, LINKS);
    }

    /** How many of its obligations are not settled. */
    public long unsettled(int order) {
        return slab.get(order, UNSETTLED);
    }

    public void unsettled(int order, int change) {
        slab.add(order, UNSETTLED, change);
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

    private int code(int order, int shift) {
        return (int) (slab.get(order, CODES) >>> shift) & 0xFF;
    }

    private void writeText(int order, int field, MutableDirectBuffer buffer, int offset) {
        for (int i = 0; i < ID_WORDS; i++) {
            buffer.putLong(offset + i * 8, slab.get(order, field + i), LITTLE_ENDIAN);
        }
    }
}
