package io.meridian.cluster.decision;

/**
 * Where this node stands.
 *
 * @param role what it is in the log's protocol
 * @param counter who counts the votes for decisions, as far as it knows, or empty: nobody, since more than half are away
 * @param term of the log's protocol
 * @param position how many decisions it knows
 * @param logged how many entries its log has
 * @param committed how many of them hold
 */
public record Standing(Role role, String counter, long term, long position, long logged, long committed) {
    public enum Role {
        /** It counts the votes. */
        COUNTER,
        VOTER,
        /** It hears all decisions and has no vote: it is no seed. */
        LEARNER
    }
}
