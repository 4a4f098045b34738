package io.meridian.manager.health;

import io.meridian.manager.grants.MissingGrants;
import java.time.Instant;
import java.util.List;

/**
 * How an instance is.
 *
 * @param reasons in words for people; empty when all is well
 * @param missing what its manifest asks for and no grant in force allows
 * @param since when it has been at this level
 */
public record Health(Level level, List<String> reasons, List<MissingGrants.Missing> missing, Instant since) {
    public Health {
        reasons = List.copyOf(reasons);
        missing = List.copyOf(missing);
    }
}
