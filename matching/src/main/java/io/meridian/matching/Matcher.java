package io.meridian.matching;

import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;

/** Continuous matching: what an incoming order trades at once. */
final class Matcher {
    private static final byte BUY = (byte) Side.BUY.value();

    private final Orders orders;
    private final Ladder bids;
    private final Ladder asks;
    private final SelfTrade selfTrade;
    private final Tape tape;
    private final MatchListener listener;

    Matcher(Orders orders, Ladder bids, Ladder asks, SelfTrade selfTrade, Tape tape, MatchListener listener) {
        this.orders = orders;
        this.bids = bids;
        this.asks = asks;
        this.selfTrade = selfTrade;
        this.tape = tape;
        this.listener = listener;
    }

    /** Forgets an order that is in no ladder, and says so. */
    void end(int order, EndReason reason) {
        long id = orders.id[order];
        long leaves = orders.leaves[order];
        orders.remove(order);
        listener.onEnded(id, leaves, reason);
    }

    static boolean reaches(boolean buys, long limit, long price) {
        return limit == 0 || (buys ? limit >= price : limit <= price);
    }

    /** Trades what it can of an order. @return whether the rest of it is to wait */
    boolean match(int order) {
        boolean buys = orders.side[order] == BUY;
        Ladder others = buys ? asks : bids;
        long limit = orders.limit[order];
        if (orders.force[order] == TimeInForce.FILL_OR_KILL.value() && !canFill(order, others, buys, limit)) {
            end(order, EndReason.FILL_OR_KILL);
            return false;
        }
        while (!others.isEmpty() && reaches(buys, limit, others.price(0))) {
            int maker = others.best();
            if (isSelf(order, maker)) {
                if (!goesOn(order, maker, others)) {
                    return false;
                }
                continue;
            }
            long price = others.price(0);
            long quantity = Math.min(orders.leaves[order], orders.leaves[maker]);
            others.reduce(maker, price, quantity);
            orders.leaves[order] -= quantity;
            long makerLeaves = orders.leaves[maker];
            listener.onTrade(
                    tape.traded(price),
                    orders.id[maker],
                    orders.id[order],
                    price,
                    quantity,
                    makerLeaves,
                    orders.leaves[order]);
            if (makerLeaves == 0) {
                others.remove(maker, price);
                orders.remove(maker);
            }
            if (orders.leaves[order] == 0) {
                orders.remove(order);
                return false;
            }
        }
        if (limit == 0 || orders.force[order] == TimeInForce.IMMEDIATE_OR_CANCEL.value()) {
            end(order, EndReason.NOTHING_TO_TRADE);
            return false;
        }
        return true;
    }

    private boolean isSelf(int order, int maker) {
        return selfTrade != SelfTrade.ALLOW
                && orders.owner[order] != MatchingBook.NO_OWNER
                && orders.owner[order] == orders.owner[maker];
    }

    /** Keeps two orders of one owner apart. @return whether the incoming one is still there */
    private boolean goesOn(int order, int maker, Ladder others) {
        long price = others.price(0);
        boolean makerEnds = selfTrade == SelfTrade.CANCEL_OLDEST || selfTrade == SelfTrade.CANCEL_BOTH;
        boolean takerEnds = selfTrade == SelfTrade.CANCEL_NEWEST || selfTrade == SelfTrade.CANCEL_BOTH;
        if (selfTrade == SelfTrade.DECREMENT) {
            long both = Math.min(orders.leaves[order], orders.leaves[maker]);
            others.reduce(maker, price, both);
            orders.leaves[order] -= both;
            makerEnds = orders.leaves[maker] == 0;
            takerEnds = orders.leaves[order] == 0;
            orders.quantity[maker] -= both;
            orders.quantity[order] -= both;
            if (!makerEnds) {
                listener.onModified(orders.id[maker], orders.leaves[maker], orders.limit[maker], true);
            }
        }
        if (makerEnds) {
            others.remove(maker, price);
            end(maker, EndReason.SELF_TRADE);
        }
        if (takerEnds) {
            end(order, EndReason.SELF_TRADE);
        }
        return !takerEnds;
    }

    /** Whether all of an order would trade at once. */
    private boolean canFill(int order, Ladder others, boolean buys, long limit) {
        long left = orders.leaves[order];
        for (int rank = 0; rank < others.levels() && reaches(buys, limit, others.price(rank)); rank++) {
            for (int maker = others.first(rank); maker != Orders.NONE; maker = orders.next[maker]) {
                if (!isSelf(order, maker)) {
                    left -= orders.leaves[maker];
                } else if (selfTrade != SelfTrade.CANCEL_OLDEST) {
                    return false;
                }
                if (left <= 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
