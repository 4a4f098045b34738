package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The grants of one epoch. Never changed once made, so any thread may ask. */
final class GrantSnapshot {
    private final long epoch;
    private final boolean unrestricted;
    private final Map<Key, Rules> rules = new HashMap<>();

    /** The answer to one question, and how long it holds. */
    record Verdict(long epoch, long validUntilNs, boolean allowed) {
        /** Belongs to no epoch, so the first check replaces it. */
        static final Verdict NONE = new Verdict(-1, Long.MIN_VALUE, false);
    }

    private record Key(Principal principal, Action action) {}

    private record Rules(TopicTrie<Grant> byTopic, List<Grant> all) {
        Rules() {
            this(new TopicTrie<>(), new ArrayList<>());
        }
    }

    private GrantSnapshot(final long epoch, final boolean unrestricted) {
        this.epoch = epoch;
        this.unrestricted = unrestricted;
    }

    static GrantSnapshot compile(final long epoch, final Collection<Grant> grants) {
        final GrantSnapshot snapshot = new GrantSnapshot(epoch, false);
        final Set<String> ids = new HashSet<>();
        for (final Grant grant : grants) {
            if (!ids.add(grant.id())) {
                throw new IllegalArgumentException(
                        "two grants have id=" + grant.id() + "; give each its own, so that decisions can name it");
            }
            final Rules rules =
                    snapshot.rules.computeIfAbsent(new Key(grant.principal(), grant.action()), key -> new Rules());
            rules.byTopic().add(grant.pattern(), grant);
            rules.all().add(grant);
        }
        return snapshot;
    }

    static GrantSnapshot unrestricted() {
        return new GrantSnapshot(1, true);
    }

    long epoch() {
        return epoch;
    }

    boolean isUnrestricted() {
        return unrestricted;
    }

    /** All grants of the principals for an action, the instance's own first. */
    List<Grant> grants(final GrantQuestion question, final Action action) {
        final List<Grant> found = new ArrayList<>();
        addAll(found, question.instance(), action);
        addAll(found, question.pool(), action);
        return found;
    }

    Verdict evaluate(final GrantQuestion question, final long nowNs) {
        if (unrestricted) {
            return new Verdict(epoch, Long.MAX_VALUE, true);
        }
        final Tally tally = new Tally(nowNs);
        count(question, question.instance(), tally);
        count(question, question.pool(), tally);
        return new Verdict(epoch, tally.validUntilNs, tally.allowed && !tally.denied);
    }

    private void count(final GrantQuestion question, final Principal principal, final Tally tally) {
        final Rules found = principal == null ? null : rules.get(new Key(principal, question.action()));
        if (found == null) {
            return;
        }
        if (question.pattern().isConcrete()) {
            found.byTopic().forEachMatch(question.pattern().topic(), tally, (grant, sum) -> sum.add(grant));
            return;
        }
        for (final Grant grant : found.all()) {
            if (question.isDecidedBy(grant)) {
                tally.add(grant);
            }
        }
    }

    private void addAll(final List<Grant> target, final Principal principal, final Action action) {
        final Rules found = principal == null ? null : rules.get(new Key(principal, action));
        if (found != null) {
            target.addAll(found.all());
        }
    }

    private static final class Tally {
        private final long nowNs;
        private boolean allowed;
        private boolean denied;
        /** The answer cannot change before the first of the grants behind it ends. */
        private long validUntilNs = Long.MAX_VALUE;

        Tally(final long nowNs) {
            this.nowNs = nowNs;
        }

        void add(final Grant grant) {
            if (!grant.isLive(nowNs)) {
                return;
            }
            validUntilNs = Math.min(validUntilNs, grant.expiryNs());
            if (grant.effect() == Effect.ALLOW) {
                allowed = true;
            } else {
                denied = true;
            }
        }
    }
}
