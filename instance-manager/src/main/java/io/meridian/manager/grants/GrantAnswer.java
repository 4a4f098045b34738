package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.GrantTable;
import io.meridian.bus.grant.PoolCeilings;
import io.meridian.bus.topic.TopicPattern;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Why an instance can or cannot do something, as its sidecar decides.
 *
 * @param rule that decided, or that would have allowed it
 * @param nearest to allowing it, where it is denied
 * @param ceiling of its pool: whether it could be granted at all
 * @param waiting requests that would allow it if somebody approved them
 */
public record GrantAnswer(
        Decision decision,
        Optional<GrantRule> rule,
        Optional<GrantRule> nearest,
        PoolCeilings.Check ceiling,
        List<GrantRule> waiting) {
    private static final long MILLI_NS = 1_000_000;

    /** @param pool of the instance */
    public static GrantAnswer of(
            GrantBoard board, String instance, String pool, Action action, TopicPattern pattern, Instant now) {
        List<GrantRule> own =
                board.list(instance, EnumSet.of(GrantState.ACTIVE, GrantState.EXPIRED, GrantState.REQUESTED));
        List<GrantRule> decided = own.stream()
                .filter(each -> each.state() != GrantState.REQUESTED)
                .toList();
        Decision decision = GrantTable.of(decided.stream().map(GrantRule::grant).toList())
                .explain(instance, pool, action, pattern, now.toEpochMilli() * MILLI_NS);
        return new GrantAnswer(
                decision,
                decision.rule().flatMap(grant -> named(decided, grant.id())),
                decision.nearest().flatMap(grant -> named(decided, grant.id())),
                board.check(new GrantBoard.Wanted(instance, Effect.ALLOW, action, pattern, null, ""), pool),
                own.stream()
                        .filter(each -> each.state() == GrantState.REQUESTED
                                && each.effect() == Effect.ALLOW
                                && each.action() == action
                                && each.pattern().covers(pattern))
                        .toList());
    }

    private static Optional<GrantRule> named(List<GrantRule> rules, String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
