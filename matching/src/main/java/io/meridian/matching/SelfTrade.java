package io.meridian.matching;

/** What happens when two orders of one owner would trade in continuous matching. In auctions they do trade. */
public enum SelfTrade {
    /** They trade. */
    ALLOW,
    /** What is left of the incoming order is cancelled. */
    CANCEL_NEWEST,
    /** The resting order is cancelled, and matching goes on. */
    CANCEL_OLDEST,
    CANCEL_BOTH,
    /** Both become smaller by what they would have traded. */
    DECREMENT
}
