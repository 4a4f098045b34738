package io.meridian.bus.grant;

import io.meridian.bus.topic.TopicPattern;

/**
 * One question asked on every message: may this instance do this on this topic? Made by {@link GrantTable#handle}.
 *
 * <p>The answer is kept until the grants are replaced or the first grant behind it expires, so a check reads
 * two fields and compares, without allocation. A revoked grant is seen by the next check on any thread. Safe
 * for several threads.
 */
public final class GrantHandle {
    private final GrantTable table;
    private final GrantQuestion question;
    // Plain on purpose. A verdict is immutable with final fields, so a racing thread reads a whole one, old or
    // new. An old one is of an older epoch or ends earlier, so it fails the comparison below and is worked out
    // again: a race can cost time but never give a wrong answer.
    private GrantSnapshot.Verdict verdict = GrantSnapshot.Verdict.NONE;

    GrantHandle(final GrantTable table, final GrantQuestion question) {
        this.table = table;
        this.question = question;
    }

    /** Whether it is allowed at this time, in ns since the epoch. */
    public boolean allowed(final long nowNs) {
        final GrantSnapshot.Verdict known = verdict;
        // The volatile read of the epoch is what makes a revocation visible here: on x86 and on ARM it is an
        // ordinary load (acquire), and it cannot be hoisted out of a caller's loop. A verdict carries the epoch
        // of the snapshot it came from, never that of the table's field, so an equal epoch means it came from
        // exactly these grants.
        return known.epoch() == table.epoch() && nowNs < known.validUntilNs() ? known.allowed() : ask(nowNs);
    }

    /** Says why. For people: this allocates. */
    public Decision explain(final long nowNs) {
        return GrantExplainer.explain(table.snapshot(), question, nowNs);
    }

    /** The action asked about. */
    public Action action() {
        return question.action();
    }

    /** The topic asked about, or the pattern. */
    public TopicPattern pattern() {
        return question.pattern();
    }

    @Override
    public String toString() {
        return "GrantHandle[" + question + "]";
    }

    private boolean ask(final long nowNs) {
        final GrantSnapshot.Verdict fresh = table.snapshot().evaluate(question, nowNs);
        verdict = fresh;
        return fresh.allowed();
    }
}
