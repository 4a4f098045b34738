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
    private ChildProcess() {}

    /** A command in a directory and a process group of its own, with exactly this environment and nothing to read. */
    public static ProcessBuilder prepare(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(ServerProcess.inOwnGroup(command))
                .directory(directory.toAbsolutePath().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.redirectInput(new File("/dev/null"));
    }

    /** Asks it to end and waits so long; then kills it. */
    public static void end(Process process, Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
