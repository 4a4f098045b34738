package io.meridian.kernel.state;

/** All the kernel knows. */
public final class State {
    private static final int NONE = -1;

    private final Names names;
    private final Instruments instruments;
    private final Orders orders;
    private final Placements placements;
    private final Fills fills;
    private final Answers answers;
    private final Books books;
    private final Risk risk;
    private final Allocations allocations;
    private long sequence;
    private long time;
    private int oldestOver = NONE;
    private int newestOver = NONE;
    private int over;

    /**
     * @param expectedOrders how many orders to make room for at first; more are taken
     * @param keptAnswers the answers that are remembered
     */
    public State(int expectedOrders, int keptAnswers) {
        names = new Names(1024);
        instruments = new Instruments(1024);
        orders = new Orders(expectedOrders);
        placements = new Placements(expectedOrders);
        fills = new Fills(expectedOrders);
        answers = new Answers(keptAnswers);
        books = new Books(expectedOrders, instruments);
        risk = new Risk(expectedOrders);
        allocations = new Allocations(16);
    }

    public Names names() {
        return names;
    }

    public Instruments instruments() {
        return instruments;
    }

    public Orders orders() {
        return orders;
    }

    public Placements placements() {
        return placements;
    }

    public Fills fills() {
        return fills;
    }

    public Answers answers() {
        return answers;
    }

    public Books books() {
        return books;
    }

    /** The digits after the point that are kept of a currency. */
    public int moneyScale(int currency) {
        return CurrencyScales.of(names.word(currency));
    }

    public Allocations allocations() {
        return allocations;
    }

    public Risk risk() {
        return risk;
    }

    /** Of the last event. */
    public long sequence() {
        return sequence;
    }

    /** Of the last event. It never goes back. */
    public long time() {
        return time;
    }

    /** The next event. @throws IllegalStateException when one is missing before it */
    public void advance(long toSequence, long toTime) {
        if (toSequence != sequence + 1) {
            throw new IllegalStateException("sequence=" + toSequence + " expected=" + (sequence + 1));
        }
        sequence = toSequence;
        time = toTime;
    }

    // Orders that are over, oldest first: they are forgotten in that order.

    public void over(int order) {
        orders.nextOver(order, NONE);
        if (newestOver == NONE) {
            oldestOver = order;
        } else {
            orders.nextOver(newestOver, order);
        }
        newestOver = order;
        over++;
    }

    public int countOver() {
        return over;
    }

    public int oldestOver() {
        return oldestOver;
    }

    /** Forgets the oldest order that is over, with its fills and placements. */
    public void forget(int order) {
        if (order != oldestOver) {
            throw new IllegalStateException("order=" + order + " is not the oldest that is over");
        }
        oldestOver = orders.nextOver(order);
        if (oldestOver == NONE) {
            newestOver = NONE;
        }
        over--;
        for (int fill = orders.firstFill(order); fill != Fills.NONE; ) {
            int next = fills.nextOfOrder(fill);
            fills.remove(fill);
            fill = next;
        }
        for (int placement = orders.firstPlacement(order); placement != Placements.NONE; ) {
            int next = placements.nextOfOrder(placement);
            placements.remove(placement);
            placement = next;
        }
        orders.remove(order);
    }

    /** All of it, word by word. */
    public void save(WordSink sink) {
        sink.put(sequence);
        sink.put(time);
        sink.put(oldestOver);
        sink.put(newestOver);
        sink.put(over);
        names.save(sink);
        instruments.save(sink);
        orders.save(sink);
        placements.save(sink);
        fills.save(sink);
        answers.save(sink);
        books.save(sink);
        risk.save(sink);
        allocations.save(sink);
    }

    public void load(WordSource source) {
        sequence = source.next();
        time = source.next();
        oldestOver = (int) source.next();
        newestOver = (int) source.next();
        over = (int) source.next();
        names.load(source);
        instruments.load(source);
        orders.load(source);
        placements.load(source);
        fills.load(source);
        answers.load(source);
        books.load(source);
        risk.load(source);
        allocations.load(source);
    }

    /** One number for all of it. Takes time in proportion to what is kept. */
    public long hash() {
        StateHash hash = new StateHash();
        save(hash);
        return hash.value();
    }
}
