package io.meridian.manager;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.grant.PoolCeilings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.account.Accounts;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Tokens;
import io.meridian.manager.act.Acts;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.db.Database;
import io.meridian.manager.grants.GrantBoard;
import io.meridian.manager.grants.GrantReview;
import io.meridian.manager.grants.GrantRule;
import io.meridian.manager.grants.GrantState;
import io.meridian.manager.grants.GrantsFile;
import io.meridian.manager.grants.MissingGrants;
import io.meridian.manager.grants.ShadowAnswer;
import io.meridian.manager.health.HealthBook;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillSwitch;
import io.meridian.manager.kill.KillTargets;
import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.reconcile.Reconciler;
import io.meridian.manager.registry.ArtifactStore;
import io.meridian.manager.registry.Instance;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.registry.Plugins;
import io.meridian.manager.registry.Secrets;
import io.meridian.manager.runtime.InstanceFolder;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A whole manager: its parts, joined. One has its folder at a time. {@link ManagerLoop} makes it work; without that it only answers.
 */
public final class Manager implements AutoCloseable {
    private static final Duration SIDECAR_PATIENCE = Duration.ofSeconds(2);

    private final ManagerOptions options;
    private final FileChannel lockFile;
    private final Database database;
    private final Map<String, InstanceRuntime> runtimes = new LinkedHashMap<>();
    private final Acts acts;
    private final Accounts accounts;
    private final Tokens tokens;
    private final Plugins plugins;
    private final ArtifactStore artifacts;
    private final Instances instances;
    private final GrantBoard grants;
    private final MissingGrants missing;
    private final HealthBook health;
    private final KillSwitch kills;
    private final KillTargets targets = new KillTargets();
    private final Reconciler reconciler;
    private final Changes changes = new Changes();

    private Manager(ManagerOptions options, FileChannel lockFile) {
        this.options = options;
        this.lockFile = lockFile;
        database = Database.open(options.database());
        if (options.office().isShared()) {
            database.fence(options.office().term());
        }
        options.runtimes().forEach(make -> {
            InstanceRuntime runtime = make.get();
            runtimes.put(runtime.name(), runtime);
        });
        SecureRandom random = new SecureRandom();
        acts = new Acts(database, options.clock());
        accounts = new Accounts(database, acts, options.clock(), random);
        tokens = new Tokens(database, acts, options.clock(), random);
        plugins = new Plugins(database, acts, options.clock(), options.mode());
        artifacts = new ArtifactStore(options.folder().resolve("artifacts"));
        grants = new GrantBoard(
                database,
                acts,
                options.clock(),
                new GrantBoard.Policy(
                        options.mode(), PoolCeilings.standard(), options.sensitive(), options.sensitiveApprovals()),
                this::grantsChanged);
        instances = new Instances(
                database,
                acts,
                options.clock(),
                plugins,
                new Secrets(options.folder().resolve("secret.key"), random),
                options.quota(),
                runtimes.keySet(),
                (rows, by, instance, version) -> grants.requestMissing(rows, by, instance.name(), version.manifest()));
        missing = new MissingGrants(grants, this::manifest);
        health = new HealthBook(
                database,
                options.clock(),
                missing,
                (instance, now) -> changes.tell("health", instance, now.level().name()));
        kills = new KillSwitch(
                database,
                acts,
                options.clock(),
                targets,
                this::sidecar,
                instance -> folder(instance).isObserving(),
                options.bus(),
                this::say);
        reconciler = new Reconciler(
                instances, runtimes, new FolderLaunches(this), database, options.drain(), options.clock(), this::say);
        acts.listen(act -> changes.tell("act", act.object(), act.action()));
        look();
    }

    /**
     * Opens it.
     *
     * @throws IllegalStateException when another manager has the folder, or the database cannot be used
     */
    public static Manager open(ManagerOptions options) {
        // One that leads must not wait for the lock of one that is stopped, and led before it: the term keeps them
        // apart.
        FileChannel lock = options.office().isShared() ? null : lock(options.folder());
        try {
            return new Manager(options, lock);
        } catch (RuntimeException e) {
            try {
                if (lock != null) {
                    lock.close();
                }
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /**
     * Takes the folder, so that no other manager runs in it.
     *
     * @throws IllegalStateException when one does
     */
    public static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(
                    folder.resolve("manager.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException heldHere) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                throw new IllegalStateException("Another manager runs in " + folder
                        + ". One folder serves one manager: end that one, or choose another manager.dir.");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    public ManagerOptions options() {
        return options;
    }

    public Database database() {
        return database;
    }

    public Acts acts() {
        return acts;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Plugins plugins() {
        return plugins;
    }

    public ArtifactStore artifacts() {
        return artifacts;
    }

    public Instances instances() {
        return instances;
    }

    public GrantBoard grants() {
        return grants;
    }

    public HealthBook health() {
        return health;
    }

    public KillSwitch kills() {
        return kills;
    }

    public Reconciler reconciler() {
        return reconciler;
    }

    /** What changes, for those who watch. */
    public Changes changes() {
        return changes;
    }

    Iterable<InstanceRuntime> runtimes() {
        return runtimes.values();
    }

    /** The folders of an instance, whether it is there or not. */
    public InstanceFolder folder(String instance) {
        return new InstanceFolder(instancesFolder(options.folder()).resolve(instance));
    }

    /** The way to the sidecar of an own instance, without the bus. */
    ControlClient control(String instance, Duration patience) {
        return folder(instance).control(patience, options.office().term());
    }

    /** Where the folders of instances are. */
    public static Path instancesFolder(Path managerFolder) {
        return managerFolder.resolve("instances");
    }

    /** Takes away an instance that does not run, with its folders. */
    public void remove(Person by, String instance, String why) {
        Instance found = instances.get(instance);
        InstanceState state = reconciler.states().get(instance);
        if (state != null && (state.sidecar() != null || state.plugin() != null)) {
            throw Refusal.conflict("'" + found.name() + "' still runs. Stop it, and wait until it has ended.");
        }
        instances.remove(by, instance, why);
        folder(instance).delete();
    }

    /** What an instance may publish, by its grants in force. */
    Set<TopicPattern> mayPublish(String instance) {
        return publishes(instance).getOrDefault(instance, Set.of());
    }

    /** @param instance null: all */
    private Map<String, Set<TopicPattern>> publishes(String instance) {
        Map<String, Set<TopicPattern>> publishes = new HashMap<>();
        for (GrantRule rule : grants.list(instance, EnumSet.of(GrantState.ACTIVE))) {
            if (rule.action() == Action.PUBLISH && rule.effect() == Effect.ALLOW) {
                publishes
                        .computeIfAbsent(rule.instance(), name -> new HashSet<>())
                        .add(rule.pattern());
            }
        }
        return publishes;
    }

    /** Lets an instance trade that was started with open orders, after a person has looked at it. */
    public Instance rearm(Person by, String name, String why) {
        Instance instance = instances.get(name);
        if (why.isBlank()) {
            throw Refusal.invalid("Say why: a reason is needed.");
        }
        if (!folder(name).isObserving()) {
            throw Refusal.conflict("'" + name + "' is not in observe mode.");
        }
        Kill kill = kills.holding(name);
        if (kill != null) {
            throw Refusal.conflict("The orders of '" + name + "' are stopped by " + kill.setBy() + " as well: "
                    + kill.reason() + ". Release that first: meridian release --kill " + kill.id() + ".");
        }
        try {
            control(name, SIDECAR_PATIENCE).release(by.name(), why);
        } catch (IOException e) {
            throw Refusal.conflict("The sidecar of '" + name + "' does not answer, so it cannot be let trade: "
                    + e.getMessage() + ".");
        }
        folder(name).endObserving();
        acts.note(by, "instance.rearm", name, "observes", "trades", why);
        return instance;
    }

    /** Takes note that a sidecar has no latch: a person released it there. */
    void unlatched(String instance) {
        if (folder(instance).endObserving()) {
            say(instance, "its latch was released at its sidecar, so it is in observe mode no more");
        }
    }

    /** Puts the grants of an instance into its sidecar's file. */
    private void grantsChanged(String instance) {
        missing.forget(instance);
        List<GrantRule> rules = openGrants(instance);
        folder(instance).writeGrants(GrantsFile.text(rules));
        folder(instance).propose(GrantsFile.proposed(rules));
        changes.tell("grants", instance, "");
    }

    private Manifest manifest(String instance) {
        Instance shall = instances.get(instance);
        return plugins.get(shall.plugin(), shall.version()).manifest();
    }

    String grantsText(String instance) {
        return GrantsFile.text(openGrants(instance));
    }

    String proposedText(String instance) {
        return GrantsFile.proposed(openGrants(instance));
    }

    private List<GrantRule> openGrants(String instance) {
        return grants.list(instance, EnumSet.of(GrantState.ACTIVE, GrantState.REQUESTED));
    }

    /** What somebody should know who decides on a grant. It listens on the bus for a moment. */
    public GrantReview review(String id) {
        GrantRule rule = grants.get(id);
        Instance instance = instances.get(rule.instance());
        String pool =
                plugins.get(instance.plugin(), instance.version()).manifest().pool();
        return GrantReview.of(
                grants,
                rule,
                pool,
                options.liveTopics().apply(rule.pattern()),
                ShadowAnswer.of(folder(rule.instance()).sidecar()));
    }

    /** Remembers who is there, for a kill that cannot wait for the database. */
    void look() {
        Map<String, Set<TopicPattern>> publishes = publishes(null);
        Set<String> running = new HashSet<>();
        Set<String> away = new HashSet<>();
        for (InstanceRuntime runtime : runtimes.values()) {
            try {
                runtime.list().stream().filter(unit -> unit.running()).forEach(unit -> running.add(unit.instance()));
            } catch (IllegalStateException silent) {
                away.add(runtime.name());
            }
        }
        List<KillTargets.Target> known = new ArrayList<>();
        for (Instance instance : instances.all()) {
            // A kill tries to reach one that may run.
            if (away.contains(instance.runtime())) {
                running.add(instance.name());
            }
            known.add(new KillTargets.Target(
                    instance.name(),
                    instance.plugin(),
                    plugins.get(instance.plugin(), instance.version())
                            .manifest()
                            .pool(),
                    running.contains(instance.name()),
                    Set.copyOf(publishes.getOrDefault(instance.name(), Set.of()))));
        }
        neighbours().keySet().forEach(name -> known.add(new KillTargets.Target(name, "", "", true, Set.of())));
        targets.know(known);
    }

    private ControlClient sidecar(String instance) {
        InstanceFolder own = folder(instance);
        // Looked for only where there is none: a kill of many must not read the folder of others for each.
        Path other = Files.isDirectory(own.home())
                ? null
                : options.neighbours().running().get(instance);
        return other == null ? control(instance, SIDECAR_PATIENCE) : new ControlClient(other, SIDECAR_PATIENCE);
    }

    /** The folders of sidecars that somebody else started, by their names; a name that an own instance has is that one's. */
    public Map<String, Path> neighbours() {
        Map<String, Path> others = options.neighbours().running();
        others.keySet().removeIf(name -> Files.isDirectory(folder(name).home()));
        return others;
    }

    private void say(String instance, String what) {
        options.log().accept(instance.isEmpty() ? what : instance + ": " + what);
    }

    /** Lets go of everything. What runs goes on. */
    @Override
    public void close() {
        runtimes.values().forEach(InstanceRuntime::close);
        database.close();
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder's lock cannot be let go: " + e.getMessage(), e);
        }
    }
}
