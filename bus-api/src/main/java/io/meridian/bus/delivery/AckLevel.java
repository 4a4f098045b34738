package io.meridian.bus.delivery;

/** What is known to have happened to a message once it is acknowledged, weakest first. */
public enum AckLevel {
    /** In the publisher's own send queue; lost with the publisher's process. */
    QUEUED,
    /** Received by the engine's server or log buffer; lost with that process. */
    RECEIVED,
    /** Written by the engine to its file; survives the death of any process, not of the machine. */
    STORED,
    /** Forced to the disk; survives a power cut of the machine. */
    FSYNCED,
    /** On the disks or in the memory of a majority of machines. */
    REPLICATED;

    /** Whether this level promises at least as much as {@code other}. */
    public boolean atLeast(AckLevel other) {
        return compareTo(other) >= 0;
    }
}
