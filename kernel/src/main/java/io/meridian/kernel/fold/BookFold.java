package io.meridian.kernel.fold;

import io.meridian.kernel.book.LotBook;
import io.meridian.kernel.journal.CashMovedDecoder;
import io.meridian.kernel.journal.FillBookedDecoder;
import io.meridian.kernel.journal.MarkedDecoder;
import io.meridian.kernel.journal.PositionSplitDecoder;
import io.meridian.kernel.order.Transitions;
import io.meridian.kernel.state.Books;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Fills;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Obligations;
import io.meridian.kernel.state.Orders;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.value.Decimals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What events do to positions, cash and what is due. */
final class BookFold {
    private final Orders orders;
    private final Fills fills;
    private final Instruments instruments;
    private final Books books;
    private final Positions positions;
    private final CashAccounts cash;
    private final Obligations obligations;
    private final LotBook lotBook;

    BookFold(State state) {
        orders = state.orders();
        fills = state.fills();
        instruments = state.instruments();
        books = state.books();
        positions = books.positions();
        cash = books.cash();
        obligations = books.obligations();
        lotBook = new LotBook(positions, books.lots(), books.entries());
    }

    private static boolean isBuy(int side) {
        return side == Side.BUY.value();
    }

    private int account(int position) {
        return cash.of(positions.portfolio(position), instruments.currency(positions.instrument(position)));
    }

    int position(int portfolio, int instrument) {
        return positions.of(portfolio, instrument, books.portfolios().lotMethod(portfolio));
    }

    // What orders may still trade.

    /** At which the open part of a new order counts: its limit, else its stop, else the market. */
    long openPrice(int instrument, long limit, long stop) {
        if (!Decimals.isAbsent(limit)) {
            return limit;
        }
        return Decimals.isAbsent(stop) ? instruments.mark(instrument) : stop;
    }

    /** The same of an order that a modify has changed. One at any price stays at the mark of when the modify was asked for. */
    long replacedPrice(int order, long limit, long stop) {
        boolean anyPrice = Decimals.isAbsent(limit) && Decimals.isAbsent(stop);
        return anyPrice && orders.state(order) == OrderState.PENDING_MODIFY
                ? orders.openPrice(order)
                : openPrice(orders.instrument(order), limit, stop);
    }

    /** The open part of an order, or its price, has changed; {@code leavesBefore} was open before. */
    void openChanged(int order, long leavesBefore, long price) {
        int position = orders.position(order);
        if (orders.parent(order) != 0) {
            return;
        }
        boolean buy = isBuy(orders.side(order));
        long leaves = openLeaves(order);
        long value = leaves == 0 ? 0 : openValue(order, price);
        positions.addOpen(position, buy, leaves - leavesBefore);
        cash.addOpen(account(position), buy, value - orders.openValue(order));
        orders.open(order, price, value);
    }

    /** The value of the open part of an order; where a modify that waits asks for more, of that. */
    private long openValue(int order, long price) {
        int instrument = orders.instrument(order);
        long value = value(instrument, price, orders.leaves(order));
        return orders.isMoreAsked(order)
                ? Math.max(value, value(instrument, askedPrice(order, price), orders.askedLeaves(order)))
                : value;
    }

    /** At which what is asked for counts: {@code price}, when that is an order at any price. */
    private long askedPrice(int order, long price) {
        long limit = orders.askedLimit(order);
        if (!Decimals.isAbsent(limit)) {
            return limit;
        }
        long stop = orders.askedStop(order);
        return Decimals.isAbsent(stop) ? price : stop;
    }

    private long value(int instrument, long price, long quantity) {
        return Decimals.isAbsent(price) ? 0 : Math.abs(instruments.value(instrument, price, quantity));
    }

    /** A modify was asked for, which does not wait yet. */
    void asked(int order) {
        int instrument = orders.instrument(order);
        boolean anyPrice = Decimals.isAbsent(orders.askedLimit(order)) && Decimals.isAbsent(orders.askedStop(order));
        if (anyPrice && orders.askedQuantity(order) != 0) {
            // Until it is answered, what it is and what it may be count at one market price.
            openChanged(order, openLeaves(order), instruments.mark(instrument));
        }
        long price = orders.openPrice(order);
        long quantity = orders.quantity(order);
        long asked = orders.askedQuantity(order);
        // As a whole: what was filled is busted now and then.
        orders.moreAsked(
                order,
                asked > quantity
                        || value(instrument, askedPrice(order, price), asked) > value(instrument, price, quantity));
    }

    /** What of an order may still trade; of a part of another order, nothing of its own. */
    long openLeaves(int order) {
        return orders.parent(order) == 0 && Transitions.isLive(orders.state(order)) ? orders.mostLeaves(order) : 0;
    }

    /** An order is among the live ones of its position. */
    void live(int order) {
        int position = orders.position(order);
        positions.firstLive(position, orders.link(order, positions.firstLive(position)));
    }

    /** An order went to another state: it may not be live any more, or again. */
    void moved(int order, OrderState from, OrderState to) {
        if (Transitions.isLive(from) && !Transitions.isLive(to)) {
            int position = orders.position(order);
            positions.firstLive(position, orders.unlink(order, positions.firstLive(position)));
        } else if (!Transitions.isLive(from) && Transitions.isLive(to)) {
            live(order);
        }
    }

    // Trades.

    void booked(FillBookedDecoder event, int order, int fill) {
        int position = orders.position(order);
        boolean buy = isBuy(event.side());
        long quantity = buy ? event.quantity() : -event.quantity();
        int instrument = positions.instrument(position);
        if (Decimals.isAbsent(instruments.mark(instrument))) {
            mark(instrument, instruments.bid(instrument), instruments.ask(instrument), event.price());
        }
        long exposed = exposure(position);
        long before = positions.quantity(position);
        if (event.corrects() == Fills.NONE) {
            fills.entry(fill, lotBook.trade(position, quantity, event.value(), event.tradeDate()));
        } else {
            int entry = fills.entry(event.corrects());
            lotBook.change(position, entry, quantity, event.value(), event.tradeDate());
            fills.entry(fill, entry);
        }
        cash.exposed(account(position), exposed, exposure(position));
        pay(fill, positions.quantity(position) - before, buy ? -event.value() : event.value(), event.fee());
    }

    void busted(int fill) {
        int position = orders.position(fills.order(fill));
        boolean buy = isBuy(fills.side(fill));
        long exposed = exposure(position);
        long before = positions.quantity(position);
        lotBook.change(position, fills.entry(fill), 0, 0, 0);
        cash.exposed(account(position), exposed, exposure(position));
        pay(
                fill,
                positions.quantity(position) - before,
                buy ? fills.value(fill) : -fills.value(fill),
                -fills.fee(fill));
    }

    /** @param quantity by which the position changes: what splits have made of the fill, if there was one since */
    private void pay(int fill, long quantity, long amount, long fee) {
        int order = fills.order(fill);
        int position = orders.position(order);
        int account = account(position);
        int date = fills.settlementDate(fill);
        long handle = orders.handle(order);
        cash.add(account, amount);
        obligations.add(position, account, quantity, amount, date, handle);
        orders.unsettled(order, 1);
        if (fee != 0) {
            int payer = cash.of(positions.portfolio(position), fills.feeCurrency(fill));
            cash.add(payer, -fee);
            cash.addFees(payer, fee);
            obligations.add(Positions.NONE, payer, 0, -fee, date, handle);
            orders.unsettled(order, 1);
            if (payer == account) {
                positions.addFees(position, fee);
            }
        }
    }

    /** A share of an order goes to a portfolio, out of the order's own. */
    void transfer(int order, int portfolio, long quantity, long value, int date) {
        int from = orders.position(order);
        int to = position(portfolio, orders.instrument(order));
        boolean buy = isBuy(orders.side(order));
        receive(to, buy ? quantity : -quantity, value, date, 0);
        receive(from, buy ? -quantity : quantity, value, date, orders.handle(order));
    }

    private void receive(int position, long quantity, long value, int date, long order) {
        long exposed = exposure(position);
        lotBook.trade(position, quantity, value, books.date());
        int account = account(position);
        cash.exposed(account, exposed, exposure(position));
        long amount = quantity > 0 ? -value : value;
        cash.add(account, amount);
        obligations.add(position, account, quantity, amount, date, order);
        if (order != 0) {
            orders.unsettled(orders.place(order), 1);
        }
    }

    // The market.

    void marked(MarkedDecoder event) {
        mark(event.instrument(), event.bid(), event.ask(), event.mark());
        // Journals of before it was told are as snapshots of before.
        if (event.traded() == 1) {
            instruments.traded(event.instrument());
        }
    }

    private void mark(int instrument, long bid, long ask, long price) {
        long before = instruments.mark(instrument);
        instruments.marked(instrument, bid, ask, price);
        if (before == price) {
            return;
        }
        for (int position = positions.firstOf(instrument);
                position != Positions.NONE;
                position = positions.nextOf(position)) {
            if (positions.quantity(position) != 0) {
                long old = Decimals.isAbsent(before)
                        ? 0
                        : instruments.value(instrument, before, positions.quantity(position));
                cash.exposed(account(position), old, exposure(position));
            }
        }
    }

    private long exposure(int position) {
        int instrument = positions.instrument(position);
        long mark = instruments.mark(instrument);
        return Decimals.isAbsent(mark) ? 0 : instruments.value(instrument, mark, positions.quantity(position));
    }

    // What happens to books but for trades.

    void moved(CashMovedDecoder event) {
        int account = cash.of(event.portfolio(), event.currency());
        cash.add(account, event.amount());
        obligations.add(Positions.NONE, account, 0, event.amount(), event.settlementDate(), 0);
        if (event.position() != Positions.NONE) {
            positions.addIncome(event.position(), event.amount());
        }
    }

    void split(PositionSplitDecoder event) {
        int position = event.position();
        long exposed = exposure(position);
        lotBook.split(position, event.newShares(), event.oldShares(), event.quantity(), event.date());
        cash.exposed(account(position), exposed, exposure(position));
        splitDues(position, event.newShares(), event.oldShares());
    }

    /**
     * What will have been delivered by each date is split as the position is, so that parts of shares are lost only where they are lost of it, too.
     */
    private void splitDues(int position, int newShares, int oldShares) {
        List<Integer> dues = new ArrayList<>();
        for (int obligation = 0; obligation < obligations.places(); obligation++) {
            if (obligations.isKept(obligation) && obligations.position(obligation) == position) {
                dues.add(obligation);
            }
        }
        dues.sort(Comparator.comparingInt(obligations::date));
        long before = positions.settled(position);
        long after = LotBook.splitQuantity(before, newShares, oldShares);
        positions.setSettled(position, after);
        for (int due : dues) {
            before += obligations.quantity(due);
            long then = LotBook.splitQuantity(before, newShares, oldShares);
            obligations.quantity(due, then - after);
            after = then;
        }
    }

    void settled(int obligation) {
        int position = obligations.position(obligation);
        if (position != Positions.NONE) {
            positions.addSettled(position, obligations.quantity(obligation));
        }
        cash.addSettled(obligations.account(obligation), obligations.amount(obligation));
        long order = obligations.order(obligation);
        if (order != 0 && orders.isKept(order)) {
            orders.unsettled(orders.place(order), -1);
        }
        obligations.remove(obligation);
    }

    void day(int date, boolean open) {
        books.day(date, open);
        if (!open) {
            for (int account = 0; account < cash.count(); account++) {
                cash.valued(account, cash.balance(account));
            }
        }
    }
}
