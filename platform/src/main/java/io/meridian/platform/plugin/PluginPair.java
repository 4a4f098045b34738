package io.meridian.platform.plugin;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.server.JavaCommand;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.file.SocketPath;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A sidecar and, once that can take it, its plugin: two processes. Ended the other way round. */
public final class PluginPair implements AutoCloseable {
    /** Behind the instance's name: what its sidecar is called. */
    public static final String SIDECAR = "-sidecar";

    private static final String MAIN = "io.meridian.platform.Meridian";
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    /** Starts a process in a directory, whose environment is exactly this, and decides where its output goes. */
    @FunctionalInterface
    public interface Launcher {
        Process start(String name, Path directory, Map<String, String> environment, List<String> command);
    }

    /**
     * What to run.
     *
     * @param instance its name, as grants name it
     * @param folder   that sidecar and plugin share
     * @param bus      environment variables that lead the sidecar to the bus
     * @param settings of the plugin, beside those in its own folder
     * @param recording a new file for what the plugin sees and says, or null; only Java plugins write one
     */
    public record Plan(
            PluginProject project,
            String instance,
            Path folder,
            Map<String, String> bus,
            Map<String, String> settings,
            Path recording) {}

    private final Plan plan;
    private final Launcher launcher;
    private final SharedFolder folder;
    private Process sidecar;
    private Process plugin;

    private PluginPair(Plan plan, Launcher launcher) {
        this.plan = plan;
        this.launcher = launcher;
        folder = new SharedFolder(plan.folder());
    }

    /**
     * Starts both.
     *
     * @return null when the signal to stop came first
     * @throws CommandException when the plugin's folder is not right, or the sidecar ends or takes too long
     */
    public static PluginPair start(Plan plan, Launcher launcher, StopSignal stop) {
        PluginPair pair = new PluginPair(plan, launcher);
        return pair.begin(stop) ? pair : null;
    }

    private boolean begin(StopSignal stop) {
        Manifest manifest = plan.project().manifest();
        List<String> command = plan.project().command(manifest);
        folder.prepare(manifest, plan.instance(), settings(plan));
        sidecar = startSidecar(manifest);
        boolean begun = false;
        try {
            begun = awaitSidecar(stop);
            if (begun) {
                plugin = startPlugin(command);
            }
            return begun;
        } finally {
            if (!begun) {
                ChildProcess.end(sidecar);
            }
        }
    }

    private Process startSidecar(Manifest manifest) {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.putAll(plan.bus());
        return launcher.start(
                plan.instance() + SIDECAR,
                folder.path(),
                environment,
                JavaCommand.of(
                        MAIN,
                        "sidecar",
                        "--dir",
                        folder.path().toString(),
                        "--plugin",
                        plan.instance(),
                        "--pool",
                        manifest.pool(),
                        "--set",
                        // A Java plugin attaches over shared memory; others find the Unix socket.
                        manifest.command().isEmpty() ? "sidecar.grpc=false" : "sidecar.grpc.port=0",
                        "--set",
                        "sidecar.egress=" + !manifest.egress().isEmpty(),
                        "--parent",
                        parent()));
    }

    /** @return false when the signal to stop came first */
    private boolean awaitSidecar(StopSignal stop) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!folder.canTakePlugin()) {
            if (!sidecar.isAlive()) {
                throw CommandException.failed("The sidecar of " + plan.instance() + " ended with exit code "
                        + sidecar.exitValue() + " before it was ready.");
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw CommandException.failed("The sidecar of " + plan.instance() + " was not ready within 60 s."
                        + " Its output tells what it waits for.");
            }
            if (stop.await(LOOK_NS)) {
                return false;
            }
        }
        return true;
    }

    private Process startPlugin(List<String> command) {
        Map<String, String> environment = PluginJvm.environment();
        environment.put(
                "MERIDIAN_SIDECAR",
                SocketPath.forPlugin(folder.path(), plan.project().manifest()));
        environment.put("MERIDIAN_PARENT", parent());
        if (plan.recording() != null) {
            environment.put("MERIDIAN_RECORD", plan.recording().toAbsolutePath().toString());
        }
        return launcher.start(plan.instance(), plan.project().folder(), environment, command);
    }

    private static String parent() {
        return Long.toString(ProcessHandle.current().pid());
    }

    /** Ends the plugin and starts it anew, beside the sidecar that it has. */
    private void startPluginAgain() {
        ChildProcess.end(plugin);
        plugin = startPlugin(plan.project().command(plan.project().manifest()));
    }

    /**
     * Ends both and starts them anew, with what the manifest now asks for.
     *
     * @return false when the signal to stop came first
     */
    private boolean startAgain(StopSignal stop) {
        close();
        return begin(stop);
    }

    private static Map<String, String> settings(Plan plan) {
        List<String> problems = plan.project().problems(plan.settings());
        if (!problems.isEmpty()) {
            throw CommandException.wrongUse(String.join("\n", problems));
        }
        Map<String, String> settings = new LinkedHashMap<>(plan.project().settings(problems));
        settings.putAll(plan.settings());
        return settings;
    }

    /**
     * Starts what was built: the plugin alone, or both where its manifest is another one, which the sidecar is to grant.
     *
     * @return what became of the two, in words; null when the signal to stop came first
     */
    public String startWith(ProjectSources.Built built, StopSignal stop) {
        if (!built.asksForOther()) {
            startPluginAgain();
            return "started again, and its sidecar stayed";
        }
        return startAgain(stop) ? "started again with its sidecar: the manifest is another" : null;
    }

    /** What ended, in words, or null while both live. */
    public String obituary() {
        if (!plugin.isAlive()) {
            return "The plugin " + plan.instance() + " ended with exit code " + plugin.exitValue() + ".";
        }
        return sidecar.isAlive()
                ? null
                : "The sidecar of " + plan.instance() + " ended with exit code " + sidecar.exitValue() + ".";
    }

    /** Whether the plugin has ended by itself, in good order. */
    public boolean isDone() {
        return !plugin.isAlive() && plugin.exitValue() == 0;
    }

    @Override
    public void close() {
        ChildProcess.end(plugin);
        ChildProcess.end(sidecar);
    }
}
