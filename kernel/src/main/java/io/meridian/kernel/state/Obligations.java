package io.meridian.kernel.state;

/** What is to be delivered and paid on a date. */
public final class Obligations {
    private static final int PLACES = 0;
    private static final int QUANTITY = 1;
    private static final int AMOUNT = 2;
    private static final int DATE = 3;
    private static final int ORDER = 4;
    private static final int STRIDE = 5;

    private final Slab slab;

    Obligations(int capacity) {
        slab = new Slab(STRIDE, capacity);
    }

    /**
     * @param position whose quantity it is, or -1
     * @param order the handle of the order it comes from, 0 for none
     */
    public void add(int position, int account, long quantity, long amount, int date, long order) {
        int obligation = slab.allocate();
        slab.set(obligation, PLACES, account, position);
        slab.set(obligation, QUANTITY, quantity);
        slab.set(obligation, AMOUNT, amount);
        slab.set(obligation, DATE, date);
        slab.set(obligation, ORDER, order);
    }

    public void remove(int obligation) {
        slab.free(obligation);
    }

    public int places() {
        return slab.used();
    }

    public boolean isKept(int obligation) {
        return slab.isLive(obligation);
    }

    public int account(int obligation) {
        return slab.high(obligation, PLACES);
    }

    public int position(int obligation) {
        return slab.low(obligation, PLACES);
    }

    public long quantity(int obligation) {
        return slab.get(obligation, QUANTITY);
    }

    public void quantity(int obligation, long quantity) {
        slab.set(obligation, QUANTITY, quantity);
    }

    public long amount(int obligation) {
        return slab.get(obligation, AMOUNT);
    }

    public int date(int obligation) {
        return (int) slab.get(obligation, DATE);
    }

    public long order(int obligation) {
        return slab.get(obligation, ORDER);
    }

    void save(WordSink sink) {
        slab.save(sink);
    }

    void load(WordSource source) {
        slab.load(source);
    }
}
