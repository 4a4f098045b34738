package io.meridian.sdk.annotation;

/** What a plugin keeps across a crash. */
public enum StatePolicy {
    /** Nothing: a message handled is done with. */
    NONE,
    /**
     * What {@code saveState} writes. A message handled is done with once a snapshot covers it; after a crash the last
     * snapshot comes back, and every durable message since.
     */
    SNAPSHOT
}
