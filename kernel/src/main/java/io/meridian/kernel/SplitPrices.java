package io.meridian.kernel;

import io.meridian.kernel.book.Amounts;
import io.meridian.kernel.book.LotBook;
import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;

/**
 * What a split makes of the prices that an instrument is valued by, so that what is held is worth the same after it. Each is rounded once, half to
 * even, to the digits of the instrument's prices.
 */
final class SplitPrices {
    private final Instruments instruments;
    private final Positions positions;
    private final CashAccounts cash;
    private final BookJournal events;

    private int instrument;
    private long bid;
    private long ask;
    private long mark;

    SplitPrices(State state, BookJournal events) {
        this.instruments = state.instruments();
        this.positions = state.books().positions();
        this.cash = state.books().cash();
        this.events = events;
    }

    /**
     * Works the new prices out and writes nothing.
     *
     * @throws ArithmeticException when one, or what is held at it, is too large
     */
    void workOut(int ofInstrument, int newShares, int oldShares) {
        instrument = ofInstrument;
        bid = split(instruments.bid(instrument), newShares, oldShares);
        ask = split(instruments.ask(instrument), newShares, oldShares);
        mark = split(instruments.mark(instrument), newShares, oldShares);
        if (mark == Reading.ABSENT) {
            return;
        }
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            long before = positions.quantity(p);
            if (before != 0) {
                // The mark goes first, so for a moment all that was held counts at the new one.
                long value = Math.absExact(instruments.value(instrument, mark, before));
                int account = cash.find(positions.portfolio(p), instruments.currency(instrument));
                Math.addExact(cash.gross(account), value);
                instruments.value(instrument, mark, LotBook.splitQuantity(before, newShares, oldShares));
            }
        }
    }

    private static long split(long price, int newShares, int oldShares) {
        return price == Reading.ABSENT ? price : Amounts.part(price, oldShares, newShares);
    }

    /** Tells them, where there are any. */
    void write() {
        if (bid != instruments.bid(instrument)
                || ask != instruments.ask(instrument)
                || mark != instruments.mark(instrument)) {
            events.marked(instrument, bid, ask, mark, false);
        }
    }
}
