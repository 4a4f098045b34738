package io.meridian.plugins.simulator;

import io.meridian.sdk.event.BookDepth;

/**
 * What is behind the best prices of each venue. How much lies at a price follows from the seed and the price alone, so that a level keeps its size while
 * the best prices move, and quotes are the same with books and without. Allocates nothing.
 */
final class Books {
    /** A book follows on one of so many quotes at most, so that books are few beside quotes even where these are slow. */
    private static final int QUOTES_A_BOOK = 10;
    /** One in so many prices behind the best has nobody. */
    private static final int EMPTY_EVERY = 5;

    private static final int MOST_LOTS = 40;
    private static final int MOST_LOTS_AN_ORDER = 10;
    private static final int LOT = 100;
    private static final double TICKS_A_UNIT = 100;

    private final int levels;
    private final long everyNs;
    private final long seed;
    private final Shown[][] shown;
    private final BookDepth depth = new BookDepth();

    /** What was published of one symbol on one venue. */
    private static final class Shown {
        long quotes;
        long quotesInBook;
        boolean isThere;
        long atNs;
        double bid;
        double bidSize;
        double ask;
        double askSize;
    }

    /**
     * Makes books.
     *
     * @param levels a side; 0: there are no books
     * @param everyNs at least so long from one book to the next of the same symbol and venue
     */
    Books(int levels, long everyNs, int symbols, int venues, long seed) {
        this.levels = levels;
        this.everyNs = everyNs;
        this.seed = seed;
        shown = new Shown[symbols][venues];
        for (Shown[] ofSymbol : shown) {
            for (int i = 0; i < ofSymbol.length; i++) {
                ofSymbol[i] = new Shown();
            }
        }
    }

    /**
     * A venue quoted.
     *
     * @return its book, which is due now and valid until the next call; null: not yet
     */
    BookDepth quoted(Market market, long nowNs) {
        Shown last = shown[market.symbol()][market.venueNumber()];
        last.quotes++;
        boolean isDue = levels > 0
                && (!last.isThere || last.quotes - last.quotesInBook >= QUOTES_A_BOOK && nowNs - last.atNs >= everyNs);
        if (!isDue || isSame(last, market)) {
            return null;
        }
        last.isThere = true;
        last.quotesInBook = last.quotes;
        last.atNs = nowNs;
        last.bid = market.bid();
        last.bidSize = market.bidSize();
        last.ask = market.ask();
        last.askSize = market.askSize();
        fill(market);
        return depth;
    }

    private static boolean isSame(Shown last, Market market) {
        return last.bid == market.bid()
                && last.bidSize == market.bidSize()
                && last.ask == market.ask()
                && last.askSize == market.askSize();
    }

    /** How many quotes are in the book that was given last: the number of its last change. */
    long sequence(Market market) {
        return shown[market.symbol()][market.venueNumber()].quotesInBook;
    }

    private void fill(Market market) {
        depth.clear();
        long at = mixed(seed ^ (long) market.symbol() << 32 ^ market.venueNumber());
        long tick = Math.round(market.bid() * TICKS_A_UNIT);
        depth.bid(market.bid(), market.bidSize(), orders(market.bidSize()));
        for (int level = 1; level < levels; level++) {
            tick = next(at, tick, -1);
            if (tick <= 0) {
                break;
            }
            double size = size(at, tick);
            depth.bid(tick / TICKS_A_UNIT, size, orders(size));
        }
        tick = Math.round(market.ask() * TICKS_A_UNIT);
        depth.ask(market.ask(), market.askSize(), orders(market.askSize()));
        for (int level = 1; level < levels; level++) {
            tick = next(at, tick, 1);
            double size = size(at, tick);
            depth.ask(tick / TICKS_A_UNIT, size, orders(size));
        }
    }

    /** The next price where somebody is. */
    private static long next(long at, long tick, int step) {
        long next = tick + step;
        while (Long.remainderUnsigned(mixed(at + next), EMPTY_EVERY) == 0) {
            next += step;
        }
        return next;
    }

    private static double size(long at, long tick) {
        return (1 + Long.remainderUnsigned(mixed(at - tick), MOST_LOTS)) * (double) LOT;
    }

    private static int orders(double size) {
        return 1 + (int) size / (LOT * MOST_LOTS_AN_ORDER);
    }

    /** The bits of a number, well mixed: the last step of SplitMix64. */
    private static long mixed(long value) {
        long mix = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mix = (mix ^ mix >>> 27) * 0x94d049bb133111ebL;
        return mix ^ mix >>> 31;
    }
}
