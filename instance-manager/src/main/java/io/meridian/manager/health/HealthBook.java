package io.meridian.manager.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.meridian.manager.basis.Json;
import io.meridian.manager.db.Database;
import io.meridian.manager.grants.MissingGrants;
import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.reconcile.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** How all instances are now, and how they were: each change is kept for a week. */
public final class HealthBook {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration LATE = Duration.ofSeconds(4);

    private final Database database;
    private final InstantSource clock;
    private final MissingGrants missing;
    private final BiConsumer<String, Health> changed;
    private final Map<String, SidecarAnswer> answers = new ConcurrentHashMap<>();
    private final Map<String, Health> now = new ConcurrentHashMap<>();

    /** A change of the past. */
    public record Change(Instant at, Level level, List<String> reasons) {}

    /** @param changed is told each instance whose level or reasons are others now */
    public HealthBook(
            Database database, InstantSource clock, MissingGrants missing, BiConsumer<String, Health> changed) {
        this.database = database;
        this.clock = clock;
        this.missing = missing;
        this.changed = changed;
    }

    /** What a sidecar answered. */
    public void heard(String instance, String json) {
        try {
            answers.put(instance, SidecarAnswer.parse(json, clock.instant()));
        } catch (JsonProcessingException e) {
            silent(instance, "its answer makes no sense");
        }
    }

    /** A sidecar did not answer. One that waits for the processor may be late now and then: what it said a moment ago still counts. */
    public void silent(String instance, String failure) {
        Instant time = clock.instant();
        answers.compute(instance, (name, before) -> {
            if (before != null
                    && !before.isSilent()
                    && before.heardAt().plus(LATE).isAfter(time)) {
                return before;
            }
            return SidecarAnswer.silent(failure, before != null && before.isSilent() ? before.heardAt() : time);
        });
    }

    /** Forgets what a sidecar said, since it does not run. */
    public void gone(String instance) {
        answers.remove(instance);
    }

    /** Judges all anew. */
    public void judge(Map<String, InstanceState> states) {
        now.keySet().retainAll(states.keySet());
        answers.keySet().retainAll(states.keySet());
        missing.keepOnly(states.keySet());
        states.values().forEach(this::judge);
    }

    private void judge(InstanceState state) {
        Instant time = clock.instant();
        Judge.Verdict verdict = Judge.of(state, answers.get(state.instance()), missing(state), time);
        Health before = now.get(state.instance());
        boolean isNewLevel = before == null || before.level() != verdict.level();
        Health health =
                new Health(verdict.level(), verdict.reasons(), verdict.missing(), isNewLevel ? time : before.since());
        now.put(state.instance(), health);
        if (isNewLevel) {
            keep(state.instance(), health, time);
        }
        if (isNewLevel || !before.reasons().equals(health.reasons())) {
            changed.accept(state.instance(), health);
        }
    }

    private List<MissingGrants.Missing> missing(InstanceState state) {
        return state.phase() == Phase.RUNNING && state.plugin() != null
                ? missing.of(state.instance(), state.plugin().generation())
                : List.of();
    }

    private void keep(String instance, Health health, Instant time) {
        database.write(rows -> {
            rows.change(
                    "DELETE FROM health_change WHERE instance = ? AND at < ?",
                    instance,
                    time.minus(KEPT).toEpochMilli());
            // The instance may be gone meanwhile.
            return rows.change(
                    "INSERT INTO health_change (instance, at, level, reasons) SELECT name, ?, ?, ? FROM instance"
                            + " WHERE name = ?",
                    time.toEpochMilli(),
                    health.level(),
                    Json.text(health.reasons()),
                    instance);
        });
    }

    /** How one is; one that nobody looked at yet is starting. */
    public Health of(String instance) {
        return now.getOrDefault(instance, new Health(Level.STARTING, List.of(), List.of(), clock.instant()));
    }

    /** What its sidecar said last, or null. */
    public SidecarAnswer answer(String instance) {
        return answers.get(instance);
    }

    /** Whether others that need it can be started: its plugin is in, whatever else is wrong. */
    public boolean isReady(String instance) {
        SidecarAnswer answer = answers.get(instance);
        return answer != null && answer.attached();
    }

    /** How it was, the oldest first. */
    public List<Change> history(String instance, Duration back) {
        return database.read(rows -> rows.all(
                row -> new Change(
                        Instant.ofEpochMilli(row.getLong(1)),
                        Level.valueOf(row.getString(2)),
                        reasons(row.getString(3))),
                "SELECT at, level, reasons FROM health_change WHERE instance = ? AND at > ? ORDER BY at",
                instance,
                clock.instant().minus(back).toEpochMilli()));
    }

    private static List<String> reasons(String json) {
        try {
            return Arrays.asList(Json.MAPPER.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored is no JSON array of texts", e);
        }
    }
}
