package io.meridian.backtest.engine;

import org.agrona.DirectBuffer;

/** Hears the messages of the topics it subscribed to. */
@FunctionalInterface
interface Hearer {
    /** A Deliver frame, message header first; valid during the call only. */
    void hear(LocalTopic topic, DirectBuffer buffer, int offset, int length);
}
