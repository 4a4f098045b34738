package io.meridian.manager;

import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.Unit;
import io.meridian.manager.runtime.UnitRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs nothing, and remembers what would run: a world that outlives managers, in which things end when a test says so. */
public final class MemoryRuntime implements InstanceRuntime {
    private final Map<String, Unit> units = new TreeMap<>();
    private final List<String> wrongs = new ArrayList<>();
    private int number;

    /** Whether units end when they are asked to; otherwise only when killed. */
    public boolean obedient = true;
    /** Is given the folder of each sidecar that is started. */
    public Consumer<Path> sidecarStarted = folder -> {};

    /** Why it cannot be asked now, or empty. */
    public String away = "";

    @Override
    public String name() {
        return "process";
    }

    @Override
    public synchronized List<Unit> list() {
        if (!away.isEmpty()) {
            throw new IllegalStateException(away);
        }
        return List.copyOf(units.values());
    }

    @Override
    public synchronized void startSidecar(Launch launch) {
        if (isRunning(launch.instance(), UnitRole.PLUGIN)) {
            wrongs.add("a sidecar was started under a plugin that runs: " + launch.instance());
        }
        start(launch, UnitRole.SIDECAR);
        sidecarStarted.accept(launch.folder().sidecar());
        try {
            Files.writeString(launch.folder().sidecar().resolve("token"), "t");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void startPlugin(Launch launch) {
        if (!isRunning(launch.instance(), UnitRole.SIDECAR)) {
            wrongs.add("a plugin was started without its sidecar: " + launch.instance());
        }
        start(launch, UnitRole.PLUGIN);
    }

    private void start(Launch launch, UnitRole role) {
        if (units.containsKey(launch.instance() + role)) {
            wrongs.add("started twice: " + launch.instance() + " " + role);
        }
        units.put(
                launch.instance() + role,
                new Unit(
                        launch.instance(),
                        role,
                        launch.generation().of(role),
                        "unit " + ++number,
                        true,
                        Instant.EPOCH,
                        null,
                        ""));
    }

    @Override
    public synchronized void stop(Unit unit) {
        if (unit.role() == UnitRole.SIDECAR && isRunning(unit.instance(), UnitRole.PLUGIN)) {
            wrongs.add("a sidecar was stopped before its plugin: " + unit.instance());
        }
        if (obedient) {
            end(unit.instance(), unit.role(), 0);
        }
    }

    @Override
    public synchronized void kill(Unit unit) {
        end(unit.instance(), unit.role(), 137);
    }

    /** Ends one, as if it had ended by itself. */
    public synchronized void end(String instance, UnitRole role, int exitCode) {
        units.computeIfPresent(
                instance + role,
                (key, unit) ->
                        new Unit(instance, role, unit.generation(), unit.id(), false, unit.startedAt(), exitCode, ""));
    }

    @Override
    public synchronized void forget(Unit unit) {
        Unit known = units.remove(unit.instance() + unit.role());
        if (known != null && known.running()) {
            wrongs.add("forgotten while it runs: " + unit.instance() + " " + unit.role());
        }
    }

    public synchronized boolean isRunning(String instance, UnitRole role) {
        Unit unit = units.get(instance + role);
        return unit != null && unit.running();
    }

    /** What must never happen and did. */
    public synchronized List<String> wrongs() {
        return List.copyOf(wrongs);
    }

    @Override
    public void tend() {
        // Nothing grows here.
    }

    @Override
    public void close() {
        // What would run goes on.
    }
}
