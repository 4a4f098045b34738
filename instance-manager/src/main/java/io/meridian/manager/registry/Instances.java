package io.meridian.manager.registry;

import io.meridian.manager.account.Person;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.db.Rows;
import io.meridian.manager.registry.Instance.Desired;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The instances, as they shall be. Each change is noted as an act, in the same transaction. */
public final class Instances {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String SELECT =
            "SELECT name, plugin, version, runtime, desired, settings, needs, restarts, quarantined_at,"
                    + " quarantine_reason, revision, created_by, created_at FROM instance";

    private final Database database;
    private final Acts acts;
    private final InstantSource clock;
    private final Plugins plugins;
    private final Secrets secrets;
    private final Quota quota;
    private final Set<String> runtimes;
    private final Birth birth;

    /** What else is done for an instance that is made or gets another version, in the same transaction. */
    @FunctionalInterface
    public interface Birth {
        void of(Rows rows, Person by, Instance instance, PluginVersion version) throws SQLException;
    }

    /** What to make. @param version null: the newest; @param runtime null: the first there is */
    public record Wanted(
            String name,
            String plugin,
            String version,
            String runtime,
            Map<String, String> settings,
            Map<String, String> secrets,
            List<String> needs) {}

    /** What to change; null leaves as it is. @param settings a null value puts one back to its default */
    public record Change(String version, Map<String, String> settings, Map<String, String> secrets) {}

    /** @param runtimes the names of those there are, the one to take first */
    public Instances(
            Database database,
            Acts acts,
            InstantSource clock,
            Plugins plugins,
            Secrets secrets,
            Quota quota,
            Set<String> runtimes,
            Birth birth) {
        this.database = database;
        this.acts = acts;
        this.clock = clock;
        this.plugins = plugins;
        this.secrets = secrets;
        this.quota = quota;
        this.runtimes = runtimes;
        this.birth = birth;
    }

    public List<Instance> all() {
        return database.read(rows -> rows.all(Instances::read, SELECT + " ORDER BY name"));
    }

    /** @throws Refusal when there is none */
    public Instance get(String name) {
        return database.read(rows -> get(rows, name));
    }

    private static Instance get(Rows rows, String name) throws SQLException {
        return rows.first(Instances::read, SELECT + " WHERE name = ?", name)
                .orElseThrow(() -> Refusal.unknown("There is no instance '" + name + "'."));
    }

    /** What its sidecar is given, secrets among it. For the one who starts it. */
    public Map<String, String> allSettings(Instance instance) {
        Map<String, String> all = new TreeMap<>(instance.settings());
        all.putAll(database.read(rows -> secrets.values(rows, instance.name())));
        return all;
    }

    /** Which secrets are set, by instance; not their values. One without any is not among them. */
    public Map<String, Set<String>> secretNames() {
        return database.read(Secrets::names);
    }

    /** Makes one that does not run yet. */
    public Instance create(Person by, Wanted wanted, PluginVersion version, String why) {
        if (!NAME.matcher(wanted.name()).matches()) {
            throw Refusal.invalid("name=" + wanted.name() + " must be 1 to 32 letters, digits, '_' or '-'.");
        }
        String runtime = wanted.runtime() == null ? presetRuntime(version) : wanted.runtime();
        requireRuntime(runtime, version);
        requireSettings(version, wanted.settings(), wanted.secrets());
        return database.write(rows -> {
            if (!rows.all(row -> row.getString(1), "SELECT name FROM instance WHERE name = ?", wanted.name())
                    .isEmpty()) {
                throw Refusal.conflict("There is an instance '" + wanted.name() + "' already.");
            }
            for (String needed : wanted.needs()) {
                // What is needed is there before, so needs never go in a circle.
                get(rows, needed);
            }
            quota.requireRoomForOneMore(rows.all(Instances::read, SELECT).size());
            rows.change(
                    "INSERT INTO instance (name, plugin, version, runtime, desired, settings, needs, restarts,"
                            + " revision, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?)",
                    wanted.name(),
                    version.plugin(),
                    version.version(),
                    runtime,
                    Desired.STOPPED,
                    Json.text(wanted.settings()),
                    String.join(",", wanted.needs()),
                    by.name(),
                    clock.millis());
            remember(rows, by, wanted.name(), version.version());
            secrets.put(rows, wanted.name(), wanted.secrets());
            Instance made = get(rows, wanted.name());
            acts.note(
                    rows,
                    by,
                    "instance.create",
                    made.name(),
                    null,
                    describe(made, wanted.secrets().keySet()),
                    why);
            birth.of(rows, by, made, version);
            return made;
        });
    }

    private void requireRuntime(String runtime, PluginVersion version) {
        if (!runtimes.contains(runtime)) {
            throw Refusal.invalid("runtime=" + runtime + " is none of " + String.join(", ", runtimes) + ".");
        }
        if (!runs(runtime, version)) {
            throw Refusal.invalid("Version " + version.version() + " of " + version.plugin() + " is "
                    + (isImage(version)
                            ? "an image, which the runtime '" + runtime + "' does not run. Images take the runtime"
                                    + " 'docker': start the manager with manager.docker.host."
                            : "no image, which the runtime '" + runtime + "' does not run. Make one with 'meridian"
                                    + " image build', and register that."));
        }
    }

    private static boolean isImage(PluginVersion version) {
        return version.artifact().kind() == Artifact.Kind.IMAGE;
    }

    private static boolean runs(String runtime, PluginVersion version) {
        return isImage(version) != runtime.equals("process");
    }

    private String presetRuntime(PluginVersion version) {
        return runtimes.stream()
                .filter(name -> runs(name, version))
                .findFirst()
                .orElse(runtimes.iterator().next());
    }

    private static void requireSettings(
            PluginVersion version, Map<String, String> settings, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        given.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        List<String> problems = new java.util.ArrayList<>(version.manifest().problemsOf(all));
        version.manifest().settings().forEach(declared -> {
            if (declared.secret() && settings.containsKey(declared.name())) {
                problems.add(declared.name() + " is a secret: give it as one");
            } else if (!declared.secret() && given.containsKey(declared.name())) {
                problems.add(declared.name() + " is no secret: give it as a setting");
            }
        });
        if (!problems.isEmpty()) {
            throw Refusal.invalid("The settings are not right.", problems);
        }
    }

    /**
     * Changes version, settings or secrets. What runs is replaced.
     *
     * @param revision the one that was read, or 0 for whichever
     */
    public Instance change(Person by, String name, long revision, Change change, String why) {
        return database.write(rows -> {
            Instance before = getUnchanged(rows, name, revision);
            PluginVersion version =
                    plugins.get(rows, before.plugin(), change.version() == null ? before.version() : change.version());
            Map<String, String> settings = new TreeMap<>(before.settings());
            if (change.settings() != null) {
                change.settings().forEach((setting, value) -> {
                    if (value == null) {
                        settings.remove(setting);
                    } else {
                        settings.put(setting, value);
                    }
                });
            }
            Map<String, String> sealed = change.secrets() == null ? Map.of() : change.secrets();
            requireRuntime(before.runtime(), version);
            requireSettings(version, settings, sealed);
            secrets.put(rows, name, sealed);
            // Secrets do not show in the settings, and are a reason to start anew all the same.
            rows.change(
                    "UPDATE instance SET version = ?, settings = ?, restarts = restarts + ?, revision = revision + 1"
                            + " WHERE name = ?",
                    version.version(),
                    Json.text(settings),
                    sealed.isEmpty() ? 0L : 1L,
                    name);
            if (!version.version().equals(before.version())) {
                remember(rows, by, name, version.version());
            }
            Instance after = get(rows, name);
            acts.note(
                    rows,
                    by,
                    "instance.change",
                    name,
                    describe(before, Set.of()),
                    describe(after, sealed.keySet()),
                    why);
            birth.of(rows, by, after, version);
            return after;
        });
    }

    /** Goes back to the version that it had before the present one. */
    public Instance rollBack(Person by, String name, String why) {
        return database.write(rows -> {
            Instance before = get(rows, name);
            List<String> versions = rows.all(
                    row -> row.getString(1),
                    "SELECT version FROM instance_version WHERE instance = ? ORDER BY step DESC LIMIT 2",
                    name);
            if (versions.size() < 2) {
                throw Refusal.conflict("'" + name + "' never had another version than " + before.version() + ".");
            }
            PluginVersion version = plugins.get(rows, before.plugin(), versions.get(1));
            requireSettings(version, before.settings(), Map.of());
            // The step is taken back: rolled back twice, it goes further back.
            rows.change(
                    "DELETE FROM instance_version WHERE instance = ? AND step ="
                            + " (SELECT MAX(step) FROM instance_version WHERE instance = ?)",
                    name,
                    name);
            rows.change(
                    "UPDATE instance SET version = ?, revision = revision + 1 WHERE name = ?", version.version(), name);
            acts.note(rows, by, "instance.rollback", name, before.version(), version.version(), why);
            Instance after = get(rows, name);
            birth.of(rows, by, after, version);
            return after;
        });
    }

    private void remember(Rows rows, Person by, String name, String version) throws SQLException {
        rows.change(
                "INSERT INTO instance_version (instance, step, version, chosen_by, chosen_at) SELECT ?,"
                        + " COALESCE(MAX(step), 0) + 1, ?, ?, ? FROM instance_version WHERE instance = ?",
                name,
                version,
                by.name(),
                clock.millis(),
                name);
    }

    /** Says whether it shall run. */
    public Instance desire(Person by, String name, Desired desired, String why) {
        return database.write(rows -> {
            Instance before = get(rows, name);
            if (before.desired() == desired) {
                return before;
            }
            if (desired == Desired.RUNNING) {
                if (before.quarantinedAt() != null) {
                    throw Refusal.conflict("'" + name + "' is in quarantine: " + before.quarantineReason()
                            + " Release it first: meridian plugin release " + name + ".");
                }
                quota.requireRoomToRun(
                        before,
                        rows.all(Instances::read, SELECT),
                        version -> plugins.get(rows, version.plugin(), version.version()));
            }
            rows.change("UPDATE instance SET desired = ?, revision = revision + 1 WHERE name = ?", desired, name);
            acts.note(
                    rows,
                    by,
                    desired == Desired.RUNNING ? "instance.start" : "instance.stop",
                    name,
                    before.desired().name(),
                    desired.name(),
                    why);
            return get(rows, name);
        });
    }

    /** Stops and starts it once, when it shall run. */
    public Instance restart(Person by, String name, String why) {
        return database.write(rows -> {
            Instance before = get(rows, name);
            if (!before.shallRun()) {
                throw Refusal.conflict("'" + name + "' does not run. Start it: meridian plugin start " + name + ".");
            }
            rows.change("UPDATE instance SET restarts = restarts + 1, revision = revision + 1 WHERE name = ?", name);
            acts.note(rows, by, "instance.restart", name, null, null, why);
            return get(rows, name);
        });
    }

    /** Starts it no more until a person releases it. */
    public void quarantine(String name, String reason) {
        database.write(rows -> {
            rows.change(
                    "UPDATE instance SET quarantined_at = ?, quarantine_reason = ?, revision = revision + 1"
                            + " WHERE name = ? AND quarantined_at IS NULL",
                    clock.millis(),
                    reason,
                    name);
            acts.note(rows, Person.MANAGER, "instance.quarantine", name, null, null, reason);
            return null;
        });
    }

    /** Lets it be started again, and forgets its crashes. */
    public Instance release(Person by, String name, String why) {
        return database.write(rows -> {
            Instance before = get(rows, name);
            if (before.quarantinedAt() == null) {
                return before;
            }
            rows.change(
                    "UPDATE instance SET quarantined_at = NULL, quarantine_reason = NULL, revision = revision + 1"
                            + " WHERE name = ?",
                    name);
            rows.change("DELETE FROM crash WHERE instance = ?", name);
            acts.note(rows, by, "instance.release", name, before.quarantineReason(), null, why);
            return get(rows, name);
        });
    }

    /** Forgets it, with its grants and secrets. */
    public void remove(Person by, String name, String why) {
        database.write(rows -> {
            Instance before = get(rows, name);
            if (before.desired() == Desired.RUNNING) {
                throw Refusal.conflict("'" + name + "' shall run. Stop it first: meridian plugin stop " + name + ".");
            }
            rows.change("DELETE FROM instance WHERE name = ?", name);
            acts.note(rows, by, "instance.remove", name, describe(before, Set.of()), null, why);
            return null;
        });
    }

    private static Instance getUnchanged(Rows rows, String name, long revision) throws SQLException {
        Instance instance = get(rows, name);
        if (revision != 0 && instance.revision() != revision) {
            throw Refusal.stale("'" + name + "' was changed meanwhile: it is at revision " + instance.revision()
                    + ", not " + revision + ". Read it again.");
        }
        return instance;
    }

    private static String describe(Instance instance, Set<String> secretNames) {
        return instance.plugin() + " " + instance.version() + " on " + instance.runtime() + " "
                + new TreeMap<>(instance.settings()) + (secretNames.isEmpty() ? "" : " secrets " + secretNames);
    }

    private static Instance read(ResultSet row) throws SQLException {
        String needs = row.getString(7);
        long quarantinedAt = row.getLong(9);
        Instant since = row.wasNull() ? null : Instant.ofEpochMilli(quarantinedAt);
        return new Instance(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Desired.valueOf(row.getString(5)),
                Json.texts(row.getString(6)),
                needs.isEmpty() ? List.of() : List.of(needs.split(",")),
                row.getLong(8),
                since,
                row.getString(10),
                row.getLong(11),
                row.getString(12),
                Instant.ofEpochMilli(row.getLong(13)));
    }
}
