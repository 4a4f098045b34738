package io.meridian.manager.health;

import java.time.Instant;
import java.util.List;

/**
 * How an instance is.
 *
 * @param reasons in words for people; empty when all is well
 * @param since when it has been at this level
 */
public record Health(Level level, List<String> reasons, Instant since) {
    public Health {
        reasons = List.copyOf(reasons);
    }
}
