package io.meridian.bus.delivery;

/** What happens when a subscriber cannot keep up. */
public enum Overflow {
    /** Nothing is dropped. On engines without a stored log the publisher is back-pressured in the end. */
    LOSSLESS,
    /** The newest or oldest messages are dropped; each loss is counted and reported as a gap. Siblings are unaffected. */
    LOSSY
}
