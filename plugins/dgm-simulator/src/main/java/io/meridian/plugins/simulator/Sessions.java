package io.meridian.plugins.simulator;

import io.meridian.plugin.contract.trading.MarketPhase;

/**
 * The hours of the market, the same for all symbols and venues: an auction opens it and another closes it, and then it is closed for a while. Begins with the
 * auction that opens it. Allocates nothing.
 */
final class Sessions {
    private final long openNs;
    private final long closedNs;
    private final long auctionNs;
    private MarketPhase phase;
    private boolean wasOpen;
    private long untilNs;

    /**
     * @param openNs    from an opening to the auction that ends the session; 0: it never closes
     * @param closedNs  from a closing to the auction that begins the next session
     * @param auctionNs how long orders are collected for an auction
     */
    Sessions(long openNs, long closedNs, long auctionNs, long nowNs) {
        this.openNs = openNs;
        this.closedNs = closedNs;
        this.auctionNs = auctionNs;
        phase = isOn() ? MarketPhase.AUCTION : MarketPhase.OPEN;
        untilNs = isOn() ? nowNs + auctionNs : 0;
    }

    boolean isOn() {
        return openNs > 0;
    }

    /** Goes on to the next phase when it is time. @return whether it did */
    boolean step(long nowNs) {
        if (!isOn() || nowNs < untilNs) {
            return false;
        }
        switch (phase) {
            case OPEN, CLOSED -> become(MarketPhase.AUCTION, nowNs + auctionNs);
            default -> {
                if (wasOpen) {
                    become(MarketPhase.CLOSED, nowNs + closedNs);
                } else {
                    become(MarketPhase.OPEN, nowNs + openNs);
                }
                wasOpen = !wasOpen;
            }
        }
        return true;
    }

    private void become(MarketPhase next, long until) {
        phase = next;
        untilNs = until;
    }

    MarketPhase phase() {
        return phase;
    }

    boolean isOpen() {
        return phase == MarketPhase.OPEN;
    }

    /** Whether it is what follows an auction. */
    boolean hasTraded() {
        return phase != MarketPhase.AUCTION;
    }

    /** When the phase ends; 0: never. */
    long untilNs() {
        return untilNs;
    }

    String reason() {
        return switch (phase) {
            case AUCTION -> wasOpen ? "closing auction" : "opening auction";
            case CLOSED -> "the day is over";
            default -> "";
        };
    }
}
