package io.meridian.plugins.paper;

import io.meridian.matching.EndReason;
import io.meridian.matching.MatchListener;
import io.meridian.matching.MatchingBook;
import io.meridian.matching.Phase;
import io.meridian.matching.SelfTrade;
import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TimeInForce;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One symbol at the venue: a book in which our orders meet the market's. The market's best bid and offer stand in it as two orders, made
 * anew with every quote. So an order of ours queues behind what was there when it came, for as long as that size stands; it trades when the market comes to
 * its price, never at a worse one, and never more than the market shows or trades.
 *
 * <p>While no order of ours is there the book is left alone: a quote then costs a few stores.
 */
final class Listing implements MatchListener {
    /** Hears what becomes of orders. */
    interface Outcome {
        void onFilled(PaperOrder order, long quantity, long price, boolean maker);

        void onEnded(PaperOrder order, EndReason reason);
    }

    /** Below it are the market's own orders. */
    private static final long FIRST_OURS = 10;

    private final String symbol;
    private final String currency;
    private final double share;
    private final Outcome outcome;
    private final MatchingBook book = new MatchingBook(16, SelfTrade.CANCEL_NEWEST, this);
    private final Touch touch;
    private final Map<Long, PaperOrder> ours = new LinkedHashMap<>();
    /** Orders that must not wait for a price, and wait for somebody to trade with. */
    private final List<PaperOrder> hungry = new ArrayList<>();

    /** What orders of ours have traded with the market, in all. */
    private long fromMarket;

    private boolean hasQuotes;
    private boolean hasTrades;
    private long nextBookId = FIRST_OURS;
    private List<Runnable> held;
    private long nextProbe = Long.MAX_VALUE;

    /** @param share how much of the size the market shows may be taken, up to 1 */
    Listing(String symbol, String currency, double share, Outcome outcome) {
        this.symbol = symbol;
        this.currency = currency;
        this.share = share;
        this.outcome = outcome;
        touch = new Touch(book, share);
    }

    String symbol() {
        return symbol;
    }

    String currency() {
        return currency;
    }

    /** Whether there is any price to trade at. */
    boolean hasMarket() {
        return hasQuotes || hasTrades || book.lastPrice() != 0;
    }

    boolean isOpen() {
        return book.phase() == Phase.CONTINUOUS;
    }

    Collection<PaperOrder> orders() {
        return ours.values();
    }

    // The market.

    void quoted(long bid, long bidSize, long ask, long askSize) {
        hasQuotes = true;
        touch.quoted(bid, bidSize, ask, askSize);
        if (!ours.isEmpty()) {
            refresh();
            feed();
        }
    }

    /** Somebody traded in the market: our orders that wait at that price or a better one take their turn. */
    void traded(long price, long size, Side aggressor) {
        hasTrades = true;
        if (ours.isEmpty()) {
            book.reference(price);
            return;
        }
        refresh();
        if (isOpen()) {
            boolean sells = aggressor == Side.NULL_VAL ? price * 2 <= touch.twiceMiddle() : aggressor != Side.BUY;
            probe(sells ? Side.SELL : Side.BUY, price, size);
            book.tradedElsewhere(price);
            feed();
        }
    }

    /**
     * A bar of a market that shows nothing else. It is taken as four prices (open, then the extreme that is nearer to it, the other, close). At all
     * of them together no more trades than the setting allows of the volume; an order that waits trades at its own limit, which is never better than what
     * was there.
     */
    void bar(long open, long high, long low, long close, long volume) {
        if (hasQuotes) {
            return;
        }
        if (ours.isEmpty()) {
            book.reference(close);
            return;
        }
        long size = (long) (volume * share);
        boolean lowFirst = open - low <= high - open;
        long end = fromMarket + size;
        at(open, end);
        at(lowFirst ? low : high, end);
        at(lowFirst ? high : low, end);
        at(close, end);
    }

    /** The market is at a price. @param end what {@link #fromMarket} may come to */
    private void at(long price, long end) {
        if (price <= 0 || !isOpen()) {
            return;
        }
        book.tradedElsewhere(price);
        probe(Side.SELL, price, end - fromMarket);
        probe(Side.BUY, price, end - fromMarket);
        feedAt(price, end);
    }

    /** An order of the market that takes what it can, and goes. */
    private void probe(Side side, long price, long size) {
        if (size > 0) {
            book.submit(
                    nextProbe--,
                    MatchingBook.NO_OWNER,
                    side,
                    OrderType.LIMIT,
                    TimeInForce.IMMEDIATE_OR_CANCEL,
                    size,
                    price,
                    0,
                    false);
        }
    }

    private void feedAt(long price, long end) {
        if (hungry.isEmpty()) {
            return;
        }
        touch.during(Side.SELL, price, end - fromMarket, () -> feed(Side.BUY));
        touch.during(Side.BUY, price, end - fromMarket, () -> feed(Side.SELL));
    }

    /** Brings the market's orders up to the last quote. */
    private void refresh() {
        if (touch.refresh() && !hasTrades && touch.isWhole()) {
            book.reference(touch.twiceMiddle() / 2);
        }
    }

    void phase(Phase next) {
        refresh();
        book.phase(next);
        feed();
    }

    // Our orders.

    /**
     * Brings an order in.
     *
     * @param accepted runs once the book has taken it, before anything is told of it
     * @return a code of the book, {@link MatchingBook#ACCEPTED} or one below it
     */
    int submit(PaperOrder order, Runnable accepted) {
        refresh();
        held = new ArrayList<>();
        int code = enter(order);
        List<Runnable> told = held;
        held = null;
        if (code == MatchingBook.ACCEPTED) {
            accepted.run();
            told.forEach(Runnable::run);
        }
        return code;
    }

    private void tell(Runnable outcomeOfOrder) {
        if (held != null) {
            held.add(outcomeOfOrder);
        } else {
            outcomeOfOrder.run();
        }
    }

    /** Takes an order out, and tells nobody. */
    void drop(PaperOrder order) {
        ours.remove(order.bookId);
        if (!hungry.remove(order)) {
            book.cancel(order.bookId);
        }
    }

    private int enter(PaperOrder order) {
        order.bookId = nextBookId++;
        order.entered = order.leaves;
        ours.put(order.bookId, order);
        int code = book.submit(
                order.bookId,
                owner(order),
                order.command.side() == Side.BUY ? Side.BUY : Side.SELL,
                order.type(),
                force(order),
                order.leaves,
                order.limit,
                order.triggered ? 0 : order.stop,
                order.postOnly());
        if (code < MatchingBook.ACCEPTED) {
            ours.remove(order.bookId);
        }
        return code;
    }

    /** Orders of one portfolio do not trade with each other. */
    private static long owner(PaperOrder order) {
        return 0x1_0000_0000L | order.command.portfolio().hashCode() & 0xFFFF_FFFFL;
    }

    private static TimeInForce force(PaperOrder order) {
        TimeInForce force = order.command.timeInForce();
        return force == TimeInForce.GOOD_TILL_TIME ? TimeInForce.GOOD_TILL_CANCEL : force;
    }

    void cancel(PaperOrder order) {
        // One without a number is still on its way to the book.
        if (hungry.remove(order) || order.bookId == 0) {
            ours.remove(order.bookId);
            outcome.onEnded(order, EndReason.CANCELLED);
        } else {
            book.cancel(order.bookId);
        }
    }

    /**
     * Changes an order.
     *
     * @param limit 0 stays
     * @param stop 0 stays
     * @param accepted runs once the book has changed it, before anything more is told of it
     * @return a code of the book, {@link MatchingBook#ACCEPTED} or one below it
     */
    int modify(PaperOrder order, long quantity, long limit, long stop, Runnable accepted) {
        if (quantity <= 0) {
            return MatchingBook.BAD_QUANTITY;
        }
        refresh();
        long filled = order.quantity - order.leaves;
        if (quantity <= filled) {
            drop(order);
            order.quantity = filled;
            order.leaves = 0;
            accepted.run();
            return MatchingBook.ACCEPTED;
        }
        if (hungry.contains(order)) {
            if (limit > 0 || stop > 0) {
                return MatchingBook.BAD_PRICE;
            }
            order.quantity = quantity;
            order.leaves = quantity - filled;
            accepted.run();
            return MatchingBook.ACCEPTED;
        }
        return modifyInBook(order, quantity, limit, stop, accepted);
    }

    private int modifyInBook(PaperOrder order, long quantity, long limit, long stop, Runnable accepted) {
        long more = quantity - order.quantity;
        // What it trades on the way in is taken off what it has then.
        order.quantity += more;
        order.leaves += more;
        order.entered += more;
        held = new ArrayList<>();
        int code = book.modify(order.bookId, order.entered, limit, stop);
        List<Runnable> told = held;
        held = null;
        if (code != MatchingBook.ACCEPTED) {
            order.quantity -= more;
            order.leaves -= more;
            order.entered -= more;
            return code;
        }
        order.limit = limit > 0 ? limit : order.limit;
        order.stop = stop > 0 ? stop : order.stop;
        accepted.run();
        told.forEach(Runnable::run);
        return MatchingBook.ACCEPTED;
    }

    /** Orders that wait for somebody to trade with try again. */
    private void feed() {
        if (!hungry.isEmpty() && isOpen()) {
            feed(Side.BUY);
            feed(Side.SELL);
        }
    }

    private void feed(Side side) {
        for (PaperOrder order : List.copyOf(hungry)) {
            if ((order.command.side() == Side.BUY) == (side == Side.BUY)) {
                hungry.remove(order);
                ours.remove(order.bookId);
                enterAsMarket(order);
            }
        }
    }

    private void enterAsMarket(PaperOrder order) {
        order.bookId = nextBookId++;
        order.entered = order.leaves;
        ours.put(order.bookId, order);
        book.submit(
                order.bookId,
                owner(order),
                order.command.side() == Side.BUY ? Side.BUY : Side.SELL,
                OrderType.MARKET,
                TimeInForce.DAY,
                order.leaves,
                0,
                0,
                false);
    }

    // What the book does.

    @Override
    public void onResting(long orderId, long leaves) {}

    @Override
    public void onTrade(
            long tradeId, long makerId, long takerId, long price, long quantity, long makerLeaves, long takerLeaves) {
        if (!ours.containsKey(makerId) || !ours.containsKey(takerId)) {
            fromMarket += quantity;
        }
        traded(makerId, price, quantity, true);
        traded(takerId, price, quantity, false);
    }

    private void traded(long bookId, long price, long quantity, boolean maker) {
        PaperOrder order = ours.get(bookId);
        if (order != null) {
            order.leaves -= quantity;
            if (order.leaves == 0) {
                ours.remove(bookId);
            }
            tell(() -> outcome.onFilled(order, quantity, price, maker));
        }
    }

    @Override
    public void onTriggered(long orderId) {
        ours.get(orderId).triggered = true;
    }

    @Override
    public void onModified(long orderId, long leaves, long limit, boolean keptPriority) {}

    @Override
    public void onEnded(long orderId, long leaves, EndReason reason) {
        PaperOrder order = ours.get(orderId);
        if (order == null) {
            return;
        }
        TimeInForce force = order.command.timeInForce();
        boolean waits = reason == EndReason.NOTHING_TO_TRADE
                && force != TimeInForce.IMMEDIATE_OR_CANCEL
                && force != TimeInForce.FILL_OR_KILL;
        if (waits) {
            // A market order for the day: the market will show more.
            hungry.add(order);
            return;
        }
        ours.remove(orderId);
        tell(() -> outcome.onEnded(order, reason));
    }
}
