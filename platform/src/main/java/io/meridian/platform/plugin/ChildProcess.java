package io.meridian.platform.plugin;

import io.meridian.devservers.ServerProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How processes are started that this one ends, and how it ends them. */
public final class ChildProcess {
    /** Longer than a sidecar may take to finish what is in flight and to leave the bus. */
    private static final Duration POLITE = Duration.ofSeconds(15);

    private ChildProcess() {}

    /** A command in a directory and a process group of its own, with exactly this environment and nothing to read. */
    public static ProcessBuilder prepare(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(ServerProcess.inOwnGroup(command))
                .directory(directory.toAbsolutePath().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectInput(new File("/dev/null"));
    }

    /**
     * Asks it to end and waits; then kills it. By its handle: {@link Process#destroy} closes the child's output at once, and
     * its last words would be lost.
     */
    public static void end(Process process) {
        ProcessHandle handle = process.toHandle();
        handle.destroy();
        try {
            if (!process.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
                handle.destroyForcibly();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            handle.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
