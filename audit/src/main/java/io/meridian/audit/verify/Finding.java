package io.meridian.audit.verify;

/**
 * Something that is not as it was recorded.
 *
 * @param index of the record, or the first of several; -1: no record in particular
 * @param place where to look: a file and a byte, or a checkpoint
 * @param text what is wrong, for people
 */
public record Finding(Kind kind, long index, String place, String text) {
    /** What was done to a log, as far as it can be told from what is left. */
    public enum Kind {
        /** A record's body is another than was recorded. */
        EDITED,
        /** A record's time, kind or clock is another than was recorded. */
        RESTAMPED,
        /** Records are gone from within. */
        DELETED,
        /** Records are there that were not recorded, or twice. */
        INSERTED,
        /** Records are not in their order. */
        REORDERED,
        /** Records are gone from the end. */
        TRUNCATED,
        /** Records were hashed anew: the chain holds, but it is another than the one that was signed. */
        REWRITTEN,
        /** A name is another than the one that a record stands for. */
        FORGED_NAME,
        /** Bytes are no record. */
        DAMAGED,
        /** A checkpoint was not signed with the key, or says something else than was signed. */
        FORGED_CHECKPOINT,
        /** A checkpoint is in one place and not in the other. */
        MISSING_CHECKPOINT
    }
}
