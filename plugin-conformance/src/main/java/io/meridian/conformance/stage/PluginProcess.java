package io.meridian.conformance.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running plugin, started as the platform starts it: with the sidecar's folder in its environment and nothing else. */
public final class PluginProcess implements AutoCloseable {
    private static final int SHOWN_BYTES = 4_000;

    private final Process process;
    private final Path output;

    private PluginProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it writes to its streams goes to a file. */
    public static PluginProcess start(List<String> command, Path directory, Path sidecar, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("MERIDIAN_SIDECAR", sidecar.toString());
        try {
            return new PluginProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the plugin: " + e.getMessage(), e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, as the platform does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it without asking. */
    public void kill() {
        process.destroyForcibly();
        await(5_000);
    }

    /** Waits for its end. */
    public boolean await(long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it ended with. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The end of what it wrote. */
    public String output() {
        try {
            String text = Files.readString(output);
            return text.length() <= SHOWN_BYTES ? text : text.substring(text.length() - SHOWN_BYTES);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
