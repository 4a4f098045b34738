package io.meridian.plugins.simulator;

import io.meridian.plugin.contract.trading.MarketPhase;
import java.util.random.RandomGenerator;

/**
 * Which symbol is halted, and until when: one at a time, which then reopens by an auction. It draws random numbers of its own, so
 * that prices are the same with halts and without. Allocates nothing.
 */
final class Halts {
    private static final long AUCTION_NS = 1_000_000_000L;
    private static final int LEAST_LOTS = 10;
    private static final int MOST_LOTS = 100;
    private static final double LOT = 100;

    private final long everyNs;
    private final long lengthNs;
    private final int symbols;
    private final RandomGenerator random;
    private MarketPhase phase = MarketPhase.OPEN;
    private int symbol;
    private long untilNs;

    /**
     * None is halted at first.
     *
     * @param everyNs from a reopening to the next halt, on average; 0: there are none
     * @param lengthNs from a halt to the auction
     */
    Halts(long everyNs, long lengthNs, int symbols, RandomGenerator random, long nowNs) {
        this.everyNs = everyNs;
        this.lengthNs = lengthNs;
        this.symbols = symbols;
        this.random = random;
        untilNs = isOn() ? nowNs + about(everyNs) : 0;
    }

    private long about(long averageNs) {
        return (long) (averageNs * random.nextDouble(0.5, 1.5));
    }

    boolean isOn() {
        return everyNs > 0;
    }

    /**
     * Goes on to the next phase when it is time.
     *
     * @return whether it did: the phase is another one now, of {@link #symbol}
     */
    boolean step(long nowNs) {
        if (!isOn() || nowNs < untilNs) {
            return false;
        }
        switch (phase) {
            case OPEN -> {
                symbol = random.nextInt(symbols);
                phase = MarketPhase.HALTED;
                untilNs = nowNs + lengthNs;
            }
            case HALTED -> {
                phase = MarketPhase.AUCTION;
                untilNs = nowNs + AUCTION_NS;
            }
            default -> {
                phase = MarketPhase.OPEN;
                untilNs = nowNs + about(everyNs);
            }
        }
        return true;
    }

    /** The market closes: the next halt is some time after this. */
    void lift(long nowNs) {
        if (isOn()) {
            phase = MarketPhase.OPEN;
            untilNs = nowNs + about(everyNs);
        }
    }

    /** Which symbol was halted last, by number. */
    int symbol() {
        return symbol;
    }

    MarketPhase phase(int of) {
        return of == symbol ? phase : MarketPhase.OPEN;
    }

    /** When the symbol's phase ends; 0 while it is open: nobody knows of a halt before. */
    long untilNs(int of) {
        return phase(of) == MarketPhase.OPEN ? 0 : untilNs;
    }

    String reason(int of) {
        return switch (phase(of)) {
            case HALTED -> "volatility pause";
            case AUCTION -> "reopening auction";
            default -> "";
        };
    }

    /** How much is traded in a reopening auction. */
    double auctionSize() {
        return random.nextInt(LEAST_LOTS, MOST_LOTS + 1) * LOT;
    }
}
