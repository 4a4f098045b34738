package io.meridian.plugins.paper;

import io.meridian.plugin.contract.trading.OrderType;
import io.meridian.sdk.event.NewOrder;

/** An order in the venue's hands. The command is a copy, which lasts. */
final class PaperOrder {
    final NewOrder command;
    final String id;
    final long number;
    long limit;
    long stop;
    long quantity;
    long leaves;
    /** What was open when it came into the book. */
    long entered;
    /** What the book knows it by; changes when it comes into the book anew. */
    long bookId;
    /** Whether the platform was told that the venue took it. */
    boolean accepted;
    /** Whether its stop price was reached: it is a market or limit order then. */
    boolean triggered;
    /** How many trades it has had: part of their ids, which are the same again when a crash made it come again. */
    int trades;

    /** @param number of the order at this venue */
    PaperOrder(NewOrder command, long number) {
        this.command = command;
        this.number = number;
        id = command.orderId();
        limit = Fixed.of(command.decoder().limitPrice());
        stop = Fixed.of(command.decoder().stopPrice());
        quantity = Fixed.of(command.decoder().quantity());
        leaves = quantity;
    }

    OrderType type() {
        OrderType type = command.type();
        if (!triggered) {
            return type;
        }
        return type == OrderType.STOP_LIMIT ? OrderType.LIMIT : OrderType.MARKET;
    }

    boolean postOnly() {
        return command.decoder().flags().postOnly();
    }
}
