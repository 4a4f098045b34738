package io.meridian.bus;

/** What a handler makes of a message. Throwing is the same as {@link #RETRY} with the exception as reason. */
public enum Verdict {
    /** Done with it. */
    ACCEPT,
    /** Not now: deliver it again later, with the attempt count raised, and after the last attempt as a dead letter. */
    RETRY,
    /** Never: make it a dead letter at once. */
    REJECT,
    /** Undecided: the handler keeps {@code message.token()} and calls {@code subscription.settle} later. */
    HOLD
}
