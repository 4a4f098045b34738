package io.meridian.manager.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.registry.Artifact;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.plugin.contract.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every runtime must do. A runtime's own test extends this and says how it is opened, and how a shell script becomes a plugin; the sidecar is a
 * program that runs until it is told to end. The shell has {@code sleep}, {@code env} and {@code perl}.
 */
public abstract class RuntimeConformance {
    @TempDir
    protected Path folder;

    private final List<InstanceRuntime> opened = new ArrayList<>();

    /** A runtime of the manager with this folder. */
    protected abstract InstanceRuntime open(Path manager) throws Exception;

    /** An artifact that runs this script with the shell. */
    protected abstract Artifact artifact(String name, String script) throws Exception;

    protected final InstanceRuntime runtime() throws Exception {
        return runtime(folder);
    }

    private InstanceRuntime runtime(Path manager) throws Exception {
        InstanceRuntime runtime = open(manager);
        opened.add(runtime);
        return runtime;
    }

    @AfterEach
    void endAll() {
        for (InstanceRuntime runtime : opened) {
            for (Unit unit : runtime.list()) {
                runtime.kill(unit);
            }
            await("all end", () -> runtime.list().stream().noneMatch(Unit::running));
            runtime.list().forEach(runtime::forget);
        }
        opened.forEach(InstanceRuntime::close);
    }

    /** A plugin that is this shell script. */
    protected final Launch launch(String instance, String script, int memoryMib) throws Exception {
        return launch(folder, instance, script, memoryMib);
    }

    private Launch launch(Path manager, String instance, String script, int memoryMib) throws Exception {
        Manifest manifest = Manifest.parse("""
            manifest: 1
            id: momo
            version: 1.0.0
            pool: SIGNAL
            command: [sh, run.sh]
            resources:
              memory-mib: %d
            """.formatted(memoryMib));
        InstanceFolder own = new InstanceFolder(manager.resolve("instances").resolve(instance));
        own.prepare(manifest, "", Map.of());
        return new Launch(
                instance,
                new Generation("g0", "g1"),
                new PluginVersion(
                        "momo", "1.0.0", artifact(instance, script), manifest, "anna", Instant.EPOCH, List.of()),
                own);
    }

    protected static Unit unit(InstanceRuntime runtime, String instance, UnitRole role) {
        return runtime.list().stream()
                .filter(unit -> unit.instance().equals(instance) && unit.role() == role)
                .findFirst()
                .orElse(null);
    }

    private static Unit plugin(InstanceRuntime runtime) {
        return unit(runtime, "m1", UnitRole.PLUGIN);
    }

    protected static void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within 60 s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    protected static String said(Launch launch) {
        try {
            Path log = launch.folder().log(UnitRole.PLUGIN);
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts both, the plugin beside its sidecar. */
    protected final void start(InstanceRuntime runtime, Launch launch) {
        runtime.startSidecar(launch);
        runtime.startPlugin(launch);
    }

    @Test
    void shouldTellHowAPluginEndedAndGiveItNothingOfTheBus() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "env; exit 7", 256);
        start(runtime, launch);
        await("it ends", () -> !plugin(runtime).running());
        assertEquals(7, plugin(runtime).exitCode());
        assertTrue(unit(runtime, "m1", UnitRole.SIDECAR).running(), "its sidecar goes on");
        runtime.forget(plugin(runtime));
        assertNull(plugin(runtime));
        assertTrue(said(launch).contains("MERIDIAN_SIDECAR="), said(launch));
        assertFalse(said(launch).contains("BUS_PASSWORD"), said(launch));
    }

    @Test
    void shouldFindWhatAnEarlierManagerStarted() throws Exception {
        InstanceRuntime first = runtime();
        Launch launch = launch("m1", "sleep 1000", 256);
        start(first, launch);
        Unit before = plugin(first);
        first.close();
        opened.clear();
        // As after a kill of the manager in the moment between the start and the note of it.
        Files.deleteIfExists(launch.folder().record(UnitRole.PLUGIN));
        InstanceRuntime second = runtime();
        Unit after = plugin(second);
        assertNotNull(after);
        assertEquals(before.id(), after.id());
        assertEquals("g1", after.generation());
        assertTrue(after.running());
        assertTrue(unit(second, "m1", UnitRole.SIDECAR).running());
        second.kill(after);
        await("it ends", () -> !plugin(second).running());
    }

    @Test
    void shouldLetAPluginEndInGoodOrderWhenItIsAskedTo() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "trap 'echo farewell; exit 3' TERM; echo here; while :; do sleep 0.1; done", 256);
        start(runtime, launch);
        await("it is there", () -> said(launch).contains("here"));
        runtime.stop(plugin(runtime));
        await("it ends", () -> !plugin(runtime).running());
        assertEquals(3, plugin(runtime).exitCode());
        runtime.forget(plugin(runtime));
        assertTrue(said(launch).contains("farewell"), said(launch));
    }

    @Test
    void shouldKillOneThatDoesNotEndWhenAskedWithAllThatItStarted() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch(
                "m1",
                "trap '' TERM; sleep 1001 & setsid sleep 1002 & sleep 0.2; echo started; while :; do sleep 1; done",
                256);
        start(runtime, launch);
        await("it has started others", () -> said(launch).contains("started"));
        runtime.stop(plugin(runtime));
        assertTrue(processesOf(launch) >= 3, "it goes on, with what it started");
        runtime.kill(plugin(runtime));
        await("all are gone", () -> !plugin(runtime).running() && processesOf(launch) == 0);
        assertTrue(unit(runtime, "m1", UnitRole.SIDECAR).running(), "its sidecar was not meant");
    }

    /** How many processes the plugin has, as the machine sees it. */
    protected abstract long processesOf(Launch launch);

    @Test
    void shouldEndAPluginThatTakesTooMuchMemory() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "exec perl -e '$x = \"y\" x (120 << 20); sleep 1000'", 64);
        start(runtime, launch);
        await("it is ended", () -> {
            runtime.tend();
            return !plugin(runtime).running();
        });
        String obituary = plugin(runtime).obituary();
        assertTrue(obituary.contains("its manifest declares") && obituary.contains("64"), obituary);
    }

    @Test
    void shouldBoundALogThatIsFlooded() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch =
                launch("m1", "exec perl -e '$SIG{XFSZ} = \"IGNORE\"; print \"flood \" x 100, \"\\n\" while 1'", 64);
        start(runtime, launch);
        Path log = launch.folder().log(UnitRole.PLUGIN);
        Path aside = log.resolveSibling("plugin.log.1");
        long[] largest = new long[1];
        await("a log was put aside", () -> {
            runtime.tend();
            runtime.list();
            largest[0] = Math.max(largest[0], Files.exists(log) ? log.toFile().length() : 0);
            return Files.exists(aside);
        });
        assertTrue(largest[0] <= 4 << 20, "it is bounded: " + largest[0]);
        assertFalse(Files.exists(log.resolveSibling("plugin.log.4")));
    }

    @Test
    void shouldStartOneOfAKindAtATime() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "sleep 1000", 256);
        start(runtime, launch);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> runtime.startPlugin(launch));
        assertTrue(refused.getMessage().contains("runs already"), refused.getMessage());
        assertThrows(IllegalStateException.class, () -> runtime.startSidecar(launch));
        assertEquals(2, runtime.list().size());
    }

    @Test
    void shouldLeaveAloneWhatAnotherManagerStarted() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        InstanceRuntime theirs = runtime(other);
        start(theirs, launch(other, "m1", "sleep 1000", 256));
        InstanceRuntime ours = runtime();
        assertEquals(List.of(), ours.list());
        start(ours, launch("m1", "sleep 1000", 256));
        assertEquals(2, ours.list().size(), "the same name twice, under two managers");
        Unit foreign = plugin(theirs);
        ours.kill(plugin(ours));
        await("ours ends", () -> !plugin(ours).running());
        ours.forget(plugin(ours));
        assertTrue(plugin(theirs).running());
        assertEquals(foreign.id(), plugin(theirs).id());
    }
}
