package io.meridian.kernel.state;

/** What portfolios hold of instruments: what the entries have made of it, in the three views. */
public final class Positions {
    public static final int NONE = -1;

    private static final int KEY = 0;
    private static final int QUANTITY = 1;
    private static final int COST = 2;
    private static final int REALISED = 3;
    private static final int FEES = 4;
    private static final int INCOME = 5;
    private static final int SETTLED = 6;
    private static final int LOTS = 7;
    private static final int ENTRIES = 8;
    private static final int METHOD = 9;
    private static final int OPEN_BUY = 10;
    private static final int OPEN_SELL = 11;
    private static final int VALUED_QUANTITY = 12;
    private static final int VALUED_PRICE = 13;
    private static final int VALUED_GAIN = 14;
    private static final int VALUED_DATE = 15;
    private static final int NEXT_OF_INSTRUMENT = 16;
    private static final int FIRST_LIVE = 17;
    private static final int STRIDE = 18;

    private final Slab slab;
    private final KeyIndex index;

    private final Instruments instruments;

    Positions(int capacity, Instruments instruments) {
        this.instruments = instruments;
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, KEY, 1, capacity);
    }

    public int find(int portfolio, int instrument) {
        return index.find((long) portfolio << 32 | instrument);
    }

    /** The position, which is made where there is none. */
    public int of(int portfolio, int instrument, int method) {
        int found = find(portfolio, instrument);
        if (found != KeyIndex.NOT_FOUND) {
            return found;
        }
        int position = slab.allocate();
        slab.set(position, KEY, portfolio, instrument);
        slab.set(position, LOTS, Lots.NONE, Lots.NONE);
        slab.set(position, ENTRIES, Entries.NONE, Entries.NONE);
        slab.set(position, METHOD, method);
        slab.set(position, FIRST_LIVE, Orders.NONE);
        slab.set(position, VALUED_PRICE, Long.MIN_VALUE);
        index.add(position);
        slab.set(position, NEXT_OF_INSTRUMENT, firstOf(instrument));
        instruments.firstPosition(instrument, position);
        return position;
    }

    /** The positions in an instrument, the newest first. */
    public int firstOf(int instrument) {
        return instruments.firstPosition(instrument);
    }

    public int nextOf(int position) {
        return (int) slab.get(position, NEXT_OF_INSTRUMENT);
    }

    public int count() {
        return slab.used();
    }

    public int portfolio(int position) {
        return slab.high(position, KEY);
    }

    public int instrument(int position) {
        return slab.low(position, KEY);
    }

    // Trade date view.

    /** As traded; negative is short. */
    public long quantity(int position) {
        return slab.get(position, QUANTITY);
    }

    /** The sum of the costs of its lots. */
    public long cost(int position) {
        return slab.get(position, COST);
    }

    public long realised(int position) {
        return slab.get(position, REALISED);
    }

    /** In the instrument's currency; fees in others are in the cash alone. */
    public long fees(int position) {
        return slab.get(position, FEES);
    }

    /** Dividends, and what was paid for parts of shares. */
    public long income(int position) {
        return slab.get(position, INCOME);
    }

    public void set(int position, long quantity, long cost, long realised) {
        slab.set(position, QUANTITY, quantity);
        slab.set(position, COST, cost);
        slab.set(position, REALISED, realised);
    }

    public void addFees(int position, long fees) {
        slab.add(position, FEES, fees);
    }

    public void addIncome(int position, long income) {
        slab.add(position, INCOME, income);
    }

    // Settled view.

    public long settled(int position) {
        return slab.get(position, SETTLED);
    }

    public void addSettled(int position, long quantity) {
        slab.add(position, SETTLED, quantity);
    }

    public void setSettled(int position, long quantity) {
        slab.set(position, SETTLED, quantity);
    }

    // Performance view: as valued at the end of the last day.

    public long valuedQuantity(int position) {
        return slab.get(position, VALUED_QUANTITY);
    }

    /** Absent while it was never valued. */
    public long valuedPrice(int position) {
        return slab.get(position, VALUED_PRICE);
    }

    /** Realised and unrealised gain and income, less fees, at that time. */
    public long valuedGain(int position) {
        return slab.get(position, VALUED_GAIN);
    }

    public int valuedDate(int position) {
        return (int) slab.get(position, VALUED_DATE);
    }

    public void valued(int position, long price, long gain, int date) {
        slab.set(position, VALUED_QUANTITY, quantity(position));
        slab.set(position, VALUED_PRICE, price);
        slab.set(position, VALUED_GAIN, gain);
        slab.set(position, VALUED_DATE, date);
    }

    // Lots and entries.

    public int firstLot(int position) {
        return slab.high(position, LOTS);
    }

    public int lastLot(int position) {
        return slab.low(position, LOTS);
    }

    public void lots(int position, int first, int last) {
        slab.set(position, LOTS, first, last);
    }

    public int firstEntry(int position) {
        return slab.high(position, ENTRIES);
    }

    public int lastEntry(int position) {
        return slab.low(position, ENTRIES);
    }

    public void entries(int position, int first, int last) {
        slab.set(position, ENTRIES, first, last);
    }

    /** A value of LotMethod. */
    public int method(int position) {
        return (int) slab.get(position, METHOD);
    }

    // What orders may still buy and sell.

    public long openBuy(int position) {
        return slab.get(position, OPEN_BUY);
    }

    public long openSell(int position) {
        return slab.get(position, OPEN_SELL);
    }

    public void addOpen(int position, boolean buy, long quantity) {
        slab.add(position, buy ? OPEN_BUY : OPEN_SELL, quantity);
    }

    /** The first of its live orders, or none. */
    public int firstLive(int position) {
        return (int) slab.get(position, FIRST_LIVE);
    }

    public void firstLive(int position, int order) {
        slab.set(position, FIRST_LIVE, order);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
    }
}
