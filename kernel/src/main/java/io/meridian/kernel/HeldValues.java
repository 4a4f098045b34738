package io.meridian.kernel;

import io.meridian.kernel.state.CashAccounts;
import io.meridian.kernel.state.Instruments;
import io.meridian.kernel.state.Positions;
import io.meridian.kernel.state.State;

/**
 * Whether what is held can be valued at a price: its value, its gain and the exposure of its portfolio must be numbers. Looked at before anything is written;
 * what cannot be is refused as BAD_SCALE.
 */
final class HeldValues {
    private final Instruments instruments;
    private final Positions positions;
    private final CashAccounts cash;

    HeldValues(State state) {
        instruments = state.instruments();
        positions = state.books().positions();
        cash = state.books().cash();
    }

    /** Whatever is held of an instrument, at a new mark. @throws ArithmeticException when it is too large */
    void requireMark(int instrument, long mark) {
        for (int p = positions.firstOf(instrument); p != Positions.NONE; p = positions.nextOf(p)) {
            long quantity = positions.quantity(p);
            if (quantity != 0) {
                long value = instruments.value(instrument, mark, quantity);
                requireGain(p, quantity, value);
                int account = account(p);
                Math.addExact(cash.gross(account) - now(p), Math.abs(value));
            }
        }
    }

    /**
     * A position after a trade, or the bust of one, that changes its quantity and costs so much.
     *
     * @param price at which it is valued while there is no mark
     * @param change of the quantity, below 0 when there is less
     * @param cost what is paid for it, below 0 when it is received
     * @throws ArithmeticException when it is too large
     */
    void requireTrade(int position, long price, long change, long cost) {
        int instrument = positions.instrument(position);
        long before = positions.quantity(position);
        long mark = instruments.mark(instrument) == Reading.ABSENT ? price : instruments.mark(instrument);
        long worth = Math.abs(instruments.value(instrument, mark, Math.addExact(before, change)));
        if ((before ^ change) >= 0) {
            Math.addExact(positions.cost(position), Math.abs(cost));
        }
        int account = account(position);
        if (account != CashAccounts.NONE) {
            Math.addExact(cash.gross(account) - now(position), worth);
            Math.subtractExact(cash.balance(account), cost);
        }
    }

    private void requireGain(int position, long quantity, long value) {
        if (quantity > 0) {
            Math.subtractExact(value, positions.cost(position));
        } else {
            Math.addExact(value, positions.cost(position));
        }
    }

    /** What a position counts in the exposure. */
    private long now(int position) {
        int instrument = positions.instrument(position);
        long mark = instruments.mark(instrument);
        return mark == Reading.ABSENT ? 0 : Math.abs(instruments.value(instrument, mark, positions.quantity(position)));
    }

    private int account(int position) {
        return cash.find(positions.portfolio(position), instruments.currency(positions.instrument(position)));
    }
}
