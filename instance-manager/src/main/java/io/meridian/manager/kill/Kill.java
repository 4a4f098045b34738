package io.meridian.manager.kill;

import java.time.Instant;

/**
 * One use of the switch.
 *
 * @param target what the scope is about, empty for all
 * @param drill nothing was stopped: it was tried out
 * @param releasedAt null while it holds
 */
public record Kill(
        String id,
        KillScope scope,
        String target,
        boolean drill,
        String setBy,
        Instant setAt,
        String reason,
        String releasedBy,
        Instant releasedAt,
        String releasedReason) {
    /** Whether it stops orders now. */
    public boolean holds() {
        return !drill && releasedAt == null;
    }

    /** What it is about, for a person. */
    public String words() {
        return scope == KillScope.ALL ? "everything" : scope.name().toLowerCase(java.util.Locale.ROOT) + " " + target;
    }
}
