package io.meridian.matching;

/** Hears what the book does, in order, during the call that causes it. It must not call the book back. */
public interface MatchListener {
    /** An order is in the book now: it rests, waits for its stop price or for its auction. */
    void onResting(long orderId, long leaves);

    /**
     * A trade. In an auction neither takes from the other; the buyer stands for the taker then.
     *
     * @param tradeId 1, 2, 3 and so on
     */
    void onTrade(
            long tradeId, long makerId, long takerId, long price, long quantity, long makerLeaves, long takerLeaves);

    /** The stop price of an order was reached: it is a market or limit order from here on. */
    void onTriggered(long orderId);

    /** An order is smaller, or at another price. */
    void onModified(long orderId, long leaves, long limit, boolean keptPriority);

    /** What was left of an order is no longer in the book. */
    void onEnded(long orderId, long leaves, EndReason reason);
}
