package io.meridian.manager.basis;

/** How strict the manager is. */
public enum Mode {
    /** On a person's own machine: versions may change without a new number, and what a manifest asks for is granted at once. */
    DEVELOPMENT,
    /** Where it counts: nothing of that. */
    PRODUCTION
}
