package io.meridian.matching;

import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;

/**
 * The order book of one instrument. Better prices trade first, and at a price older orders. A trade is at the price of the order that
 * rested. Use it from one thread; in the steady state it allocates nothing.
 *
 * <p>Calls answer {@link #ACCEPTED} or a code below 0. What comes of an accepted order is told to the listener, during the call.
 *
 * <p>A modify that only makes an order smaller keeps its place in the queue; any other puts it behind those at its price.
 * A stop order waits until a trade is at its stop price or beyond, and then comes in as a market or limit order; of those
 * reached by one trade the nearest stop price comes first, and then the oldest.
 */
public final class MatchingBook {
    public static final int ACCEPTED = 0;
    public static final int DUPLICATE_ID = -1;
    public static final int BAD_QUANTITY = -2;
    /** A limit or stop price is missing, not above 0, or of no use; or a stop order is for an auction. */
    public static final int BAD_PRICE = -3;
    /** The order cannot wait, and nothing trades now. */
    public static final int NOT_NOW = -4;
    /** It may not take, and would. */
    public static final int WOULD_TAKE = -5;

    public static final int UNKNOWN_ORDER = -6;
    public static final int TOO_LATE = -7;

    /** The owner of an order that may trade with any. */
    public static final long NO_OWNER = 0;

    static final long MARKET_BUY = Long.MAX_VALUE;
    static final long MARKET_SELL = Long.MIN_VALUE;

    private static final byte BUY = (byte) Side.BUY.value();
    private static final int LADDER_LEVELS = 8;

    private final MatchListener listener;
    private final Orders orders;
    private final Ladder bids;
    private final Ladder asks;
    private final Ladder buyStops;
    private final Ladder sellStops;
    /** Orders that wait for an auction, oldest first: a ladder of one price. */
    private final Ladder forOpen;

    private final Ladder forClose;
    private final Auction auction;
    private Phase phase = Phase.CONTINUOUS;
    private final Tape tape = new Tape();
    private final Matcher matcher;

    public MatchingBook(int expectedOrders, SelfTrade selfTrade, MatchListener listener) {
        this.listener = listener;
        orders = new Orders(expectedOrders);
        bids = new Ladder(orders, true, LADDER_LEVELS);
        asks = new Ladder(orders, false, LADDER_LEVELS);
        // The nearest stop comes first: the lowest of those who buy, the highest of those who sell.
        buyStops = new Ladder(orders, false, LADDER_LEVELS);
        sellStops = new Ladder(orders, true, LADDER_LEVELS);
        forOpen = new Ladder(orders, true, 1);
        forClose = new Ladder(orders, true, 1);
        auction = new Auction(bids, asks);
        matcher = new Matcher(orders, bids, asks, selfTrade, tape, listener);
    }

    // Orders.

    /**
     * Takes an order.
     *
     * @param orderId any number that no order in the book has
     * @param owner orders of one owner do not trade with each other, as {@link SelfTrade} says; {@link #NO_OWNER} for none
     * @param limit 0 where the type has none
     * @param stop 0 where the type has none
     */
    public int submit(
            long orderId,
            long owner,
            Side side,
            OrderType type,
            TimeInForce force,
            long quantity,
            long limit,
            long stop,
            boolean postOnly) {
        if (orders.find(orderId) != Orders.NONE) {
            return DUPLICATE_ID;
        }
        if (quantity <= 0) {
            return BAD_QUANTITY;
        }
        boolean hasLimit = type == OrderType.LIMIT || type == OrderType.STOP_LIMIT;
        boolean hasStop = type == OrderType.STOP || type == OrderType.STOP_LIMIT;
        boolean forAuction = force == TimeInForce.AT_OPEN || force == TimeInForce.AT_CLOSE;
        if (hasStop && forAuction || hasLimit != limit > 0 || hasStop != stop > 0 || limit < 0 || stop < 0) {
            return BAD_PRICE;
        }
        boolean immediate = force == TimeInForce.IMMEDIATE_OR_CANCEL || force == TimeInForce.FILL_OR_KILL;
        if (immediate && phase != Phase.CONTINUOUS) {
            return NOT_NOW;
        }
        if (force == TimeInForce.AT_OPEN && (phase == Phase.CONTINUOUS || phase == Phase.CLOSING)) {
            return TOO_LATE;
        }
        boolean buys = side == Side.BUY;
        if (postOnly && (type != OrderType.LIMIT || immediate || wouldTake(buys, limit))) {
            return WOULD_TAKE;
        }
        int order = orders.add(orderId);
        orders.owner[order] = owner;
        orders.side[order] = (byte) (buys ? Side.BUY.value() : Side.SELL.value());
        orders.type[order] = (byte) type.value();
        orders.force[order] = (byte) force.value();
        orders.quantity[order] = quantity;
        orders.leaves[order] = quantity;
        orders.limit[order] = limit;
        orders.stop[order] = stop;
        orders.postOnly[order] = postOnly;
        enter(order);
        triggerStops();
        return ACCEPTED;
    }

    /** Brings in an order that is new, or stands anew. */
    private void enter(int order) {
        byte force = orders.force[order];
        if (force == TimeInForce.AT_CLOSE.value() && phase != Phase.CLOSING) {
            rest(order, forClose, 0);
        } else if (force == TimeInForce.AT_OPEN.value() && phase != Phase.OPENING) {
            rest(order, forOpen, 0);
        } else if (orders.stop[order] != 0 && !(phase == Phase.CONTINUOUS && isReached(order))) {
            rest(order, orders.side[order] == BUY ? buyStops : sellStops, orders.stop[order]);
        } else if (orders.stop[order] != 0) {
            trigger(order);
        } else if (phase == Phase.CONTINUOUS) {
            match(order);
        } else {
            rest(order, own(order), auctionPrice(order));
        }
    }

    private void rest(int order, Ladder ladder, long price) {
        ladder.add(order, price);
        listener.onResting(orders.id[order], orders.leaves[order]);
    }

    private Ladder own(int order) {
        return orders.side[order] == BUY ? bids : asks;
    }

    /** A market order waits in an auction before all limits. */
    private long auctionPrice(int order) {
        return orders.limit[order] != 0 ? orders.limit[order] : orders.side[order] == BUY ? MARKET_BUY : MARKET_SELL;
    }

    private long priceIn(int order, Ladder ladder) {
        if (ladder == forOpen || ladder == forClose) {
            return 0;
        }
        return ladder == buyStops || ladder == sellStops ? orders.stop[order] : auctionPrice(order);
    }

    public int cancel(long orderId) {
        int order = orders.find(orderId);
        if (order == Orders.NONE) {
            return UNKNOWN_ORDER;
        }
        takeOut(order);
        end(order, EndReason.CANCELLED);
        return ACCEPTED;
    }

    /**
     * Changes an order.
     *
     * @param quantity the whole quantity, with what is filled already
     * @param limit 0 stays
     * @param stop 0 stays; of an order whose stop price was not reached yet
     */
    public int modify(long orderId, long quantity, long limit, long stop) {
        int order = orders.find(orderId);
        if (order == Orders.NONE) {
            return UNKNOWN_ORDER;
        }
        if (quantity <= 0) {
            return BAD_QUANTITY;
        }
        if (limit < 0 || stop < 0 || limit > 0 && orders.limit[order] == 0 || stop > 0 && orders.stop[order] == 0) {
            return BAD_PRICE;
        }
        long newLimit = limit == 0 ? orders.limit[order] : limit;
        long newStop = stop == 0 ? orders.stop[order] : stop;
        if (orders.postOnly[order] && wouldTake(orders.side[order] == BUY, newLimit)) {
            return WOULD_TAKE;
        }
        long filled = orders.quantity[order] - orders.leaves[order];
        long leaves = quantity - filled;
        if (leaves <= 0) {
            takeOut(order);
            end(order, EndReason.MODIFIED_TO_FILLED);
            return ACCEPTED;
        }
        boolean keeps =
                leaves <= orders.leaves[order] && newLimit == orders.limit[order] && newStop == orders.stop[order];
        orders.quantity[order] = quantity;
        if (keeps) {
            Ladder ladder = orders.ladder[order];
            ladder.reduce(order, priceIn(order, ladder), orders.leaves[order] - leaves);
            listener.onModified(orderId, leaves, newLimit, true);
            return ACCEPTED;
        }
        takeOut(order);
        orders.leaves[order] = leaves;
        orders.limit[order] = newLimit;
        orders.stop[order] = newStop;
        listener.onModified(orderId, leaves, newLimit, false);
        enter(order);
        triggerStops();
        return ACCEPTED;
    }

    private void takeOut(int order) {
        Ladder ladder = orders.ladder[order];
        ladder.remove(order, priceIn(order, ladder));
    }

    private void end(int order, EndReason reason) {
        matcher.end(order, reason);
    }

    // Matching.

    private boolean wouldTake(boolean buys, long limit) {
        Ladder others = buys ? asks : bids;
        return phase == Phase.CONTINUOUS && !others.isEmpty() && Matcher.reaches(buys, limit, others.price(0));
    }

    private void match(int order) {
        if (matcher.match(order)) {
            rest(order, own(order), orders.limit[order]);
        }
    }

    // Stops.

    private boolean isReached(int order) {
        long price = tape.price();
        return price != 0 && (orders.side[order] == BUY ? price >= orders.stop[order] : price <= orders.stop[order]);
    }

    private void trigger(int order) {
        orders.stop[order] = 0;
        listener.onTriggered(orders.id[order]);
        match(order);
    }

    /** What a triggered order trades at may reach further stops. */
    private void triggerStops() {
        if (phase != Phase.CONTINUOUS) {
            return;
        }
        while (true) {
            int order = buyStops.best();
            if (order == Orders.NONE || !isReached(order)) {
                order = sellStops.best();
                if (order == Orders.NONE || !isReached(order)) {
                    return;
                }
            }
            takeOut(order);
            trigger(order);
        }
    }

    // Phases and auctions.

    /**
     * Goes to another phase. From OPENING or CLOSING, and on the way to CONTINUOUS, an auction first finds the one price at which most trades: of those the one
     * that leaves least, then the nearest to the last price, then the lowest. Orders for that auction that are left, and
     * market orders, end; limit orders stay in the book. The book knows no days: whoever runs it cancels orders for the day.
     */
    public void phase(Phase next) {
        if (next == phase) {
            return;
        }
        if (phase == Phase.OPENING || phase == Phase.CLOSING || next == Phase.CONTINUOUS) {
            uncross();
        }
        phase = next;
        if (next == Phase.OPENING) {
            bringIn(forOpen);
        } else if (next == Phase.CLOSING) {
            bringIn(forClose);
        } else if (next == Phase.CONTINUOUS) {
            // The market has opened without an auction, or is over it: what could trade now does.
            endAll(forOpen);
            triggerStops();
        }
    }

    private void bringIn(Ladder waiting) {
        for (int order = waiting.best(); order != Orders.NONE; order = waiting.best()) {
            waiting.remove(order, 0);
            own(order).add(order, auctionPrice(order));
        }
    }

    private void endAll(Ladder waiting) {
        for (int order = waiting.best(); order != Orders.NONE; order = waiting.best()) {
            waiting.remove(order, 0);
            end(order, EndReason.AUCTION_OVER);
        }
    }

    private void uncross() {
        long price = auction.price(tape.price());
        if (price != 0) {
            long left = auction.volume();
            while (left > 0) {
                int buyer = bids.best();
                int seller = asks.best();
                long quantity = Math.min(left, Math.min(orders.leaves[buyer], orders.leaves[seller]));
                bids.reduce(buyer, auctionPrice(buyer), quantity);
                asks.reduce(seller, auctionPrice(seller), quantity);
                left -= quantity;
                listener.onTrade(
                        tape.traded(price),
                        orders.id[seller],
                        orders.id[buyer],
                        price,
                        quantity,
                        orders.leaves[seller],
                        orders.leaves[buyer]);
                drop(buyer);
                drop(seller);
            }
        }
        endLeft(bids);
        endLeft(asks);
    }

    private void drop(int order) {
        if (orders.leaves[order] == 0) {
            takeOut(order);
            orders.remove(order);
        }
    }

    private void endLeft(Ladder ladder) {
        int rank = 0;
        while (rank < ladder.levels()) {
            int levels = ladder.levels();
            for (int order = ladder.first(rank); order != Orders.NONE; ) {
                int next = orders.next[order];
                byte force = orders.force[order];
                if (orders.limit[order] == 0
                        || force == TimeInForce.AT_OPEN.value()
                        || force == TimeInForce.AT_CLOSE.value()) {
                    takeOut(order);
                    end(order, EndReason.AUCTION_OVER);
                }
                order = next;
            }
            rank += ladder.levels() == levels ? 1 : 0;
        }
    }

    // Looking.

    public Phase phase() {
        return phase;
    }

    /** The price of the last trade, 0 before the first. */
    public long lastPrice() {
        return tape.price();
    }

    /** A price to begin with, such as yesterday's last one. */
    public void reference(long price) {
        tape.price(price);
    }

    /** The instrument traded at this price somewhere else, which reaches stops here too. */
    public void tradedElsewhere(long price) {
        tape.price(price);
        triggerStops();
    }

    public long trades() {
        return tape.trades();
    }

    /** How many orders there are, with those that wait. */
    public int orderCount() {
        return orders.count();
    }

    public boolean contains(long orderId) {
        return orders.find(orderId) != Orders.NONE;
    }

    /** What is left of an order, 0 when it is not in the book. */
    public long leaves(long orderId) {
        int order = orders.find(orderId);
        return order == Orders.NONE ? 0 : orders.leaves[order];
    }

    public int levels(Side side) {
        return (side == Side.BUY ? bids : asks).levels();
    }

    /** Of a level by its rank, 0 is the best. A market order that waits in an auction has an extreme price. */
    public long price(Side side, int rank) {
        return (side == Side.BUY ? bids : asks).price(rank);
    }

    public long quantity(Side side, int rank) {
        return (side == Side.BUY ? bids : asks).quantity(rank);
    }

    public int orders(Side side, int rank) {
        return (side == Side.BUY ? bids : asks).count(rank);
    }

    /** What an auction would find now: its price, 0 for none. */
    public long indicativePrice() {
        return auction.price(tape.price());
    }

    /** What would trade at the price that was asked for last. */
    public long indicativeVolume() {
        return auction.volume();
    }
}
