package io.meridian.plugins.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.conformance.Conformance;
import io.meridian.conformance.Group;
import io.meridian.conformance.Result;
import io.meridian.conformance.Result.Outcome;
import io.meridian.conformance.Subject;
import io.meridian.conformance.stage.PluginProcess;
import io.meridian.sdk.PluginMain;
import io.meridian.sdk.runtime.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as the platform starts it keeps the contract of a data gateway. */
@Tag("server")
final class ConformanceTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldPassTheChecksOfADataGateway(@TempDir Path folder) throws Exception {
        Manifest manifest = Manifest.of(ReplayGateway.class);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PluginMain.class.getName(),
                ReplayGateway.class.getName());
        Subject subject = new Subject(
                PluginProcess.launcher(command, Path.of("").toAbsolutePath()),
                manifest.id(),
                manifest.version(),
                manifest.pool(),
                manifest.publishes(),
                manifest.subscribes(),
                manifest.durable(),
                true,
                Map.of(
                        "file",
                        Path.of("../../examples/data/bars-5m.csv")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "speed",
                        "1000"));
        List<Result> results = new Conformance(subject, Files.createDirectory(folder.resolve("mk")))
                .run(EnumSet.of(Group.DATA_GATEWAY), result -> {});
        assertEquals(
                List.of(),
                results.stream()
                        .filter(result -> result.outcome() != Outcome.PASSED)
                        .map(result -> result.check().id() + " " + result.outcome() + " " + result.text())
                        .toList());
        assertTrue(results.size() >= 5, "checks=" + results.size());
    }
}
