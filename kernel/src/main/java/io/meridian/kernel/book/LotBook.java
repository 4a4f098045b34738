package io.meridian.kernel.book;

import io.meridian.kernel.state.Entries;
import io.meridian.kernel.state.Lots;
import io.meridian.kernel.state.Positions;
import io.meridian.plugin.contract.trading.LotMethod;

/**
 * What trades and splits make of a position's lots. A trade on the position's side adds a lot, one against it takes lots by
 * the position's method and realises the difference; one that goes beyond takes them all and opens a lot on the other side.
 * A bust or correction changes an entry and makes the position anew from all of them: as if the trade had always been so.
 */
public final class LotBook {
    private static final int LIFO = LotMethod.LIFO.value();
    private static final int HIGHEST_COST = LotMethod.HIGHEST_COST.value();
    private static final int AVERAGE = LotMethod.AVERAGE.value();

    private final Positions positions;
    private final Lots lots;
    private final Entries entries;

    public LotBook(Positions positions, Lots lots, Entries entries) {
        this.positions = positions;
        this.lots = lots;
        this.entries = entries;
    }

    /** Books a trade. @param quantity signed, @param value what was paid or came in, without a sign @return its entry */
    public int trade(int position, long quantity, long value, int date) {
        int last = positions.lastEntry(position);
        int entry = entries.add(last, quantity, value, date);
        positions.entries(position, last == Entries.NONE ? entry : positions.firstEntry(position), entry);
        apply(position, quantity, value, date);
        return entry;
    }

    /** A trade was another one, or, with a quantity of 0, none. */
    public void change(int position, int entry, long quantity, long value, int date) {
        entries.set(entry, quantity, value, date);
        again(position);
    }

    /** So many new shares for so many old ones; the position is {@code quantity} afterwards, its cost the same. */
    public void split(int position, int newShares, int oldShares, long quantity, int date) {
        int last = positions.lastEntry(position);
        int entry = entries.addSplit(last, newShares, oldShares, quantity, date);
        positions.entries(position, last == Entries.NONE ? entry : positions.firstEntry(position), entry);
        applySplit(position, newShares, oldShares);
    }

    /** What the position is after a split: whole units, towards zero. */
    public static long splitQuantity(long quantity, int newShares, int oldShares) {
        return Math.multiplyExact(quantity, newShares) / oldShares;
    }

    private void again(int position) {
        for (int lot = positions.firstLot(position); lot != Lots.NONE; ) {
            int next = lots.next(lot);
            lots.remove(lot);
            lot = next;
        }
        positions.lots(position, Lots.NONE, Lots.NONE);
        positions.set(position, 0, 0, 0);
        for (int entry = positions.firstEntry(position); entry != Entries.NONE; entry = entries.next(entry)) {
            if (entries.isSplit(entry)) {
                applySplit(position, entries.newShares(entry), entries.oldShares(entry));
            } else if (entries.quantity(entry) != 0) {
                apply(position, entries.quantity(entry), entries.value(entry), entries.date(entry));
            }
        }
    }

    private void apply(int position, long quantity, long value, int date) {
        long before = positions.quantity(position);
        long cost = positions.cost(position);
        long realised = positions.realised(position);
        if (before == 0 || before > 0 == quantity > 0) {
            open(position, Math.abs(quantity), value, date);
            positions.set(position, Math.addExact(before, quantity), Math.addExact(cost, value), realised);
            return;
        }
        long closing = Math.min(Math.abs(quantity), Math.abs(before));
        long closingValue = Amounts.part(value, closing, Math.abs(quantity));
        long taken = take(position, closing);
        long gain = before > 0 ? closingValue - taken : taken - closingValue;
        long left = Math.abs(quantity) - closing;
        long leftValue = value - closingValue;
        if (left > 0) {
            open(position, left, leftValue, date);
        }
        positions.set(
                position, Math.addExact(before, quantity), cost - taken + leftValue, Math.addExact(realised, gain));
    }

    private void open(int position, long quantity, long cost, int date) {
        int last = positions.lastLot(position);
        if (positions.method(position) == AVERAGE && last != Lots.NONE) {
            lots.set(last, lots.quantity(last) + quantity, lots.cost(last) + cost);
            return;
        }
        int lot = lots.add(last, quantity, cost, date);
        positions.lots(position, last == Lots.NONE ? lot : positions.firstLot(position), lot);
    }

    /** Takes so much out of the lots. @return what it cost */
    private long take(int position, long quantity) {
        long taken = 0;
        long left = quantity;
        while (left > 0) {
            int lot = chosen(position);
            long has = lots.quantity(lot);
            if (has > left) {
                long cost = Amounts.part(lots.cost(lot), left, has);
                lots.set(lot, has - left, lots.cost(lot) - cost);
                return taken + cost;
            }
            taken += lots.cost(lot);
            left -= has;
            remove(position, lot);
        }
        return taken;
    }

    private int chosen(int position) {
        int method = positions.method(position);
        if (method == LIFO) {
            return positions.lastLot(position);
        }
        int chosen = positions.firstLot(position);
        if (method == HIGHEST_COST) {
            // Of lots as dear the oldest.
            for (int lot = lots.next(chosen); lot != Lots.NONE; lot = lots.next(lot)) {
                if (Amounts.isDearer(lots.cost(lot), lots.quantity(lot), lots.cost(chosen), lots.quantity(chosen))) {
                    chosen = lot;
                }
            }
        }
        return chosen;
    }

    private void remove(int position, int lot) {
        int first = positions.firstLot(position);
        int last = positions.lastLot(position);
        positions.lots(position, lot == first ? lots.next(lot) : first, lot == last ? lots.previous(lot) : last);
        lots.remove(lot);
    }

    private void applySplit(int position, int newShares, int oldShares) {
        long before = positions.quantity(position);
        long after = splitQuantity(before, newShares, oldShares);
        long left = Math.abs(after);
        long cost = 0;
        // What the newest lot gets is what the others leave, so that the lots are the position.
        for (int lot = positions.firstLot(position); lot != Lots.NONE; ) {
            int next = lots.next(lot);
            long quantity = next == Lots.NONE ? left : splitQuantity(lots.quantity(lot), newShares, oldShares);
            left -= quantity;
            cost += lots.cost(lot);
            if (quantity == 0) {
                // Too small to be kept: its cost goes to its neighbour, or is lost with the position.
                int neighbour = next != Lots.NONE ? next : lots.previous(lot);
                if (neighbour != Lots.NONE) {
                    lots.set(neighbour, lots.quantity(neighbour), lots.cost(neighbour) + lots.cost(lot));
                }
                if (next != Lots.NONE || neighbour == Lots.NONE) {
                    cost -= lots.cost(lot);
                }
                remove(position, lot);
            } else {
                lots.set(lot, quantity, lots.cost(lot));
            }
            lot = next;
        }
        long lost = positions.cost(position) - cost;
        positions.set(position, after, cost, positions.realised(position) - (before > 0 ? lost : -lost));
    }
}
