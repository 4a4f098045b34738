package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicPattern;
import java.util.Objects;

/** What a check is about. The principals are ready as keys; {@code pool} is null for an instance without one. */
record GrantQuestion(Principal.Instance instance, Principal.Pool pool, Action action, TopicPattern pattern) {
    GrantQuestion {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(pattern, "pattern");
    }

    GrantQuestion(final String instance, final String pool, final Action action, final TopicPattern pattern) {
        this(
                new Principal.Instance(instance),
                pool == null ? null : new Principal.Pool(new PoolType(pool)),
                action,
                pattern);
    }

    /** Whether a grant of the right principal and action decides this question. */
    boolean isDecidedBy(final Grant grant) {
        return switch (grant.effect()) {
            case ALLOW -> grant.pattern().covers(pattern);
            case DENY -> grant.pattern().intersects(pattern);
        };
    }

    @Override
    public String toString() {
        return "instance=" + instance.name() + " pool="
                + (pool == null ? "none" : pool.type().name()) + " action=" + action
                + (pattern.isConcrete() ? " topic=" : " pattern=") + pattern;
    }
}
