package io.meridian.backtest.engine;

/** What was published before the world began. */
@FunctionalInterface
interface Past {
    /** Hands over the messages of a pattern from a time on until now, in order. */
    void read(String pattern, long fromNs, Hearer hearer);
}
