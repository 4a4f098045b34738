package io.meridian.conformance.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running plugin, started as the platform starts it: with the sidecar's folder in its environment and nothing else. */
public final class PluginProcess implements Running {
    private static final int SHOWN_BYTES = 4_000;

    private final Process process;
    private final Path output;

    private PluginProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts processes by a command, in a folder; what they write to their streams goes to the file. */
    public static Launcher launcher(List<String> command, Path directory) {
        List<String> words = List.copyOf(command);
        return (sidecar, output) -> start(words, directory, sidecar, output);
    }

    /** Starts a Java plugin of this JVM's class path. */
    public static Launcher ofClass(String className) {
        return launcher(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.meridian.sdk.PluginMain",
                        className),
                Path.of("").toAbsolutePath());
    }

    private static PluginProcess start(List<String> command, Path directory, Path sidecar, Path output) {
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

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void terminate() {
        process.destroy();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        await(5_000);
    }

    @Override
    public boolean await(long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public int exitCode() {
        return process.exitValue();
    }

    @Override
    public String output() {
        try {
            String text = Files.readString(output);
            return text.length() <= SHOWN_BYTES ? text : text.substring(text.length() - SHOWN_BYTES);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }
}
