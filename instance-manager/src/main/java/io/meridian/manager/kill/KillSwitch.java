package io.meridian.manager.kill;

import io.meridian.manager.account.Person;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.DatabaseException;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets the latches of sidecars, each directly, all at the same time. That comes first: neither the database nor the bus has to be there for it. What holds is
 * looked after: a sidecar that comes back without its latch gets it again.
 */
public final class KillSwitch {
    private static final Duration BUS_AFTER = Duration.ofMillis(100);
    private static final String SELECT =
            "SELECT id, scope, target, drill, set_by, set_at, reason, released_by, released_at, released_reason"
                    + " FROM kill";

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final KillTargets targets;
    private final Function<String, ControlClient> sidecars;
    private final Predicate<String> observes;
    private final KillBus bus;
    private final BiConsumer<String, String> log;
    private volatile List<Kill> holding = List.of();

    /** One sidecar's latch is asked for something. */
    private interface Ask {
        void ask(ControlClient sidecar) throws IOException;
    }

    /**
     * @param sidecars the way to the sidecar of an instance
     * @param observes whether the orders of an instance wait for a person for a reason of its own
     * @param log takes what happens to an instance
     */
    public KillSwitch(
            Database database,
            Acts acts,
            InstantSource clock,
            KillTargets targets,
            Function<String, ControlClient> sidecars,
            Predicate<String> observes,
            KillBus bus,
            BiConsumer<String, String> log) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.targets = targets;
        this.sidecars = sidecars;
        this.observes = observes;
        this.bus = bus;
        this.log = log;
        holding = list(true);
    }

    /** All, the latest first. @param onlyHolding those that hold now */
    public List<Kill> list(boolean onlyHolding) {
        return database.read(rows -> rows.all(
                KillSwitch::read,
                SELECT + (onlyHolding ? " WHERE released_at IS NULL AND drill = 0" : "")
                        + " ORDER BY set_at DESC, id DESC"));
    }

    /** How many hold now; known while the database is away, too. */
    public int holding() {
        return holding.size();
    }

    /** @throws Refusal when there is none */
    public Kill get(String id) {
        return database.read(rows -> rows.first(KillSwitch::read, SELECT + " WHERE id = ?", id))
                .orElseThrow(() -> Refusal.unknown("There is no kill '" + id + "'."));
    }

    /**
     * Stops orders.
     *
     * @param drill only finds out who would answer, and how fast
     */
    public KillReport set(Person by, KillScope scope, String target, boolean drill, String reason) {
        if (reason.isBlank()) {
            throw Refusal.invalid("Say why: a reason is needed.");
        }
        Kill kill = new Kill(
                UUID.randomUUID().toString(),
                scope,
                scope == KillScope.ALL ? "" : target,
                drill,
                by.name(),
                clock.instant(),
                reason,
                null,
                null,
                null);
        if (!drill) {
            // From here on nobody starts without a latch.
            hold(kill);
        }
        KillReport report = askAll(kill, targets.of(kill), sidecar -> {
            if (drill) {
                sidecar.status();
            } else {
                sidecar.latch(by.name(), reason);
            }
        });
        keep(by, kill, report);
        return report;
    }

    private synchronized void hold(Kill kill) {
        List<Kill> more = new ArrayList<>(holding);
        more.add(kill);
        holding = List.copyOf(more);
    }

    private synchronized void letGo(String id) {
        holding = holding.stream().filter(kill -> !kill.id().equals(id)).toList();
    }

    private void keep(Person by, Kill kill, KillReport report) {
        try {
            database.write(rows -> {
                rows.change(
                        "INSERT INTO kill (id, scope, target, drill, set_by, set_at, reason) VALUES (?, ?, ?, ?, ?, ?,"
                                + " ?)",
                        kill.id(),
                        kill.scope(),
                        kill.target(),
                        kill.drill() ? 1L : 0L,
                        kill.setBy(),
                        kill.setAt().toEpochMilli(),
                        kill.reason());
                acts.note(
                        rows,
                        by,
                        kill.drill() ? "kill.drill" : "kill.set",
                        kill.words(),
                        null,
                        report.latched().size() + " of "
                                + (report.latched().size() + report.failed().size()) + " in "
                                + report.took().toMillis() + " ms",
                        kill.reason());
                return null;
            });
        } catch (DatabaseException away) {
            // The latches are set and hold; a person must know that this manager forgets it when it ends.
            log.accept(
                    "",
                    "ALARM: the kill of " + kill.words() + " is in force and could not be written down: "
                            + away.getMessage());
        }
    }

    private KillReport askAll(Kill kill, List<String> instances, Ask ask) {
        long begin = System.nanoTime();
        ConcurrentSkipListSet<String> answered = new ConcurrentSkipListSet<>();
        Map<String, String> failed = new ConcurrentSkipListMap<>();
        List<String> notRunning = new ArrayList<>();
        AtomicReference<String> kernel = new AtomicReference<>("");
        AtomicReference<String> overBus = new AtomicReference<>("");
        AtomicLong lastNs = new AtomicLong(begin);
        instances.stream().filter(instance -> !targets.runs(instance)).forEach(notRunning::add);
        CountDownLatch direct = new CountDownLatch(instances.size() - notRunning.size());
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            if (!kill.drill()) {
                each.submit(() -> kernel.set(bus.tellKernel(kill, targets.published(kill))));
            }
            for (String instance : instances) {
                if (notRunning.contains(instance)) {
                    continue;
                }
                each.submit(() -> {
                    try {
                        ask.ask(sidecars.apply(instance));
                        answered.add(instance);
                        lastNs.accumulateAndGet(System.nanoTime(), Math::max);
                    } catch (IOException | RuntimeException e) {
                        failed.put(instance, String.valueOf(e.getMessage()));
                    } finally {
                        direct.countDown();
                    }
                });
            }
            if (kill.holds()) {
                // Those that are latched by then need not latch a second time while others still wait for the
                // processor.
                awaitQuietly(direct);
                overBus.set(bus.tellSidecars(kill, instances));
            }
        }
        return new KillReport(
                kill,
                List.copyOf(answered),
                new TreeMap<>(failed),
                notRunning,
                Duration.ofNanos(lastNs.get() - begin),
                Stream.of(overBus.get(), kernel.get())
                        .filter(trouble -> !trouble.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    private static void awaitQuietly(CountDownLatch direct) {
        try {
            direct.await(BUS_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a kill. The latches of those are released that no other kill holds and that do not wait for a person to look at them. */
    public KillReport release(Person by, String id, String reason) {
        if (reason.isBlank()) {
            throw Refusal.invalid("Say why: a reason is needed.");
        }
        Kill before = get(id);
        if (!before.holds()) {
            throw Refusal.conflict("The kill of " + before.words()
                    + (before.drill()
                            ? " was a drill: there is nothing to release."
                            : " was released by " + before.releasedBy() + " already."));
        }
        database.write(rows -> {
            rows.change(
                    "UPDATE kill SET released_by = ?, released_at = ?, released_reason = ? WHERE id = ?",
                    by.name(),
                    clock.millis(),
                    reason,
                    id);
            acts.note(rows, by, "kill.release", before.words(), before.reason(), null, reason);
            return null;
        });
        letGo(id);
        Kill after = get(id);
        List<Kill> others = holding;
        List<String> free = targets.of(after).stream()
                .filter(instance ->
                        others.stream().noneMatch(kill -> targets.isHit(kill, instance)) && !observes.test(instance))
                .toList();
        return askAll(after, free, sidecar -> sidecar.release(by.name(), reason));
    }

    /** Tells those over the bus once more whom a kill holds. */
    public void remind() {
        holding.forEach(kill -> bus.tellSidecars(kill, targets.of(kill)));
    }

    /** Who stopped this instance and why, or null: it may start with its latch as it is. */
    public Kill holding(String instance) {
        return holding.stream()
                .filter(kill -> targets.isHit(kill, instance))
                .findFirst()
                .orElse(null);
    }

    /** Sets the latch of one that should have it and said that it has not. */
    public void tend(String instance, boolean isLatched) {
        Kill kill = isLatched ? null : holding(instance);
        if (kill == null) {
            return;
        }
        try {
            sidecars.apply(instance).latch(kill.setBy(), kill.reason());
            log.accept(instance, "its latch is set again: the kill of " + kill.words() + " holds");
        } catch (IOException e) {
            log.accept(instance, "ALARM: its latch should be set and cannot be: " + e.getMessage());
        }
    }

    private static Kill read(ResultSet row) throws SQLException {
        long released = row.getLong(9);
        Instant releasedAt = row.wasNull() ? null : Instant.ofEpochMilli(released);
        return new Kill(
                row.getString(1),
                KillScope.valueOf(row.getString(2)),
                row.getString(3),
                row.getLong(4) != 0,
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7),
                row.getString(8),
                releasedAt,
                row.getString(10));
    }
}
