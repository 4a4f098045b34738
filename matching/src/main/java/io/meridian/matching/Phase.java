package io.meridian.matching;

/** What the book does with orders now. */
public enum Phase {
    /** Takes orders for the next opening only: AT_OPEN, AT_CLOSE, and those that may wait. Nothing trades. */
    CLOSED,
    /** Collects orders for the opening price. */
    OPENING,
    /** Matches at once. */
    CONTINUOUS,
    /** Collects orders for the closing price. */
    CLOSING
}
