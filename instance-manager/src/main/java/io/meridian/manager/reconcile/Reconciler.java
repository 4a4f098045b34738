package io.meridian.manager.reconcile;

import io.meridian.manager.db.Database;
import io.meridian.manager.db.DatabaseException;
import io.meridian.manager.registry.Instance;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.runtime.Generation;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Unit;
import io.meridian.manager.runtime.UnitRole;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Looks at all instances and does for each the next thing, if there is one. Whoever calls {@link #pass} decides when and on which thread; it is one thread at a time.
 */
public final class Reconciler {
    private final Instances instances;
    private final Map<String, InstanceRuntime> runtimes;
    private final Launches launches;
    private final Crashes crashes;
    private final Decider decider;
    private final InstantSource clock;
    private final BiConsumer<String, String> log;
    private final Map<String, Memory> memories = new ConcurrentHashMap<>();
    private final Map<String, InstanceState> states = new ConcurrentHashMap<>();
    private final AtomicLong starts = new AtomicLong();
    private final AtomicLong crashed = new AtomicLong();
    private volatile boolean endsAll;

    /** What it must know of an instance beside how things are; all of it can be lost. */
    private static final class Memory {
        Instant askedAt;
        boolean killed;
        Crashes.Recent recent;
        String trouble = "";
        /** Whether its runtime could not be asked at the last look. */
        boolean isAway;
    }

    /**
     * @param runtimes by name
     * @param drain how long a part may take to end in good order
     * @param log takes what happens to an instance: its name and a sentence
     */
    public Reconciler(
            Instances instances,
            Map<String, InstanceRuntime> runtimes,
            Launches launches,
            Database database,
            Duration drain,
            InstantSource clock,
            BiConsumer<String, String> log) {
        this.instances = instances;
        this.runtimes = Map.copyOf(runtimes);
        this.launches = launches;
        this.clock = clock;
        this.log = log;
        crashes = new Crashes(database, clock);
        decider = new Decider(drain);
    }

    /**
     * Looks once, and acts.
     *
     * @param isReady whether an instance that others need is ready
     * @return whether something is under way, so that it is worth looking again soon
     */
    public boolean pass(Predicate<String> isReady) {
        List<Instance> wanted = instances.all();
        Map<String, Map<UnitRole, Unit>> actual = new HashMap<>();
        Map<String, String> away = new HashMap<>();
        for (InstanceRuntime runtime : runtimes.values()) {
            try {
                for (Unit unit : runtime.list()) {
                    actual.computeIfAbsent(unit.instance(), name -> new HashMap<>())
                            .put(unit.role(), unit);
                }
            } catch (IllegalStateException silent) {
                away.put(runtime.name(), silent.getMessage());
            }
        }
        boolean underWay = false;
        Set<String> known = new HashSet<>();
        for (Instance instance : wanted) {
            known.add(instance.name());
            if (away.containsKey(instance.runtime())) {
                leaveAlone(instance, away.get(instance.runtime()));
                continue;
            }
            Map<UnitRole, Unit> units = actual.getOrDefault(instance.name(), Map.of());
            underWay |= look(instance, units, isReady);
        }
        actual.forEach((name, units) -> {
            if (!known.contains(name) && away.isEmpty()) {
                endOrphan(name, units);
            }
        });
        memories.keySet().retainAll(known);
        states.keySet().retainAll(known);
        return underWay;
    }

    /** From now on nothing shall run, whatever is wanted of it. */
    public void endAll() {
        endsAll = true;
    }

    /** How often a plugin was started since this manager was. */
    public long starts() {
        return starts.get();
    }

    /** How often a part of an instance crashed since this manager was started. */
    public long crashes() {
        return crashed.get();
    }

    /** What was found at the last pass. */
    public Map<String, InstanceState> states() {
        return Collections.unmodifiableMap(states);
    }

    /** Forgets what it remembers of an instance, such as its crashes, after a person released it. */
    public void forget(String instance) {
        memories.remove(instance);
    }

    /** What runs cannot be told now, so nothing is started or ended on a guess. */
    private void leaveAlone(Instance instance, String why) {
        Memory memory = memories.computeIfAbsent(instance.name(), name -> new Memory());
        if (!why.equals(memory.trouble)) {
            log.accept(instance.name(), why);
        }
        memory.trouble = why;
        memory.isAway = true;
        InstanceState before = states.get(instance.name());
        states.put(
                instance.name(),
                new InstanceState(
                        instance.name(),
                        before == null ? Phase.WAITING : before.phase(),
                        why,
                        before == null ? clock.instant() : before.since(),
                        before == null ? null : before.sidecar(),
                        before == null ? null : before.plugin(),
                        before == null ? 0 : before.crashes()));
    }

    private boolean look(Instance instance, Map<UnitRole, Unit> units, Predicate<String> isReady) {
        Memory memory = memories.computeIfAbsent(instance.name(), name -> new Memory());
        if (memory.isAway) {
            memory.isAway = false;
            memory.trouble = "";
        }
        if (memory.recent == null) {
            memory.recent = crashes.recent(instance.name());
        }
        Instant now = clock.instant();
        Generation generation = launches.generation(instance);
        Unit sidecar = units.get(UnitRole.SIDECAR);
        boolean canTake = sidecar != null
                && sidecar.running()
                && units.get(UnitRole.PLUGIN) == null
                && launches.of(instance).folder().canTakePlugin();
        Situation is = new Situation(
                instance.shallRun() && !endsAll,
                instance.quarantinedAt() != null,
                generation,
                sidecar,
                units.get(UnitRole.PLUGIN),
                canTake,
                instance.needs().stream().filter(isReady.negate()).findFirst().orElse(null),
                memory.recent.notBefore(jitter(instance.name())),
                memory.askedAt,
                now);
        Decision decision = decider.decide(is);
        boolean done = act(instance, memory, is, decision);
        remember(instance, memory, is, decision);
        return done || isUnderWay(decision.phase());
    }

    /** The same for an instance each time, so that what is shown does not jump. */
    private static double jitter(String instance) {
        return Math.floorMod(instance.hashCode() * 31, 1000) / 1000.0;
    }

    private static boolean isUnderWay(Phase phase) {
        return phase == Phase.STARTING || phase == Phase.STOPPING;
    }

    private void remember(Instance instance, Memory memory, Situation is, Decision decision) {
        InstanceState before = states.get(instance.name());
        Instant since = before != null && before.phase() == decision.phase() ? before.since() : is.now();
        String why = memory.trouble.isEmpty() ? decision.why() : memory.trouble;
        states.put(
                instance.name(),
                new InstanceState(
                        instance.name(),
                        decision.phase(),
                        instance.quarantinedAt() == null ? why : instance.quarantineReason(),
                        since,
                        is.sidecar(),
                        is.plugin(),
                        memory.recent.times().size()));
    }

    private boolean act(Instance instance, Memory memory, Situation is, Decision decision) {
        InstanceRuntime runtime = runtimes.get(instance.runtime());
        if (runtime == null) {
            memory.trouble = "its runtime '" + instance.runtime() + "' is not there now";
            return false;
        }
        try {
            switch (decision.step()) {
                case NOTHING -> {
                    return false;
                }
                case START_SIDECAR -> runtime.startSidecar(launches.prepare(instance));
                case START_PLUGIN -> {
                    runtime.startPlugin(launches.forPlugin(instance));
                    starts.incrementAndGet();
                }
                case STOP_PLUGIN -> ask(runtime, memory, is.plugin(), decision);
                case STOP_SIDECAR -> ask(runtime, memory, is.sidecar(), decision);
                case KILL_PLUGIN -> kill(runtime, memory, is.plugin(), decision);
                case KILL_SIDECAR -> kill(runtime, memory, is.sidecar(), decision);
                case BURY_PLUGIN -> bury(instance, runtime, memory, is.plugin(), decision);
                case BURY_SIDECAR -> bury(instance, runtime, memory, is.sidecar(), decision);
            }
            memory.trouble = "";
            return true;
        } catch (DatabaseException away) {
            throw away;
        } catch (RuntimeException failed) {
            String trouble = "it cannot be " + (decision.step().name().startsWith("START") ? "started" : "ended") + ": "
                    + failed.getMessage();
            if (!trouble.equals(memory.trouble)) {
                log.accept(instance.name(), trouble);
            }
            memory.trouble = trouble;
            if (decision.step() == Step.START_SIDECAR || decision.step() == Step.START_PLUGIN) {
                crash(instance, memory, trouble);
            }
            return false;
        }
    }

    private void ask(InstanceRuntime runtime, Memory memory, Unit unit, Decision decision) {
        runtime.stop(unit);
        memory.askedAt = clock.instant();
        memory.killed = false;
        log.accept(
                unit.instance(),
                "its " + unit.role().label() + " (" + unit.id() + ") is asked to end: " + decision.why());
    }

    private void kill(InstanceRuntime runtime, Memory memory, Unit unit, Decision decision) {
        runtime.kill(unit);
        if (!memory.killed) {
            log.accept(
                    unit.instance(),
                    "its " + unit.role().label() + " (" + unit.id() + ") is killed: " + decision.why());
        }
        memory.killed = true;
    }

    private void bury(Instance instance, InstanceRuntime runtime, Memory memory, Unit unit, Decision decision) {
        runtime.forget(unit);
        memory.askedAt = null;
        if (decision.isCrash()) {
            log.accept(instance.name(), decision.why());
            crash(instance, memory, decision.why());
        }
    }

    private void crash(Instance instance, Memory memory, String what) {
        crashed.incrementAndGet();
        crashes.note(instance.name(), what);
        memory.recent = crashes.recent(instance.name());
        if (memory.recent.areTooMany()) {
            String reason = memory.recent.times().size() + " crashes within " + Crashes.WINDOW.toMinutes()
                    + " minutes; the last: " + what + ".";
            instances.quarantine(instance.name(), reason);
            log.accept(instance.name(), "it is in quarantine until a person releases it: " + reason);
        }
    }

    /** Of an instance that is not registered any more, or never was: the plugin first. */
    private void endOrphan(String name, Map<UnitRole, Unit> units) {
        for (UnitRole role : List.of(UnitRole.PLUGIN, UnitRole.SIDECAR)) {
            Unit unit = units.get(role);
            if (unit == null) {
                continue;
            }
            InstanceRuntime runtime = runtimes.values().stream()
                    .filter(each -> each.list().stream()
                            .anyMatch(found -> found.instance().equals(name) && found.role() == role))
                    .findFirst()
                    .orElse(null);
            if (runtime == null) {
                continue;
            }
            if (unit.running()) {
                log.accept(
                        name,
                        "there is no such instance, and its " + role.label() + " runs as " + unit.id()
                                + ": it is killed");
                runtime.kill(unit);
                return;
            }
            runtime.forget(unit);
        }
    }
}
