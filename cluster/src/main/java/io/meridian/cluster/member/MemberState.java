package io.meridian.cluster.member;

/** What this node thinks of another. */
public enum MemberState {
    /** It speaks. */
    ALIVE,
    /** It is silent for longer than it usually is. */
    SUSPECT,
    /** It was silent for too long, or its connection broke and it did not answer: others have taken over. */
    FAILED,
    /** It said that it ends. */
    LEFT
}
