package io.meridian.sdk;

import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.OrderCommand;

/**
 * Works orders in the market: splits them, chooses venues, and follows the placements. It overrides {@code onNewOrder},
 * {@code onCancelOrder}, {@code onOrderEvent} (of venues) and {@code onFill}.
 */
public abstract class ExecutionRouter extends OrderRole {
    /** Sends a command to a venue as it is. */
    protected final long route(String venue, OrderCommand command) {
        return forward(Topics.venueCommand(venue), command);
    }

    /** Passes a venue's fill on to the order manager. */
    protected final long report(Fill fill) {
        return forward(Topics.executionEvent(fill.portfolio()), fill);
    }
}
