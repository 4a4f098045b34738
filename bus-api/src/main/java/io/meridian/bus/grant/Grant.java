package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicPattern;
import java.time.Instant;
import java.util.Objects;

/**
 * One rule in force.
 *
 * @param id         names the rule in decisions and in the audit trail; unique within a table
 * @param principal  whom it is for
 * @param action     what it is about
 * @param pattern    the topics, as plugins name them
 * @param effect     allow or deny
 * @param expiryNs   the first instant at which it is no longer in force, in ns since the epoch; {@link #NO_EXPIRY}
 *                   for none
 */
public record Grant(String id, Principal principal, Action action, TopicPattern pattern, Effect effect, long expiryNs) {
    /** The expiry of a grant that does not end. */
    public static final long NO_EXPIRY = Long.MAX_VALUE;

    /** @throws IllegalArgumentException if the id is blank */
    public Grant {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(effect, "effect");
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("id=" + id + ": a grant needs an id, so that decisions can name it");
        }
    }

    /** A grant that allows, without expiry. */
    public static Grant allow(
            final String id, final Principal principal, final Action action, final TopicPattern pattern) {
        return new Grant(id, principal, action, pattern, Effect.ALLOW, NO_EXPIRY);
    }

    /** A grant that denies, without expiry. */
    public static Grant deny(
            final String id, final Principal principal, final Action action, final TopicPattern pattern) {
        return new Grant(id, principal, action, pattern, Effect.DENY, NO_EXPIRY);
    }

    /** The same grant with this expiry, in ns since the epoch. */
    public Grant until(final long newExpiryNs) {
        return new Grant(id, principal, action, pattern, effect, newExpiryNs);
    }

    /** Whether it is in force at this time. */
    public boolean isLive(final long nowNs) {
        return nowNs < expiryNs || expiryNs == NO_EXPIRY;
    }

    @Override
    public String toString() {
        final String rule = "rule " + id + " (" + effect + " " + principal + " " + action + " " + pattern;
        return expiryNs == NO_EXPIRY ? rule + ")" : rule + " until " + time(expiryNs) + ")";
    }

    static Instant time(final long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L));
    }
}
