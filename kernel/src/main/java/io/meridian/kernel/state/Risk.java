package io.meridian.kernel.state;

/** Limits, what is counted against them, and what is stopped. */
public final class Risk {
    private static final int KEPT_SENDERS = 1 << 12;
    private static final int KEPT_ORDERS = 1 << 14;

    private final Limits limits = new Limits();
    private final Stops stops = new Stops();
    private final Rates messages;
    private final Rates executions;
    private final Rates alike;

    Risk(int expectedOrders) {
        int senders = Math.min(KEPT_SENDERS, Math.max(expectedOrders, 64));
        messages = new Rates(senders);
        executions = new Rates(senders);
        alike = new Rates(Math.min(KEPT_ORDERS, Math.max(expectedOrders, 64)));
    }

    public Limits limits() {
        return limits;
    }

    public Stops stops() {
        return stops;
    }

    /** New orders, modifies and cancels, by sender. */
    public Rates messages() {
        return messages;
    }

    /** Fills, by the sender of the order. */
    public Rates executions() {
        return executions;
    }

    /** New orders alike, by a hash of what makes them alike. */
    public Rates alike() {
        return alike;
    }

    /** What makes orders alike, but for their sender. */
    public static long likeness(int instrument, int portfolio, int side, long quantity, long limit, long stop) {
        long hash = StateHash.mix((long) instrument << 32 | portfolio);
        hash = StateHash.mix(hash + side);
        hash = StateHash.mix(hash + quantity);
        hash = StateHash.mix(hash + limit);
        return StateHash.mix(hash + stop);
    }

    void save(WordSink sink) {
        limits.save(sink);
        stops.save(sink);
        messages.save(sink);
        executions.save(sink);
        alike.save(sink);
    }

    void load(WordSource source) {
        limits.load(source);
        stops.load(source);
        messages.load(source);
        executions.load(source);
        alike.load(source);
    }
}
