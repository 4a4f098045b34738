package io.meridian.manager.health;

/** How well something is, from well to worst. */
public enum Level {
    OK,
    /** As it shall be, and not at work. */
    STOPPED,
    STARTING,
    /** Works, and something is wrong that a person should see. */
    DEGRADED,
    FAILED
}
