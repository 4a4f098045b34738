package io.meridian.plugins.paper;

import io.meridian.matching.MatchingBook;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;

/** The market's best bid and offer, as two orders in a book. A new quote is kept until somebody asks for it to be brought in. */
final class Touch {
    private static final int BID = 1;
    private static final int ASK = 2;
    /** Of the market's two orders, which do not trade with each other. */
    private static final long MARKET = 1;

    private final MatchingBook book;
    private final double share;
    private long bid;
    private long ask;
    private long bidSize;
    private long askSize;
    private boolean isNew;
    /** Of each order: at which price it stands, and how much it was with what has traded. */
    private final long[] standing = new long[ASK + 1];

    private final long[] stood = new long[ASK + 1];

    /** @param share how much of the size the market shows may be taken, up to 1 */
    Touch(MatchingBook book, double share) {
        this.book = book;
        this.share = share;
    }

    void quoted(long newBid, long newBidSize, long newAsk, long newAskSize) {
        bid = newBid;
        bidSize = newBidSize;
        ask = newAsk;
        askSize = newAskSize;
        isNew = true;
    }

    /** Twice the middle of the quote, so that it is a whole number. */
    long twiceMiddle() {
        return bid + ask;
    }

    boolean isWhole() {
        return bid > 0 && ask > 0;
    }

    /** Brings the orders up to the last quote. @return whether there was a new one */
    boolean refresh() {
        if (!isNew) {
            return false;
        }
        isNew = false;
        // What has moved goes first: else the new bid would meet the old offer.
        if (bid != standing[BID]) {
            remove(BID);
        }
        if (ask != standing[ASK]) {
            remove(ASK);
        }
        renew(BID, Side.BUY, bid, (long) (bidSize * share));
        renew(ASK, Side.SELL, ask, (long) (askSize * share));
        return true;
    }

    /** At the same price a smaller size keeps its place before others; a larger one comes behind. */
    private void renew(int id, Side side, long price, long size) {
        if (!book.contains(id)) {
            stand(id, side, price, size);
        } else if (size <= 0) {
            book.cancel(id);
        } else {
            long whole = size + stood[id] - book.leaves(id);
            book.modify(id, whole, 0, 0);
            stood[id] = whole;
        }
        standing[id] = price;
    }

    /** While something runs, somebody in the market sells, or buys, so much at a price. */
    void during(Side side, long price, long size, Runnable meanwhile) {
        int id = side == Side.BUY ? BID : ASK;
        stand(id, side, price, size);
        meanwhile.run();
        remove(id);
    }

    private void stand(int id, Side side, long price, long size) {
        if (price > 0 && size > 0) {
            stood[id] = size;
            book.submit(id, MARKET, side, OrderType.LIMIT, TimeInForce.DAY, size, price, 0, false);
        }
    }

    private void remove(int id) {
        if (book.contains(id)) {
            book.cancel(id);
        }
    }
}
