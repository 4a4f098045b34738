package io.meridian.backtest.engine;

import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderEvent;

/** Hears what happens in a run. Events are valid during the call only. */
public interface RunListener extends WorldListener {
    /** The run begins, as of its data. */
    void onBegin(long beginNs);

    /** A price of the tape, before plugins hear it. */
    void onPrice(Tape.Listed of, long timeNs, double price);

    /** A fill of the portfolio. */
    void onFill(Fill fill);

    /** An order of the portfolio is in another state. */
    void onOrderEvent(OrderEvent event);

    /**
     * What the portfolio was worth when everything of a time had happened.
     *
     * @param gross the value of what it holds, both ways added
     * @param net   the value of what it holds, short positions subtracted
     */
    void onValue(long timeNs, double cash, double gross, double net);

    /** Called now and then. @param messages of the tape so far */
    void onProgress(long timeNs, long messages);
}
