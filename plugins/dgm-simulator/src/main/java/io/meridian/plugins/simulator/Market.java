package io.meridian.plugins.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Prices that move somewhat as a market's do: each symbol has one fair price, on a random walk whose drift comes and goes and
 * is weakly drawn back to where it began, and each venue quotes around it with a spread and sizes of its own. Few symbols make most of the noise, and now and then one of
 * them bursts. The same random numbers give the same market. Allocates nothing per event.
 */
final class Market {
    private static final String[] SYMBOLS = {
        "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "JPM", "V", "UNH", "XOM", "MA", "PG", "JNJ", "HD",
        "COST"
    };
    private static final int LOT = 100;
    private static final double TICKS_A_UNIT = 100;
    private static final double LOWEST = 1;
    /** How much of the drift is left after each event of a symbol. */
    private static final double DRIFT_KEPT = 0.999;
    /** How much the drift turns homeward, for each time the home price that a price is away. Prices then stay some ten percent around it. */
    private static final double HOMEWARD = 1e-7;
    /** One in so many events begins a burst. */
    private static final int BURST_EVERY = 20_000;

    private static final int BURST_EVENTS = 400;
    private static final double BURST_SHARE = 0.8;

    private final RandomGenerator random;
    private final double tradeShare;
    private final String[] venues;
    private final Symbol[] symbols;
    /** The share of events of all symbols up to and with this one. */
    private final double[] activity;

    private int bursting;
    private int burstEventsLeft;
    private int symbol;
    private int venue;
    private boolean isTrade;
    private double price;
    private double size;

    /** A symbol's walk, and what each venue shows. */
    private static final class Symbol {
        final String name;
        final double volatility;
        final double spreadTicks;
        final double[] bid;
        final double[] ask;
        final double[] bidSize;
        final double[] askSize;
        final double home;
        double fair;
        double drift;

        Symbol(String name, double fair, double volatility, double spreadTicks, int venues) {
            this.name = name;
            home = fair;
            this.fair = fair;
            this.volatility = volatility;
            this.spreadTicks = spreadTicks;
            bid = new double[venues];
            ask = new double[venues];
            bidSize = new double[venues];
            askSize = new double[venues];
        }
    }

    /**
     * Makes a market.
     *
     * @param symbolCount how many symbols, each on every venue
     * @param tradeShare how many of all events are trades, from 0 to 1
     */
    Market(int symbolCount, List<String> venues, double tradeShare, RandomGenerator random) {
        this.random = random;
        this.tradeShare = tradeShare;
        this.venues = venues.toArray(String[]::new);
        List<Symbol> made = new ArrayList<>();
        activity = new double[symbolCount];
        double sum = 0;
        for (int i = 0; i < symbolCount; i++) {
            Symbol next = new Symbol(
                    i < SYMBOLS.length ? SYMBOLS[i] : "SIM" + i,
                    random.nextDouble(20, 600),
                    random.nextDouble(0.000_02, 0.000_1),
                    random.nextDouble(1, 4),
                    this.venues.length);
            for (int at = 0; at < this.venues.length; at++) {
                requote(next, at);
            }
            made.add(next);
            // The second is half as busy as the first, the third a third, and so on.
            sum += 1.0 / (i + 1);
            activity[i] = sum;
        }
        symbols = made.toArray(Symbol[]::new);
        for (int i = 0; i < symbolCount; i++) {
            activity[i] /= sum;
        }
    }

    /** Lets the next thing happen, of which the other methods then tell. */
    void next() {
        symbol = choose();
        venue = random.nextInt(venues.length);
        Symbol now = symbols[symbol];
        now.drift = now.drift * DRIFT_KEPT
                - (now.fair / now.home - 1) * HOMEWARD
                + random.nextGaussian() * now.volatility * 0.02;
        now.fair = Math.max(LOWEST, now.fair * (1 + now.drift + random.nextGaussian() * now.volatility));
        isTrade = random.nextDouble() < tradeShare;
        if (isTrade) {
            // Who trades pays the spread, rather on the side the price is going to.
            boolean buys = random.nextDouble() < (now.drift > 0 ? 0.6 : 0.4);
            price = buys ? now.ask[venue] : now.bid[venue];
            size = Math.min(buys ? now.askSize[venue] : now.bidSize[venue], lots(5));
        } else {
            requote(now, venue);
        }
    }

    /** What a venue quotes after a halt: what it came to meanwhile, unseen. The other methods then tell of it. */
    void reopen(int symbol, int venue) {
        this.symbol = symbol;
        this.venue = venue;
        isTrade = false;
    }

    /** At which price all venues reopen: the fair one, in whole ticks. */
    double auctionPrice(int symbol) {
        return Math.rint(symbols[symbol].fair * TICKS_A_UNIT) / TICKS_A_UNIT;
    }

    private int choose() {
        if (burstEventsLeft > 0) {
            burstEventsLeft--;
            if (random.nextDouble() < BURST_SHARE) {
                return bursting;
            }
        } else if (random.nextInt(BURST_EVERY) == 0) {
            burstEventsLeft = BURST_EVENTS;
            bursting = random.nextInt(symbols.length);
        }
        int found = Arrays.binarySearch(activity, random.nextDouble());
        return Math.min(found < 0 ? -found - 1 : found, symbols.length - 1);
    }

    private void requote(Symbol of, int at) {
        double half = of.spreadTicks * random.nextDouble(0.3, 1.2) / 2;
        double mid = of.fair * TICKS_A_UNIT;
        double bid = Math.floor(mid - half);
        of.bid[at] = bid / TICKS_A_UNIT;
        of.ask[at] = Math.max(bid + 1, Math.ceil(mid + half)) / TICKS_A_UNIT;
        of.bidSize[at] = lots(20);
        of.askSize[at] = lots(20);
    }

    private double lots(int most) {
        return random.nextInt(1, most + 1) * (double) LOT;
    }

    int symbolCount() {
        return symbols.length;
    }

    /** Which symbol it was, by number. */
    int symbol() {
        return symbol;
    }

    String symbolName() {
        return symbols[symbol].name;
    }

    String symbolName(int number) {
        return symbols[number].name;
    }

    String venue() {
        return venues[venue];
    }

    /** Which venue it was, by number. */
    int venueNumber() {
        return venue;
    }

    /** Whether a trade happened; otherwise it was a quote. */
    boolean isTrade() {
        return isTrade;
    }

    double tradePrice() {
        return price;
    }

    double tradeSize() {
        return size;
    }

    double bid() {
        return symbols[symbol].bid[venue];
    }

    double ask() {
        return symbols[symbol].ask[venue];
    }

    double bidSize() {
        return symbols[symbol].bidSize[venue];
    }

    double askSize() {
        return symbols[symbol].askSize[venue];
    }
}
