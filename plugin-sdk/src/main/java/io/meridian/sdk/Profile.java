package io.meridian.sdk;

/** What is promised for the messages of a topic. All who use a topic use it on the same profile. */
public enum Profile {
    /** Soonest, but what cannot be delivered is lost, and seen as a gap. */
    FAST,
    /** Stored; delivered at least once, also after a crash. */
    DURABLE
}
