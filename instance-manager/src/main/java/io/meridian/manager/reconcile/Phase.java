package io.meridian.manager.reconcile;

/** How far an instance is, in one word. */
public enum Phase {
    STOPPED,
    /** Shall run, and waits for instances that it needs. */
    WAITING,
    STARTING,
    RUNNING,
    STOPPING,
    /** Crashed, and is started again in a while. */
    BACKING_OFF,
    QUARANTINED
}
