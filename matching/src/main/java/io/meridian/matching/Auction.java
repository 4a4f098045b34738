package io.meridian.matching;

/** Finds the one price at which most trades. Walks each ladder once for each price in the book. */
final class Auction {
    private final Ladder bids;
    private final Ladder asks;
    private long reference;
    private long best;
    private long bestVolume;
    private long bestLeft;

    Auction(Ladder bids, Ladder asks) {
        this.bids = bids;
        this.asks = asks;
    }

    /** Of the price that was found last. */
    long volume() {
        return bestVolume;
    }

    /** The price, or 0 where nothing trades. @param lastPrice 0 for none */
    long price(long lastPrice) {
        reference = lastPrice;
        best = 0;
        bestVolume = 0;
        bestLeft = 0;
        for (int rank = 0; rank < bids.levels(); rank++) {
            consider(bids.price(rank));
        }
        for (int rank = 0; rank < asks.levels(); rank++) {
            consider(asks.price(rank));
        }
        // Where only market orders meet, the last price is all there is.
        consider(lastPrice);
        return best;
    }

    private void consider(long price) {
        if (price <= 0 || price == MatchingBook.MARKET_BUY) {
            return;
        }
        long buys = 0;
        for (int rank = 0; rank < bids.levels() && bids.price(rank) >= price; rank++) {
            buys += bids.quantity(rank);
        }
        long sells = 0;
        for (int rank = 0; rank < asks.levels() && asks.price(rank) <= price; rank++) {
            sells += asks.quantity(rank);
        }
        long volume = Math.min(buys, sells);
        long left = Math.abs(buys - sells);
        if (volume == 0 || volume < bestVolume) {
            return;
        }
        if (volume > bestVolume || left < bestLeft || left == bestLeft && isPreferred(price)) {
            best = price;
            bestVolume = volume;
            bestLeft = left;
        }
    }

    private boolean isPreferred(long price) {
        long away = reference == 0 ? 0 : Math.abs(price - reference);
        long bestAway = reference == 0 ? 0 : Math.abs(best - reference);
        return away != bestAway ? away < bestAway : price < best;
    }
}
