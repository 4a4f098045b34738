package io.meridian.bus.aeron;

import io.meridian.bus.testkit.ServerControl;
import io.meridian.devservers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An external driver as a child process, always on the same folders. */
final class DriverProcess implements ServerControl, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> settings = new HashMap<>();
    private final String deployment;
    private final Path log;
    private ServerProcess process;

    DriverProcess(String deployment, Path folder, Map<String, String> extra) {
        this.deployment = deployment;
        log = folder.resolve("driver.log");
        settings.put("aeron.dir", "/dev/shm/meridian-" + deployment);
        settings.put("aeron.archive.dir", folder.resolve("archive").toString());
        settings.putAll(extra);
    }

    /** What both the driver and its engines are set to. */
    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void start() {
        if (isRunning()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.util.zip=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AeronDriver.class.getName(),
                deployment));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        try {
            long before = Files.exists(log) ? Files.size(log) : 0;
            process = ServerProcess.start("aeron driver", command, log);
            process.awaitReady(() -> isReady(before), PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady(long from) {
        try {
            byte[] all = Files.readAllBytes(log);
            return all.length > from
                    && new String(all, (int) from, all.length - (int) from, java.nio.charset.StandardCharsets.UTF_8)
                            .contains("ready deployment=");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.stop();
        }
    }

    @Override
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    String tail() {
        return process == null ? "" : process.tail();
    }

    @Override
    public void close() {
        stop();
        try (var files = Files.walk(Path.of(settings.get("aeron.dir")))) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // It removed its folder itself.
            assert !isRunning() : TimeUnit.SECONDS;
        }
    }
}
