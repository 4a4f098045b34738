package io.meridian.bus.grant;

import java.util.Optional;

/**
 * An answer with its reason, for people.
 *
 * @param allowed whether the action is allowed
 * @param reason  the kind of reason
 * @param rule    the rule that decided, or for {@link Reason#EXPIRED} and {@link Reason#PARTLY_COVERED} the rule that
 *                would have allowed it
 * @param nearest for a denial, the rule in force that comes nearest to allowing it
 * @param epoch   the epoch of the table that answered
 * @param text    the whole answer in words: what, why, and for a denial what to do next
 */
public record Decision(
        boolean allowed, Reason reason, Optional<Grant> rule, Optional<Grant> nearest, long epoch, String text) {

    /** Why it is allowed or not. */
    public enum Reason {
        /** An ALLOW rule decided. */
        ALLOWED_BY_RULE,
        /** The table belongs to a platform process, to which everything is allowed. */
        UNRESTRICTED,
        /** A DENY rule decided. */
        DENIED_BY_RULE,
        /** A rule would allow it, but it has expired. */
        EXPIRED,
        /** A rule allows a part of the pattern asked for, and no single rule all of it. */
        PARTLY_COVERED,
        /** No rule speaks of it. */
        NO_RULE
    }

    @Override
    public String toString() {
        return text;
    }
}
