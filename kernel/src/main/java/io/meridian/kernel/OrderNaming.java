package io.meridian.kernel;

import io.meridian.kernel.state.State;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import org.agrona.DirectBuffer;

/** How commands name the order they are about, and themselves. */
final class OrderNaming {
    private final State state;

    OrderNaming(State state) {
        this.state = state;
    }

    /** Writes the key of a modify or cancel: its request id, or, where it has none, the order's and when it was made. */
    Refusal readRequest(
            Journal journal, DirectBuffer buffer, int orderIdAt, int requestIdAt, int template, long tsInit) {
        int length = NewOrderDecoder.orderIdLength();
        if (Reading.isEmpty(buffer, orderIdAt)
                || !Reading.isPlain(buffer, orderIdAt, length)
                || !Reading.isPlain(buffer, requestIdAt, length)) {
            return Refusal.BAD_TEXT;
        }
        boolean named = !Reading.isEmpty(buffer, requestIdAt);
        Keys.write(
                journal.key(),
                buffer,
                named ? requestIdAt : orderIdAt,
                length,
                template,
                named ? 1 : 0,
                0,
                journal.sender(),
                named ? 0 : tsInit,
                0);
        return null;
    }

    /** Whether portfolio, symbol and venue, where they are given, are the order's. */
    boolean isOrder(int order, DirectBuffer buffer, int portfolioAt, int symbolAt, int venueAt) {
        int instrument = state.orders().instrument(order);
        return isName(
                        buffer,
                        portfolioAt,
                        NewOrderDecoder.portfolioLength(),
                        state.orders().portfolio(order))
                && isName(
                        buffer,
                        symbolAt,
                        NewOrderDecoder.symbolLength(),
                        state.instruments().symbol(instrument))
                && isName(
                        buffer,
                        venueAt,
                        NewOrderDecoder.venueLength(),
                        state.instruments().venue(instrument));
    }

    boolean isName(DirectBuffer buffer, int offset, int length, int expected) {
        return Reading.isEmpty(buffer, offset) || state.names().is(expected, buffer, offset, length);
    }
}
