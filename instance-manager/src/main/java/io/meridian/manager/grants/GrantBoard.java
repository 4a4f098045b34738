package io.meridian.manager.grants;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.PoolCeilings;
import io.meridian.bus.grant.PoolType;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.Rows;
import io.meridian.plugin.contract.manifest.Manifest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The life of grants: requested, decided by others than who requested, taken away, ended by time. Each step is noted as an act in the same
 * transaction; once it is written, the sidecar of the instance is told.
 */
public final class GrantBoard {
    private static final Duration LONGEST_EMERGENCY = Duration.ofHours(4);
    private static final Set<GrantState> OPEN = EnumSet.of(GrantState.DRAFT, GrantState.REQUESTED, GrantState.ACTIVE);

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final Policy policy;
    private final Consumer<String> changed;

    /**
     * The rules of deciding.
     *
     * @param sensitiveApprovals how many people must approve a sensitive grant
     */
    public record Policy(Mode mode, PoolCeilings ceilings, SensitiveTopics sensitive, int sensitiveApprovals) {}

    /** What is asked for. @param expiresAt when it shall end by itself, or null */
    public record Wanted(
            String instance, Effect effect, Action action, TopicPattern pattern, Instant expiresAt, String reason) {}

    /** @param changed is told each instance whose grants in force or waiting are others now */
    public GrantBoard(Database database, Acts acts, InstantSource clock, Policy policy, Consumer<String> changed) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.policy = policy;
        this.changed = changed;
    }

    /** Those of an instance, or of all for null; in these states, or in all for none. */
    public List<GrantRule> list(String instance, Set<GrantState> states) {
        return database.read(rows -> GrantRows.list(rows, instance, states));
    }

    /** @throws Refusal when there is none */
    public GrantRule get(String id) {
        return database.read(rows -> GrantRows.get(rows, id));
    }

    /** Why more than one person must approve it; empty: one is enough. */
    public List<String> tags(GrantRule rule) {
        return policy.sensitive().tags(rule.action(), rule.pattern());
    }

    /** Whether the ceiling of a pool allows it, and why. */
    public PoolCeilings.Check ceiling(GrantRule rule, String pool) {
        return policy.ceilings().check(rule.grant(), new PoolType(pool));
    }

    /**
     * Requests one. The same again gives the one that is there.
     *
     * @param pool of the instance
     * @param draft whether its author still thinks about it
     */
    public GrantRule request(Person by, Wanted wanted, String pool, boolean draft) {
        requireFuture(wanted.expiresAt());
        PoolCeilings.Check check = check(wanted, pool);
        if (!check.within()) {
            throw Refusal.conflict(check.text() + ".");
        }
        return database.write(rows -> {
            List<GrantRule> same = GrantRows.list(rows, wanted.instance(), OPEN).stream()
                    .filter(rule -> isSame(rule, wanted))
                    .toList();
            return same.isEmpty()
                    ? insert(rows, by, wanted, draft ? GrantState.DRAFT : GrantState.REQUESTED, false)
                    : same.getFirst();
        });
    }

    /** Whether the ceiling of a pool would allow it, and why. */
    PoolCeilings.Check check(Wanted wanted, String pool) {
        return policy.ceilings()
                .check(
                        new Grant(
                                "new",
                                Principal.instance(wanted.instance()),
                                wanted.action(),
                                wanted.pattern(),
                                wanted.effect(),
                                Grant.NO_EXPIRY),
                        new PoolType(pool));
    }

    private static boolean isSame(GrantRule rule, Wanted wanted) {
        return rule.effect() == wanted.effect()
                && rule.action() == wanted.action()
                && rule.pattern().equals(wanted.pattern())
                && !rule.emergency();
    }

    private void requireFuture(Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Refusal.invalid("until=" + expiresAt + " is over already.");
        }
    }

    /**
     * Requests what a manifest asks for and no grant of the instance covers. In development it is granted at once; what the
     * ceiling of the pool forbids is rejected with the reason.
     */
    public void requestMissing(Rows rows, Person by, String instance, Manifest manifest) throws SQLException {
        for (Wanted wanted : of(manifest, instance)) {
            boolean isThere = GrantRows.list(rows, instance, OPEN).stream()
                    .anyMatch(rule -> rule.allows(wanted.action(), wanted.pattern()));
            if (isThere) {
                continue;
            }
            PoolCeilings.Check check = check(wanted, manifest.pool());
            GrantRule made = insert(rows, by, wanted, GrantState.REQUESTED, false);
            if (!check.within()) {
                decide(rows, Person.MANAGER, made, GrantState.REJECTED, "grant.reject", check.text());
            } else if (policy.mode() == Mode.DEVELOPMENT) {
                decide(
                        rows,
                        Person.MANAGER,
                        made,
                        GrantState.ACTIVE,
                        "grant.approve",
                        "in development what a manifest asks for is granted");
            }
        }
    }

    /** What a manifest asks for. */
    private static Set<Wanted> of(Manifest manifest, String instance) {
        Set<Wanted> all = new LinkedHashSet<>();
        for (Asked asked : Asked.of(manifest)) {
            all.add(new Wanted(
                    instance,
                    Effect.ALLOW,
                    asked.action(),
                    TopicPattern.of(asked.pattern()),
                    null,
                    "asked for by its manifest"));
        }
        return all;
    }

    private GrantRule insert(Rows rows, Person by, Wanted wanted, GrantState state, boolean emergency)
            throws SQLException {
        boolean isSensitive = wanted.effect() == Effect.ALLOW
                && !policy.sensitive().tags(wanted.action(), wanted.pattern()).isEmpty();
        GrantRule rule = new GrantRule(
                "g-" + UUID.randomUUID().toString().substring(0, 13),
                wanted.instance(),
                wanted.effect(),
                wanted.action(),
                wanted.pattern(),
                wanted.expiresAt(),
                state,
                emergency,
                emergency ? 0 : isSensitive ? policy.sensitiveApprovals() : 1,
                by.name(),
                clock.instant(),
                wanted.reason(),
                emergency ? by.name() : null,
                emergency ? clock.instant() : null,
                emergency ? wanted.reason() : null,
                1,
                List.of());
        GrantRows.insert(rows, rule);
        acts.note(
                rows,
                by,
                emergency ? "grant.break-glass" : "grant.request",
                rule.id(),
                null,
                rule.words() + (rule.expiresAt() == null ? "" : " until " + rule.expiresAt()),
                wanted.reason());
        rows.afterwards(() -> changed.accept(rule.instance()));
        return rule;
    }

    /** Hands in a draft. */
    public GrantRule submit(Person by, String id) {
        return database.write(rows -> {
            GrantRule rule = requireState(GrantRows.get(rows, id), GrantState.DRAFT);
            requireRequester(by, rule);
            return decide(rows, by, rule, GrantState.REQUESTED, "grant.submit", "");
        });
    }

    /**
     * Says yes to some, which must all ask for the same.
     *
     * @param revision of the one that was looked at, or 0; for several it is 0
     */
    public List<GrantRule> approve(Person by, List<String> ids, long revision, String reason) {
        return database.write(rows -> {
            List<GrantRule> approved = new java.util.ArrayList<>();
            for (String id : ids) {
                GrantRule rule = requireState(GrantRows.get(rows, id), GrantState.REQUESTED);
                requireRevision(rule, revision);
                if (!approved.isEmpty() && !asksTheSame(rule, approved.getFirst())) {
                    throw Refusal.invalid("Several are approved at once only when they ask for the same: "
                            + rule.words() + " is not " + approved.getFirst().words() + ".");
                }
                approved.add(approve(rows, by, rule, reason));
            }
            return approved;
        });
    }

    private static boolean asksTheSame(GrantRule one, GrantRule other) {
        return one.effect() == other.effect()
                && one.action() == other.action()
                && one.pattern().equals(other.pattern());
    }

    private GrantRule approve(Rows rows, Person by, GrantRule rule, String reason) throws SQLException {
        if (rule.requestedBy().equals(by.name())) {
            throw Refusal.forbidden("You requested " + rule.id() + " yourself: somebody else must decide on it.");
        }
        if (rule.approvals().stream().anyMatch(given -> given.approver().equals(by.name()))) {
            throw Refusal.conflict("You approved " + rule.id() + " already; it needs " + rule.approvalsNeeded()
                    + " people and has " + rule.approvals().size() + ".");
        }
        requireFuture(rule.expiresAt());
        GrantRows.approve(rows, rule.id(), by.name(), clock.millis(), reason);
        if (rule.approvals().size() + 1 < rule.approvalsNeeded()) {
            acts.note(
                    rows,
                    by,
                    "grant.approve",
                    rule.id(),
                    rule.state().name(),
                    rule.state().name(),
                    reason);
            GrantRows.touch(rows, rule.id());
            return GrantRows.get(rows, rule.id());
        }
        return decide(rows, by, rule, GrantState.ACTIVE, "grant.approve", reason);
    }

    public GrantRule reject(Person by, String id, long revision, String reason) {
        requireReason(reason);
        return database.write(rows -> {
            GrantRule rule = requireState(GrantRows.get(rows, id), GrantState.REQUESTED);
            requireRevision(rule, revision);
            return decide(rows, by, rule, GrantState.REJECTED, "grant.reject", reason);
        });
    }

    /** Takes back a request of one's own. */
    public GrantRule cancel(Person by, String id, String reason) {
        return database.write(rows -> {
            GrantRule rule = requireState(GrantRows.get(rows, id), GrantState.DRAFT, GrantState.REQUESTED);
            requireRequester(by, rule);
            return decide(rows, by, rule, GrantState.CANCELLED, "grant.cancel", reason);
        });
    }

    /** Takes one away that is in force. */
    public GrantRule revoke(Person by, String id, String reason) {
        requireReason(reason);
        return database.write(rows -> {
            GrantRule rule = requireState(GrantRows.get(rows, id), GrantState.ACTIVE);
            return decide(rows, by, rule, GrantState.REVOKED, "grant.revoke", reason);
        });
    }

    /** Grants something for a short time without anybody's approval, within the ceiling. It ends by itself. */
    public GrantRule breakGlass(Person by, Wanted wanted, String pool, Duration lasts) {
        requireReason(wanted.reason());
        if (lasts.compareTo(Duration.ofMinutes(1)) < 0 || lasts.compareTo(LONGEST_EMERGENCY) > 0) {
            throw Refusal.invalid("An emergency lasts 1 minute to " + LONGEST_EMERGENCY.toMinutes() + " minutes.");
        }
        Wanted bounded = new Wanted(
                wanted.instance(),
                Effect.ALLOW,
                wanted.action(),
                wanted.pattern(),
                clock.instant().plus(lasts),
                wanted.reason());
        PoolCeilings.Check check = check(bounded, pool);
        if (!check.within()) {
            throw Refusal.conflict(check.text() + ".");
        }
        return database.write(rows -> insert(rows, by, bounded, GrantState.ACTIVE, true));
    }

    /** Ends what is over. The sidecars ended it already, by their own clock. */
    public void expire() {
        List<GrantRule> over = list(null, EnumSet.of(GrantState.ACTIVE, GrantState.REQUESTED)).stream()
                .filter(rule -> rule.expiresAt() != null && !rule.expiresAt().isAfter(clock.instant()))
                .toList();
        if (over.isEmpty()) {
            return;
        }
        database.write(rows -> {
            for (GrantRule rule : over) {
                decide(rows, Person.MANAGER, GrantRows.get(rows, rule.id()), GrantState.EXPIRED, "grant.expire", "");
            }
            return null;
        });
    }

    private GrantRule decide(Rows rows, Person by, GrantRule rule, GrantState state, String action, String reason)
            throws SQLException {
        String kept = reason.length() > 500 ? reason.substring(0, 500) : reason;
        GrantRows.decide(rows, rule.id(), state, by.name(), clock.millis(), kept);
        acts.note(rows, by, action, rule.id(), rule.state().name(), state.name(), kept);
        rows.afterwards(() -> changed.accept(rule.instance()));
        return GrantRows.get(rows, rule.id());
    }

    private static GrantRule requireState(GrantRule rule, GrantState... states) {
        if (!List.of(states).contains(rule.state())) {
            throw Refusal.conflict("Grant " + rule.id() + " is " + rule.state()
                    + (rule.decidedBy() == null ? "" : ", by " + rule.decidedBy()) + "; this goes only while it is "
                    + List.of(states) + ".");
        }
        return rule;
    }

    private static void requireRevision(GrantRule rule, long revision) {
        if (revision != 0 && revision != rule.revision()) {
            throw Refusal.stale("Grant " + rule.id() + " was changed meanwhile. Read it again.");
        }
    }

    private static void requireRequester(Person by, GrantRule rule) {
        if (!rule.requestedBy().equals(by.name()) && !by.is(Role.ADMIN)) {
            throw Refusal.forbidden(
                    "Grant " + rule.id() + " was requested by " + rule.requestedBy() + ", who alone can do this.");
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw Refusal.invalid("Say why: a reason is needed.");
        }
    }
}
