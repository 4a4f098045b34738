package io.meridian.platform.dev;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.platform.settings.StorageSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The processes of one stack while this process runs them: servers first, then who uses them; ended the other way round. */
final class Stack implements AutoCloseable {
    static final String KERNEL = "kernel";
    static final String STORE = "store";
    static final String AUDIT = "audit";
    static final String MANAGER = "manager";
    static final String UI = "ui";
    static final String WATCH = "watch";

    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final StackFolder folder;
    private final Settings settings;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<LocalServer> servers = new ArrayList<>();
    private final List<StackProcess> processes = new CopyOnWriteArrayList<>();
    private final Map<String, PluginPair> plugins = new ConcurrentHashMap<>();
    private final LiveSources sources = new LiveSources(this::tell);

    Stack(StackFolder folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * The servers of all engines that the settings name, save those a person has named a server for.
     *
     * @param stores whether market data is stored
     */
    void startServers(boolean stores) {
        environment.put("BUS_BACKEND", settings.get(BusSettings.BACKEND));
        String deployment = settings.get(BusSettings.DEPLOYMENT);
        List<Path> leavings = new ArrayList<>();
        Set<String> engines = new TreeSet<>(BusOptions.engines(settings));
        String store = settings.get(StorageSettings.BACKEND);
        if (stores && LocalServers.canServe(store)) {
            engines.add(store);
        }
        for (String engine : engines) {
            if (isGiven(LocalServers.settingOfOwnServer(engine))) {
                progress(engine, "yours, by " + LocalServers.settingOfOwnServer(engine));
                continue;
            }
            LocalServer server = LocalServers.of(engine, deployment, folder.data(), folder.log(engine));
            leavings.addAll(server.leavings());
            folder.rememberLeavings(leavings);
            servers.add(server);
        }
        folder.remember(StackFolder.LAUNCHER, ProcessHandle.current());
        for (LocalServer server : servers) {
            long begin = System.nanoTime();
            server.start();
            ProcessHandle.of(server.process().pid()).ifPresent(handle -> folder.remember(server.engine(), handle));
            environment.putAll(server.environment());
            progress(
                    server.engine(),
                    server.description() + ", ready in " + Figures.duration(System.nanoTime() - begin));
        }
        folder.rememberEnvironment(environment);
    }

    private boolean isGiven(String name) {
        for (SettingsSchema schema : PlatformSettings.schemas()) {
            for (Setting<?> setting : schema.settings()) {
                if (setting.name().equals(name)) {
                    return settings.isGiven(setting);
                }
            }
        }
        return false;
    }

    /** Runs {@code meridian} with these arguments as a process of the stack. */
    StackProcess start(String name, boolean visible, List<String> arguments) {
        StackProcess process = StackProcess.meridian(name, folder, environment, visible, arguments);
        processes.add(process);
        return process;
    }

    /** Runs a service that shows its figures. */
    StackProcess startService(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!settings.isGiven(MetricsSettings.DIR)) {
            all.addAll(List.of("--set", MetricsSettings.DIR.name() + "=" + folder.services()));
        }
        return start(name, false, all);
    }

    /** Runs {@code meridian} with these arguments to its end, or until the signal to stop. @return whether it ended well */
    boolean runs(String name, List<String> arguments, StopSignal stop) {
        StackProcess process = StackProcess.meridian(name, folder, environment, false, arguments);
        try {
            while (!process.process().waitFor(100, TimeUnit.MILLISECONDS)) {
                if (stop.isStopped()) {
                    return false;
                }
            }
            return process.process().exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.close();
            folder.forget(name);
        }
    }

    /**
     * Runs a plugin beside a sidecar, both as processes of the stack.
     *
     * @param recording a new file for what it sees and says, or null
     * @return false when the signal to stop came first
     */
    boolean startPlugin(
            PluginProject project,
            String instance,
            Map<String, String> pluginSettings,
            Path recording,
            StopSignal stop) {
        long begin = System.nanoTime();
        PluginPair.Plan plan = new PluginPair.Plan(
                project, instance, folder.sidecar(instance), environment, pluginSettings, recording);
        PluginPair pair;
        try {
            pair = PluginPair.start(plan, this::launch, stop);
        } catch (CommandException failed) {
            throw processes.stream()
                    .filter(process -> !process.isAlive())
                    .findFirst()
                    .map(process -> CommandException.failed(process.obituary()))
                    .orElse(failed);
        }
        if (pair != null) {
            plugins.put(instance, pair);
            if (recording == null) {
                sources.add(instance, project, pair);
            }
            progress(
                    instance,
                    project.manifest().id() + " beside its sidecar, in " + Figures.duration(System.nanoTime() - begin));
        }
        return pair != null;
    }

    private Process launch(String name, Path directory, Map<String, String> exactEnvironment, List<String> command) {
        StackProcess process = StackProcess.of(name, folder, directory, exactEnvironment, command);
        replace(process);
        return process.process();
    }

    /** The one of this name that was there has ended. */
    private void replace(StackProcess process) {
        processes.removeIf(other -> other.name().equals(process.name()));
        processes.add(process);
    }

    /** Says what became of one while the stack runs: in its log, and where no view is drawn in this terminal. */
    private void tell(String name, String text) {
        folder.addToLog(name, text);
        if (!Terminal.ask().isCapable()) {
            progress(name, text);
        }
    }

    /** What another terminal has asked for. */
    private void restartAsAsked(StopSignal stop) {
        for (String name : folder.restartRequests()) {
            long beginNs = System.nanoTime();
            if (plugins.containsKey(name)) {
                plugins.get(name).startPluginAgain();
            } else if (plugins.containsKey(guarded(name))) {
                plugins.get(guarded(name)).startAgain(stop);
            } else {
                processes.stream()
                        .filter(process -> process.name().equals(name))
                        .findFirst()
                        .ifPresent(process -> {
                            process.close();
                            replace(process.again());
                        });
            }
            tell(name, "started again in " + Figures.duration(System.nanoTime() - beginNs));
            folder.restarted(name);
        }
    }

    private static String guarded(String process) {
        return process.endsWith(PluginPair.SIDECAR)
                ? process.substring(0, process.length() - PluginPair.SIDECAR.length())
                : "";
    }

    /**
     * Waits until {@code watched} ends or the signal comes.
     *
     * @return the exit code of {@code watched}, 0 after a signal
     * @throws CommandException when another process ends before
     */
    int await(StackProcess watched, StopSignal stop) {
        while (!stop.await(CHECK_NS)) {
            sources.look(stop);
            restartAsAsked(stop);
            for (StackProcess process : processes) {
                if (process != watched && !process.isAlive()) {
                    throw CommandException.failed(process.obituary());
                }
            }
            if (!watched.isAlive()) {
                if (watched.exitCode() != 0) {
                    Output.err().println(watched.obituary());
                }
                return watched.exitCode();
            }
            for (LocalServer server : servers) {
                if (!server.isAlive()) {
                    throw CommandException.failed("The server of " + server.engine() + " ended. The end of its output ("
                            + server.process().log() + "):\n" + server.process().tail());
                }
            }
        }
        return 0;
    }

    @Override
    public void close() {
        sources.close();
        // Plugins before their sidecars, which finish what is in flight, and before the store and the recorder, which
        // hear them; the
        // kernel last. Those of one kind side by side.
        end(process -> !isGuard(process));
        end(process -> !process.name().equals(KERNEL));
        end(process -> true);
        for (LocalServer server : servers.reversed()) {
            server.close();
        }
        folder.sweep();
    }

    private static boolean isGuard(StackProcess process) {
        return process.name().endsWith(PluginPair.SIDECAR)
                || process.name().equals(KERNEL)
                || process.name().equals(STORE)
                || process.name().equals(AUDIT);
    }

    private void end(Predicate<StackProcess> which) {
        List<StackProcess> ending = processes.stream().filter(which).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ending.forEach(process -> threads.submit(process::close));
        }
        processes.removeAll(ending);
    }

    private static void progress(String what, String text) {
        Output.err().println(String.format("  %-12s%s", what, text));
    }
}
