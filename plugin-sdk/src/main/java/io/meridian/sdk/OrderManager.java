package io.meridian.sdk;

import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderCommand;
import io.meridian.sdk.event.ReportWriter;

/**
 * Turns targets and order commands into work for execution, and says what became of each order. It overrides
 * {@code onTargetPosition}, {@code onNewOrder}, {@code onPlacement}, {@code onFill} and what else it cares about.
 */
public abstract class OrderManager extends OrderRole {
    /** Says on {@code platform.oms.event.{portfolio}} that an order is in another state. */
    protected final long report(ReportWriter.OrderReportValues values) {
        return orderEvent(Topics.orderEvent(values.portfolio()), values);
    }

    /** Passes a fill on to those who follow the portfolio's orders. */
    protected final long report(Fill fill) {
        return forward(Topics.orderEvent(fill.portfolio()), fill);
    }

    /** Hands a command to execution as it is. */
    protected final long release(OrderCommand command) {
        return forward(Topics.executionCommand(command.portfolio()), command);
    }
}
