package io.meridian.kernel.state;

/** What portfolios have of currencies, and what they are exposed to in them. */
public final class CashAccounts {
    public static final int NONE = -1;

    private static final int KEY = 0;
    private static final int BALANCE = 1;
    private static final int SETTLED = 2;
    private static final int FEES = 3;
    private static final int GROSS = 4;
    private static final int NET = 5;
    private static final int OPEN_BUY = 6;
    private static final int OPEN_SELL = 7;
    private static final int VALUED = 8;
    private static final int STRIDE = 9;

    private final Slab slab;
    private final KeyIndex index;

    CashAccounts(int capacity) {
        slab = new Slab(STRIDE, capacity);
        index = new KeyIndex(slab, KEY, 1, capacity);
    }

    public int find(int portfolio, int currency) {
        return index.find((long) portfolio << 32 | currency);
    }

    /** The account, which is made where there is none. */
    public int of(int portfolio, int currency) {
        int found = find(portfolio, currency);
        if (found != KeyIndex.NOT_FOUND) {
            return found;
        }
        int account = slab.allocate();
        slab.set(account, KEY, portfolio, currency);
        index.add(account);
        return account;
    }

    public int count() {
        return slab.used();
    }

    public int portfolio(int account) {
        return slab.high(account, KEY);
    }

    public int currency(int account) {
        return slab.low(account, KEY);
    }

    /** As traded. */
    public long balance(int account) {
        return slab.get(account, BALANCE);
    }

    public long settled(int account) {
        return slab.get(account, SETTLED);
    }

    public long fees(int account) {
        return slab.get(account, FEES);
    }

    /** As traded, at the end of the last day. */
    public long valued(int account) {
        return slab.get(account, VALUED);
    }

    public void add(int account, long amount) {
        slab.add(account, BALANCE, amount);
    }

    public void addSettled(int account, long amount) {
        slab.add(account, SETTLED, amount);
    }

    public void addFees(int account, long fees) {
        slab.add(account, FEES, fees);
    }

    public void valued(int account, long balance) {
        slab.set(account, VALUED, balance);
    }

    // Exposure: the values of positions at their marks, and of what orders may still buy and sell.

    public long gross(int account) {
        return slab.get(account, GROSS);
    }

    public long net(int account) {
        return slab.get(account, NET);
    }

    public long openBuy(int account) {
        return slab.get(account, OPEN_BUY);
    }

    public long openSell(int account) {
        return slab.get(account, OPEN_SELL);
    }

    /** The value of a position was {@code before} and is {@code after}. */
    public void exposed(int account, long before, long after) {
        slab.add(account, GROSS, Math.abs(after) - Math.abs(before));
        // One after the other: from one end to the other is further than can be counted.
        slab.add(account, NET, -before);
        slab.add(account, NET, after);
    }

    public void addOpen(int account, boolean buy, long value) {
        slab.add(account, buy ? OPEN_BUY : OPEN_SELL, value);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
        index.rebuild();
    }
}
