package io.meridian.cluster.query;

/**
 * What became of an answer.
 *
 * @param entry as it is now; of one that left, as it was told last
 */
public record Change(Kind kind, Entry entry) {
    /** What happened to it. */
    public enum Kind {
        ENTER,
        UPDATE,
        LEAVE
    }
}
