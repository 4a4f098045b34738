package io.meridian.matching;

/** The last price, and the number of the last trade. */
final class Tape {
    private long lastPrice;
    private long trades;

    /** A trade. @return its number */
    long traded(long price) {
        lastPrice = price;
        return ++trades;
    }

    void price(long price) {
        lastPrice = price;
    }

    long price() {
        return lastPrice;
    }

    long trades() {
        return trades;
    }
}
