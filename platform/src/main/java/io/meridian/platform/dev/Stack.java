package io.meridian.platform.dev;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Setting;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cli.Terminal;
import io.meridian.platform.manager.StackPlugins;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.settings.MetricsSettings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.platform.settings.StorageSettings;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.stack.StackFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    static final String SPANS = "spans";
    static final String MANAGER = "manager";
    static final String UI = "ui";
    static final String WATCH = "watch";

    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration TRIED = Duration.ofSeconds(5);

    private final StackFolder folder;
    private final Settings settings;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<LocalServer> servers = new ArrayList<>();
    private final StackPlugins plugins;
    /** The instances that the manager was asked to run. */
    private final Set<String> started = ConcurrentHashMap.newKeySet();

    private final List<StackProcess> processes = new CopyOnWriteArrayList<>();
    /** Without one of these the stack goes on. */
    private final Set<String> replaceable = new TreeSet<>();

    private final LiveSources sources = new LiveSources(this::tell);

    Stack(StackFolder folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
        plugins = new StackPlugins(manager());
    }

    /** The folder of the stack's manager. */
    Path manager() {
        return settings.find(ManagerSettings.DIR).orElse(StackBus.manager(folder));
    }

    /**
     * The servers of all engines that the settings name, save those a person has named a server for.
     *
     * @param stores whether market data is stored
     * @param sharesManager whether several managers share a database
     */
    void startServers(boolean stores, boolean sharesManager) {
        environment.put("BUS_BACKEND", settings.get(BusSettings.BACKEND));
        String deployment = settings.get(BusSettings.DEPLOYMENT);
        List<Path> leavings = new ArrayList<>();
        Set<String> engines = new TreeSet<>(BusOptions.engines(settings));
        String store = settings.get(StorageSettings.BACKEND);
        if (stores && LocalServers.canServe(store)) {
            engines.add(store);
        }
        if (sharesManager) {
            engines.add(LocalServers.POSTGRESQL);
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
    void startService(String name, List<String> arguments) {
        start(name, false, withFigures(arguments));
    }

    /** Runs the managers. One of several is started again when it ends: the others go on meanwhile. */
    void startManagers(StackManagers managers) {
        managers.environments().forEach((name, own) -> {
            Map<String, String> whole = new LinkedHashMap<>(environment);
            whole.putAll(own);
            processes.add(StackProcess.meridian(name, folder, whole, false, withFigures(managers.command())));
            if (managers.areSeveral()) {
                replaceable.add(name);
            }
        });
    }

    private List<String> withFigures(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!settings.isGiven(MetricsSettings.DIR)) {
            all.addAll(List.of("--set", MetricsSettings.DIR.name() + "=" + folder.services()));
        }
        return all;
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

    /** Waits until the manager answers. @return false when the signal to stop came first */
    boolean awaitManager(StopSignal stop) {
        long begin = System.nanoTime();
        while (!plugins.isReady()) {
            if (stop.await(CHECK_NS)) {
                return false;
            }
            ended().ifPresent(process -> {
                throw CommandException.failed(process.obituary());
            });
            if (System.nanoTime() - begin > PATIENCE_NS) {
                throw CommandException.failed(
                        "The manager was not ready within 60 s. Its log: " + folder.log(MANAGER) + ".");
            }
        }
        progress(MANAGER, "./meridian plugin --help, ./meridian grants --help");
        return true;
    }

    private Optional<StackProcess> ended() {
        return processes.stream()
                .filter(process -> !process.isAlive() && !replaceable.contains(process.name()))
                .findFirst();
    }

    /**
     * Has the manager run a plugin.
     *
     * @return false when the signal to stop came first
     */
    boolean startPlugin(PluginProject project, String instance, Map<String, String> pluginSettings, StopSignal stop) {
        long begin = System.nanoTime();
        boolean runs;
        started.add(instance);
        try {
            runs = plugins.run(project, instance, pluginSettings, stop);
        } catch (CommandException failed) {
            throw ended().map(process -> CommandException.failed(process.obituary()))
                    .orElse(CommandException.failed(failed.getMessage() + "\nSee ./launch_dev.sh logs " + instance
                            + " --name " + folder.name() + "."));
        }
        if (runs) {
            sources.add(instance, project, (_, anew) -> plugins.upgrade(project, instance, anew));
            progress(
                    instance,
                    project.manifest().id() + " beside its sidecar, in " + Figures.duration(System.nanoTime() - begin));
        }
        return runs;
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

    /** One that ends soon after it was started would end again. */
    private void startEndedAgain() {
        for (StackProcess process : processes) {
            if (!process.isAlive() && replaceable.contains(process.name())) {
                if (process.age().compareTo(TRIED) < 0) {
                    throw CommandException.failed(process.obituary());
                }
                tell(process.name(), "ended with exit code " + process.exitCode() + "; it is started again");
                replace(process.again());
            }
        }
    }

    /** What another terminal has asked for. */
    private void restartAsAsked(StopSignal stop) {
        for (String name : folder.restartRequests()) {
            long beginNs = System.nanoTime();
            try {
                startAgain(name, stop);
                tell(name, "started again in " + Figures.duration(System.nanoTime() - beginNs));
            } catch (CommandException failed) {
                tell(name, "was not started again: " + failed.getMessage());
            }
            folder.restarted(name);
        }
    }

    private void startAgain(String name, StopSignal stop) {
        Optional<StackProcess> own = processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst();
        if (own.isPresent()) {
            own.get().close();
            replace(own.get().again());
        } else {
            plugins.restart(StackFolder.instance(name), stop);
        }
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
            startEndedAgain();
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
        // What the next stack is to start is then begun by it, and not by its manager with the versions of before.
        started.forEach(this::stopPlugin);
        // The manager, which ends the plugins, before the store and the recorder, which hear them; the kernel last.
        end(process -> !isHearer(process));
        // One that was killed could not end what it had started.
        ProcessRuntime.killAll(manager().toString());
        end(process -> !process.name().equals(KERNEL));
        end(process -> true);
        for (LocalServer server : servers.reversed()) {
            server.close();
        }
        folder.sweep();
    }

    private void stopPlugin(String instance) {
        try {
            plugins.stop(instance);
        } catch (CommandException silent) {
            Output.err().println(instance + " was not stopped by the manager: " + silent.getMessage());
        }
    }

    private static boolean isHearer(StackProcess process) {
        return List.of(KERNEL, STORE, AUDIT).contains(process.name());
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
