package io.meridian.matching;

/** Why an order ended before it was filled. */
public enum EndReason {
    CANCELLED,
    /** A market order, or one that is immediate or cancel, found no more to trade with. */
    NOTHING_TO_TRADE,
    /** A fill or kill order could not be filled whole. */
    FILL_OR_KILL,
    SELF_TRADE,
    /** A modify left nothing open. */
    MODIFIED_TO_FILLED,
    /** An order for an auction was not filled in it. */
    AUCTION_OVER
}
