package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.topic.TopicPattern;
import java.util.EnumSet;
import java.util.List;

/**
 * What somebody should know who decides on a grant.
 *
 * @param withinCeiling whether the pool's ceiling allows it
 * @param ceiling why, in words
 * @param sensitive why more than one person must approve it; empty: one is enough
 * @param coveredBy grants in force that allow it already
 * @param denied grants in force that deny a part of it all the same
 * @param publishers instances that publish there, by their grants in force
 * @param readers instances that read there
 * @param liveTopics on which messages came while it was looked at
 * @param shadow what would be denied if all that waits were in force
 */
public record GrantReview(
        GrantRule rule,
        boolean withinCeiling,
        String ceiling,
        List<String> sensitive,
        List<String> coveredBy,
        List<String> denied,
        List<String> publishers,
        List<String> readers,
        List<String> liveTopics,
        ShadowAnswer shadow) {

    /** @param pool of the instance it is for */
    public static GrantReview of(
            GrantBoard board, GrantRule rule, String pool, List<String> liveTopics, ShadowAnswer shadow) {
        List<GrantRule> active = board.list(null, EnumSet.of(GrantState.ACTIVE));
        var check = board.ceiling(rule, pool);
        List<GrantRule> own = active.stream()
                .filter(other -> other.instance().equals(rule.instance())
                        && other.action() == rule.action()
                        && !other.id().equals(rule.id()))
                .toList();
        return new GrantReview(
                rule,
                check.within(),
                check.text(),
                board.tags(rule),
                own.stream()
                        .filter(other -> other.effect() == Effect.ALLOW
                                && other.pattern().covers(rule.pattern()))
                        .map(GrantRule::id)
                        .toList(),
                own.stream()
                        .filter(other ->
                                other.effect() == Effect.DENY && other.pattern().intersects(rule.pattern()))
                        .map(GrantRule::id)
                        .toList(),
                instances(active, Action.PUBLISH, rule.pattern()),
                instances(active, Action.SUBSCRIBE, rule.pattern()),
                liveTopics,
                shadow);
    }

    private static List<String> instances(List<GrantRule> active, Action action, TopicPattern pattern) {
        return active.stream()
                .filter(rule -> rule.effect() == Effect.ALLOW
                        && rule.action() == action
                        && rule.pattern().intersects(pattern))
                .map(GrantRule::instance)
                .distinct()
                .sorted()
                .toList();
    }
}
