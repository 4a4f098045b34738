package io.meridian.examples.broker;

import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.util.List;

/** What the adapter needs of a broker. Calls return at once; the listener hears what comes of them, on any thread. */
interface Broker {
    /** Connects. Of a connection that was there before nothing more is to be expected. */
    void open(Listener listener);

    void close();

    /**
     * Asks, after a connect, for all that was missed, and then to be told what happens from now on.
     *
     * @param after the last execution that was heard
     * @param unanswered orders that were placed and not answered: did they arrive?
     */
    void resume(long after, List<String> unanswered);

    /** Places an order. A second one of the same id changes nothing. */
    void place(Ticket ticket);

    void cancel(String clientId, String requestId);

    /** @param limitPrice null stays */
    void change(String clientId, String requestId, BigDecimal quantity, BigDecimal limitPrice);

    /** @param limitPrice null: at the market */
    record Ticket(String clientId, String symbol, Side side, BigDecimal quantity, BigDecimal limitPrice) {}

    /** Hears of one connection. */
    interface Listener {
        void connected();

        /** The connection is over. What was sent last may have arrived or not. */
        void lost(String why);

        void happened(Execution execution);

        /** All that was missed has been told. @param neverArrived those of the unanswered orders that the broker does not know */
        void caughtUp(List<String> neverArrived);

        /** An order, or with a request id a cancel or change, is not taken. It is no execution. */
        void refused(String clientId, String requestId, String why);
    }
}
