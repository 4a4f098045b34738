package io.meridian.platform.dev;

import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.ChildProcess;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.stack.StackFolder;
import io.meridian.platform.stack.StackOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A plugin beside a sidecar of its own, on the bus of the stack that runs: what is asked of it, and the running. */
final class PluginRun {
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final List<Thread> showing = new ArrayList<>();

    @Mixin
    private StackOptions stack;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The plugin's folder (default: here).")
    private Path directory = Path.of("");

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "What this instance is called (default: the plugin's id).")
    private String instance;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "A setting of the plugin; wins over its file 'settings'. May be repeated.")
    private Map<String, String> pluginSettings = new LinkedHashMap<>();

    PluginProject project() {
        return PluginProject.upToDate(directory);
    }

    /**
     * Runs it until the signal comes, or one of the two processes ends.
     *
     * @param recording a new file for what the plugin sees and says, or null
     * @return the exit code
     */
    int run(StopSignal stop, Path recording) {
        try {
            return runPair(stop, recording);
        } finally {
            showLastWords();
        }
    }

    /** Both processes are gone; what they said last may still be on its way. */
    private void showLastWords() {
        try {
            for (Thread each : showing) {
                each.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int runPair(StopSignal stop, Path recording) {
        PluginProject project = project();
        String name = instance == null ? project.manifest().id() : instance;
        if (!name.matches("[A-Za-z0-9_-]{1,32}")) {
            throw CommandException.wrongUse("--instance=" + name + " must be 1 to 32 letters, digits, '_' or '-'.");
        }
        StackFolder folder = stack.folder();
        requireFree(folder, name);
        PluginPair.Plan plan = new PluginPair.Plan(
                project, name, folder.sidecar(name), StackBus.environment(folder), pluginSettings, recording);
        try (PluginPair pair = PluginPair.start(plan, this::launch, stop);
                LiveSources sources =
                        new LiveSources((who, what) -> Output.err().println(who + " | " + what))) {
            if (pair == null) {
                return 0;
            }
            Output.err()
                    .println("Running as " + name + ". Its sidecar: meridian sidecar status --dir " + plan.folder());
            if (recording == null) {
                sources.add(name, project, pair::startWith);
            }
            while (!stop.await(CHECK_NS)) {
                sources.look(stop);
                String ended = pair.obituary();
                if (ended != null) {
                    Output.err().println(ended);
                    return pair.isDone() ? 0 : 1;
                }
            }
            return 0;
        }
    }

    private static void requireFree(StackFolder folder, String name) {
        folder.managed().getOrDefault(name, Optional.empty()).ifPresent(taken -> {
            throw CommandException.wrongUse("The stack '" + folder.name() + "' has an instance '" + name
                    + "' already. Call this one something else with --instance NAME.");
        });
    }

    /** What it says goes to this process' standard output, each line with the name of who says it. */
    private Process launch(String name, Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                ChildProcess.prepare(directory, environment, command).redirectErrorStream(true);
        try {
            Process process = builder.start();
            showing.add(
                    Thread.ofPlatform().daemon().name("output-" + name).start(() -> show(name, process.inputReader())));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start: " + e.getMessage(), e);
        }
    }

    private static void show(String name, BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Output.out().println(name + " | " + line);
            }
        } catch (IOException ended) {
            // The process is gone, and what it said before was shown.
        }
    }
}
