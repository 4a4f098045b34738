package io.meridian.manager.reconcile;

/** What is to be done next for an instance; one thing at a time. */
public enum Step {
    NOTHING,
    START_SIDECAR,
    START_PLUGIN,
    STOP_PLUGIN,
    KILL_PLUGIN,
    STOP_SIDECAR,
    KILL_SIDECAR,
    /** The plugin has ended: it is written down why, when that was not wanted, and forgotten. */
    BURY_PLUGIN,
    BURY_SIDECAR
}
