package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.TopicPattern;
import java.time.Instant;
import java.util.List;

/**
 * One grant through its life.
 *
 * @param expiresAt when it ends by itself, or null
 * @param emergency in force without an approval, for a short time
 * @param approvalsNeeded of so many people, none of whom requested it
 * @param decidedBy who made it what it is now, or null while nobody has
 */
public record GrantRule(
        String id,
        String instance,
        Effect effect,
        Action action,
        TopicPattern pattern,
        Instant expiresAt,
        GrantState state,
        boolean emergency,
        int approvalsNeeded,
        String requestedBy,
        Instant requestedAt,
        String reason,
        String decidedBy,
        Instant decidedAt,
        String decidedReason,
        long revision,
        List<Approval> approvals) {
    /** One person's yes. */
    public record Approval(String approver, Instant at, String reason) {}

    public GrantRule {
        approvals = List.copyOf(approvals);
    }

    /** As the bus knows it. */
    Grant grant() {
        Grant grant = new Grant(id, Principal.instance(instance), action, pattern, effect, Grant.NO_EXPIRY);
        return expiresAt == null ? grant : grant.until(expiresAt.toEpochMilli() * 1_000_000L);
    }

    /** Whether this, when it is in force, lets its instance do all of that. */
    boolean allows(Action wanted, TopicPattern topics) {
        return effect == Effect.ALLOW && action == wanted && pattern.covers(topics);
    }

    /** What it is about, for a person. */
    public String words() {
        return effect.name().toLowerCase(java.util.Locale.ROOT) + " "
                + action.name().toLowerCase(java.util.Locale.ROOT) + " " + pattern + " to " + instance;
    }
}
