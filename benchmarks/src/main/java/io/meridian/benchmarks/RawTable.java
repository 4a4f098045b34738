package io.meridian.benchmarks;

import java.io.IOException;

/** A database's own fastest way in, by hand. */
interface RawTable {
    /** Begins a batch. */
    void begin() throws IOException;

    /** A quote, the sizes and prices of which have no digits after the point and two of them. The ask is one more than the bid. */
    void row(long number, long timeNs, String symbol, long price, long bidSize, long askSize) throws IOException;

    /** Stores the batch. */
    void commit() throws Exception;
}
