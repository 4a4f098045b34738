package io.meridian.manager.grants;

/** How far a grant is. */
public enum GrantState {
    /** Its author still thinks about it. */
    DRAFT,
    /** Waits for a decision. */
    REQUESTED,
    /** In force: in the file of its instance's sidecar. */
    ACTIVE,
    /** Decided against; the reason says why. */
    REJECTED,
    /** Taken back by who requested it. */
    CANCELLED,
    /** Its time is over. */
    EXPIRED,
    /** Taken away. */
    REVOKED
}
