package io.meridian.platform.dev;

import io.meridian.platform.plugin.ChildProcess;
import io.meridian.platform.server.JavaCommand;
import io.meridian.platform.stack.StackFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A process of the stack, with its log. */
final class StackProcess implements AutoCloseable {
    private static final String MAIN = "io.meridian.platform.Meridian";
    private static final int TAIL_LINES = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final Supplier<StackProcess> again;
    private final long startedNs = System.nanoTime();

    private StackProcess(String name, Process process, Path log, Supplier<StackProcess> again) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.again = again;
    }

    /**
     * Runs a subcommand of {@code meridian}. It ends when this process does, however that ends.
     *
     * @param environment beside that of this process
     * @param visible whether its output goes to where this process' goes; its complaints always go to the log
     */
    static StackProcess meridian(
            String name, StackFolder folder, Map<String, String> environment, boolean visible, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--parent");
        all.add(Long.toString(ProcessHandle.current().pid()));
        Map<String, String> whole = new TreeMap<>(System.getenv());
        whole.putAll(environment);
        return start(name, folder, whole, visible, JavaCommand.of(MAIN, all.toArray(String[]::new)));
    }

    private static StackProcess start(
            String name, StackFolder folder, Map<String, String> environment, boolean visible, List<String> command) {
        Path log = folder.log(name);
        ProcessBuilder builder = ChildProcess.prepare(Path.of(""), environment, command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectOutput(
                visible ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process process = builder.start();
            folder.remember(name, process.toHandle());
            return new StackProcess(name, process, log, () -> start(name, folder, environment, visible, command));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start: " + e.getMessage(), e);
        }
    }

    Process process() {
        return process;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Another one like it; to be called when this one has ended. */
    StackProcess again() {
        return again.get();
    }

    /** How long ago it was started. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNs);
    }

    /** What it ended with. */
    int exitCode() {
        return process.exitValue();
    }

    /** How it ended and the end of its log, for a person. */
    String obituary() {
        String end;
        try {
            List<String> lines = Files.readAllLines(log);
            end = String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            end = "(cannot be read: " + e.getMessage() + ")";
        }
        return name + " ended with exit code " + exitCode() + ". The end of its log (" + log + "):\n  " + end;
    }

    /** Asks it to end and waits; then kills it. */
    @Override
    public void close() {
        ChildProcess.end(process);
    }
}
