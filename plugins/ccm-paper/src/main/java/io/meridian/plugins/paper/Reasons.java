package io.meridian.plugins.paper;

import io.meridian.matching.EndReason;

/** Why an order ended, in words. */
final class Reasons {
    private Reasons() {}

    static String of(EndReason reason) {
        return switch (reason) {
            case CANCELLED -> "";
            case NOTHING_TO_TRADE -> "there was no more to trade with, and it may not wait";
            case FILL_OR_KILL -> "it could not be filled whole at once";
            case SELF_TRADE -> "it would have traded with an order of the same portfolio";
            case MODIFIED_TO_FILLED -> "the change left nothing open";
            case AUCTION_OVER -> "it was not filled in its auction";
        };
    }
}
