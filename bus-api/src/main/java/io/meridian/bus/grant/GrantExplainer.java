package io.meridian.bus.grant;

import io.meridian.bus.grant.Decision.Reason;
import io.meridian.bus.topic.TopicPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the words behind an answer. Cold: it looks at every grant of the principals. */
final class GrantExplainer {
    private static final Comparator<Grant> MOST_SPECIFIC_FIRST =
            Comparator.comparing(Grant::pattern, TopicPattern.MOST_SPECIFIC_FIRST);

    private GrantExplainer() {}

    static Decision explain(final GrantSnapshot snapshot, final GrantQuestion question, final long nowNs) {
        final long epoch = snapshot.epoch();
        if (snapshot.isUnrestricted()) {
            return new Decision(
                    true,
                    Reason.UNRESTRICTED,
                    Optional.empty(),
                    Optional.empty(),
                    epoch,
                    "ALLOWED " + question + ": the table of a platform process is unrestricted");
        }
        final List<Grant> grants = snapshot.grants(question, question.action());
        final Optional<Grant> allow =
                best(grants, Effect.ALLOW, grant -> grant.isLive(nowNs) && question.isDecidedBy(grant));
        final Optional<Grant> deny =
                best(grants, Effect.DENY, grant -> grant.isLive(nowNs) && question.isDecidedBy(grant));
        if (deny.isPresent()) {
            return denied(question, Reason.DENIED_BY_RULE, deny, allow, epoch, deniedBy(question, deny.get(), allow));
        }
        if (allow.isPresent()) {
            return new Decision(
                    true,
                    Reason.ALLOWED_BY_RULE,
                    allow,
                    Optional.empty(),
                    epoch,
                    "ALLOWED " + question + ": by " + allow.get());
        }
        final Optional<Grant> nearest = nearest(snapshot, question, nowNs);
        final Optional<Grant> expired = grants.stream()
                .filter(grant -> grant.effect() == Effect.ALLOW && !grant.isLive(nowNs) && question.isDecidedBy(grant))
                .max(Comparator.comparingLong(Grant::expiryNs));
        if (expired.isPresent()) {
            return denied(
                    question,
                    Reason.EXPIRED,
                    expired,
                    nearest,
                    epoch,
                    expired.get() + " would allow it but expired at "
                            + Grant.time(expired.get().expiryNs()) + ". Renew that grant");
        }
        final Optional<Grant> part = best(
                grants,
                Effect.ALLOW,
                grant -> grant.isLive(nowNs) && grant.pattern().intersects(question.pattern()));
        if (part.isPresent()) {
            return denied(
                    question,
                    Reason.PARTLY_COVERED,
                    part,
                    part,
                    epoch,
                    "the pattern is only partly covered by " + part.get()
                            + ", and one rule must cover all of it. Ask for a narrower pattern, or for a wider grant");
        }
        return denied(
                question,
                Reason.NO_RULE,
                Optional.empty(),
                nearest,
                epoch,
                "no rule allows it"
                        + nearest.map(grant -> "; the nearest is " + grant).orElse("; there is no rule near it")
                        + ". Ask for a grant of " + question.action() + " on " + question.pattern());
    }

    private static Decision denied(
            final GrantQuestion question,
            final Reason reason,
            final Optional<Grant> rule,
            final Optional<Grant> nearest,
            final long epoch,
            final String why) {
        return new Decision(false, reason, rule, nearest, epoch, "DENIED " + question + ": " + why);
    }

    private static String deniedBy(final GrantQuestion question, final Grant deny, final Optional<Grant> allow) {
        final boolean inPart = !deny.pattern().covers(question.pattern());
        return (inPart ? "a part of the pattern is denied by " : "by ")
                + deny
                + allow.map(grant -> ", which wins over " + grant).orElse("; no rule would allow it either")
                + (inPart ? ". Ask for a pattern that leaves that part out" : ". Only removing that rule can allow it");
    }

    private static Optional<Grant> best(final List<Grant> grants, final Effect effect, final Predicate<Grant> wanted) {
        // Of equals the first stays, so the instance's own grant is named before its pool's.
        return grants.stream()
                .filter(grant -> grant.effect() == effect)
                .filter(wanted)
                .min(MOST_SPECIFIC_FIRST);
    }

    /** The live ALLOW that shares the most leading segments; at a tie one that allows another action on all of it. */
    private static Optional<Grant> nearest(
            final GrantSnapshot snapshot, final GrantQuestion question, final long nowNs) {
        Grant nearest = null;
        int most = 0;
        for (final Action action : Action.values()) {
            for (final Grant grant : snapshot.grants(question, action)) {
                if (grant.effect() != Effect.ALLOW || !grant.isLive(nowNs)) {
                    continue;
                }
                final int score = 4 * sharedSegments(grant.pattern(), question.pattern())
                        + (question.isDecidedBy(grant) ? 2 : 0)
                        + (action == question.action() ? 1 : 0);
                if (score > most && score >= 2) {
                    most = score;
                    nearest = grant;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int sharedSegments(final TopicPattern left, final TopicPattern right) {
        final int shortest = Math.min(left.segments(), right.segments());
        int shared = 0;
        while (shared < shortest && left.segment(shared).equals(right.segment(shared))) {
            shared++;
        }
        return shared;
    }
}
