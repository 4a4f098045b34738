package io.meridian.bus.grant;

import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import java.util.Collection;
import java.util.List;

/**
 * The grants in force, compiled for asking. A matching DENY wins; where nothing matches, the answer is no.
 *
 * <p>A question may be about a topic or about a pattern, such as a wildcard subscription. A pattern is allowed
 * if one ALLOW grant covers the whole of it and no DENY grant meets any part of it. Several grants that cover
 * it only together do not count: each answer has one rule behind it that a person can read and revoke.
 *
 * <p>Safe for any number of threads. {@link #replace} swaps all grants at once and raises the epoch; no one
 * sees half of it. Time is taken to move forward: an answer given for one instant may be reused for another
 * shortly before it.
 */
public final class GrantTable {
    // Written in this order by replace: snapshot, then epoch. Both are volatile, so whoever reads an epoch here
    // also sees the snapshot of that epoch or a newer one, and the compiler cannot keep an old epoch in a
    // register across checks.
    private volatile GrantSnapshot snapshot;
    private volatile long epoch;

    private GrantTable(final GrantSnapshot snapshot) {
        this.snapshot = snapshot;
        epoch = snapshot.epoch();
    }

    /** A table without grants: everything is denied until {@link #replace}. */
    public static GrantTable empty() {
        return of(List.of());
    }

    /**
     * A table of these grants.
     *
     * @throws IllegalArgumentException if two grants have the same id
     */
    public static GrantTable of(final Collection<Grant> grants) {
        return new GrantTable(GrantSnapshot.compile(1, grants));
    }

    /** The table of a platform process: everything is allowed, and its grants cannot be replaced. */
    public static GrantTable unrestricted() {
        return new GrantTable(GrantSnapshot.unrestricted());
    }

    /**
     * Puts these grants in the place of all present ones. When this returns, every check that starts
     * afterwards, on any thread, answers by the new grants.
     *
     * @throws IllegalArgumentException if two grants have the same id; the table is then unchanged
     * @throws IllegalStateException    if the table is unrestricted
     */
    public synchronized void replace(final Collection<Grant> grants) {
        if (snapshot.isUnrestricted()) {
            throw new IllegalStateException("an unrestricted table has no grants to replace: grants=" + grants.size());
        }
        final GrantSnapshot next = GrantSnapshot.compile(epoch + 1, grants);
        snapshot = next;
        epoch = next.epoch();
    }

    /** Rises by one with each {@link #replace}. */
    public long epoch() {
        return epoch;
    }

    /** Whether everything is allowed. */
    public boolean isUnrestricted() {
        return snapshot.isUnrestricted();
    }

    /**
     * A handle for checking one action of one instance on a topic again and again. The table does not keep it.
     *
     * @param instance the name of the instance
     * @param pool     the name of its pool type, or null if it has none
     */
    public GrantHandle handle(final String instance, final String pool, final Action action, final Topic topic) {
        return handle(instance, pool, action, TopicPattern.of(topic));
    }

    /** As {@link #handle(String, String, Action, Topic)}, for the whole of a pattern. */
    public GrantHandle handle(
            final String instance, final String pool, final Action action, final TopicPattern pattern) {
        return new GrantHandle(this, new GrantQuestion(instance, pool, action, pattern));
    }

    /** Whether it is allowed at this time. For a question asked once; otherwise take a handle. */
    public boolean isAllowed(
            final String instance,
            final String pool,
            final Action action,
            final TopicPattern pattern,
            final long nowNs) {
        return snapshot.evaluate(new GrantQuestion(instance, pool, action, pattern), nowNs)
                .allowed();
    }

    /** Says whether it is allowed at this time, which rule decides, and for a denial what is missing. */
    public Decision explain(
            final String instance, final String pool, final Action action, final Topic topic, final long nowNs) {
        return explain(instance, pool, action, TopicPattern.of(topic), nowNs);
    }

    /** As {@link #explain(String, String, Action, Topic, long)}, for the whole of a pattern. */
    public Decision explain(
            final String instance,
            final String pool,
            final Action action,
            final TopicPattern pattern,
            final long nowNs) {
        return GrantExplainer.explain(snapshot, new GrantQuestion(instance, pool, action, pattern), nowNs);
    }

    GrantSnapshot snapshot() {
        return snapshot;
    }
}
