package io.meridian.sidecar;

/** How far a sidecar is. */
public enum SidecarState {
    /** Connects to the bus, waits for grants. Takes no plugin. */
    STARTING,
    /** A plugin is in and catches up on what it missed. */
    RECOVERING,
    /** All is well. */
    READY,
    /** Works, but something is wrong that a person should see; the reasons say what. */
    DEGRADED,
    /** Takes nothing new and finishes what is in flight. */
    DRAINING,
    /** Ended as it was told to. */
    STOPPED,
    /** Cannot go on; the reasons say why and what to do. */
    FAULTED
}
