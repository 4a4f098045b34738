package io.meridian.backtest.engine;

import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;

/** Hears what happens in a run. Events are valid during the call only. As it stands, it does nothing. */
public interface RunListener extends WorldListener {
    /** The run begins, as of its data. */
    default void onBegin(long beginNs) {}

    /** A price of the tape, before plugins hear it. */
    default void onPrice(Tape.Listed of, long timeNs, double price) {}

    /** A fill of the portfolio. */
    default void onFill(Fill fill) {}

    /** An order of the portfolio is in another state. */
    default void onOrderEvent(OrderEvent event) {}

    /**
     * What the portfolio was worth when everything of a time had happened.
     *
     * @param gross the value of what it holds, both ways added
     * @param net   the value of what it holds, short positions subtracted
     */
    default void onValue(long timeNs, double cash, double gross, double net) {}

    /** Called now and then. @param messages of the tape so far */
    default void onProgress(long timeNs, long messages) {}
}
