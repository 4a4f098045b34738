package io.meridian.platform.dev;

import io.meridian.devservers.ClickHouseServer;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.plugin.PluginPair;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Processes beside a stack that are there to be broken: its manager knows where they are, and nobody starts them again. */
final class Victims implements AutoCloseable {
    private final StackFolder stack;
    private final Path outputs;
    private final Map<String, String> bus;
    private final Map<String, Process> processes = new HashMap<>();
    private final List<PluginPair> pairs = new ArrayList<>();

    /** @param bus environment variables beside those that the stack tells */
    Victims(StackFolder stack, Path outputs, Map<String, String> bus) {
        this.stack = stack;
        this.bus = bus;
        this.outputs = outputs;
    }

    /** A plugin and its sidecar, which is called like it with {@link PluginPair#SIDECAR} behind. */
    void startPlugin(String instance, Path project) {
        Map<String, String> environment = new TreeMap<>(stack.environment());
        environment.putAll(bus);
        // So little room that one that is too slow has used it up in seconds.
        environment.put("SIDECAR_RING_TO_PLUGIN", "64k");
        environment.put("SIDECAR_QUEUE", "256");
        // A further attempt would come behind all that waits.
        environment.put("SIDECAR_MAX_ATTEMPTS", "1");
        // The machine is busy, and one that hangs is not to be taken for one that is gone.
        environment.put("SIDECAR_SILENCE", "10s");
        pairs.add(PluginPair.start(
                new PluginPair.Plan(
                        new PluginProject(project), instance, stack.sidecar(instance), environment, Map.of(), null),
                this::launch,
                StopSignal.manual()));
    }

    /** Takes a grant from a plugin that runs. */
    void revoke(String instance, String topic) throws IOException {
        Path grants = stack.sidecar(instance).resolve("grants");
        List<String> left = Files.readAllLines(grants).stream()
                .filter(line -> !line.contains(" " + topic + " "))
                .toList();
        Path whole = Files.write(grants.resolveSibling("grants.new"), left);
        Files.move(whole, grants, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Process launch(String name, Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            processes.put(name, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store whose database is a server, and whose spool is small. */
    void startStore(ClickHouseServer database) throws IOException {
        startService(
                "store",
                Map.of(
                        "STORAGE_BACKEND",
                        "clickhouse",
                        "STORAGE_URL",
                        database.url(),
                        "STORAGE_USER",
                        ClickHouseServer.NAME,
                        "STORAGE_PASSWORD",
                        ClickHouseServer.NAME,
                        "STORAGE_SPOOL_DIR",
                        outputs.resolve("spool").toString(),
                        "STORAGE_SPOOL_SIZE",
                        "1m"),
                "store");
    }

    /** @param arguments of {@code meridian} */
    void startService(String name, Map<String, String> besides, String... arguments) throws IOException {
        Map<String, String> environment = new TreeMap<>(stack.environment());
        environment.putAll(bus);
        environment.put("METRICS_DIR", stack.services().toString());
        environment.putAll(besides);
        processes.put(name, ServiceProcess.start(environment, log(name), arguments));
    }

    ProcessHandle process(String name) {
        return processes.get(name).toHandle();
    }

    private Path log(String name) {
        return outputs.resolve(name + ".log");
    }

    /** What all of them said. */
    String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String name : processes.keySet()) {
            try (Stream<String> lines = Files.lines(log(name))) {
                lines.forEach(
                        line -> said.append(name).append(": ").append(line).append('\n'));
            }
        }
        return said.toString();
    }

    @Override
    public void close() {
        // What is stuck or stopped does not hear that it is asked to end.
        processes.values().forEach(Process::destroyForcibly);
        pairs.forEach(PluginPair::close);
    }
}
