package io.meridian.platform.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusListener;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadyCheckTest {
    @TempDir
    private Path folder;

    private Settings settings() {
        return new BusOptions(Map.of("metrics.dir", folder.toString())).read();
    }

    @Test
    void shouldSayThatAServiceIsReadyOnlyWhileItIs() {
        assertTrue(ReadyCheck.trouble("kernel", folder).startsWith("kernel has not begun"));
        // Nobody is there.
        BusOptions nowhere = new BusOptions(Map.of("bus.backend", "nats", "nats.url", "nats://127.0.0.1:1"));
        try (Bus away = nowhere.open(new BusListener() {});
                ServiceMetrics shown = ServiceMetrics.open(settings(), "kernel", folder, away, none -> {})) {
            assertEquals("kernel answers 503", ReadyCheck.trouble("kernel", folder), () -> "at port " + shown.port());
        }
        try (Bus there = new BusOptions(Map.of("bus.backend", "memory")).open(new BusListener() {});
                ServiceMetrics shown = ServiceMetrics.open(settings(), "kernel", folder, there, none -> {})) {
            assertEquals("", ReadyCheck.trouble("kernel", folder), () -> "at port " + shown.port());
        }
        assertTrue(ReadyCheck.trouble("kernel", folder).startsWith("kernel has not begun"));
    }

    @Test
    void shouldNotTakeAnotherForIt() throws IOException {
        try (ServiceMetrics other = ServiceMetrics.open(settings(), "store", folder, null, none -> {})) {
            // One that was killed leaves its file, and its port is somebody else's then.
            Files.writeString(folder.resolve("kernel.http.port"), other.port() + "\n");
            assertEquals("another service is at the port of kernel", ReadyCheck.trouble("kernel", folder));
            Files.writeString(folder.resolve("kernel.http.port"), "x\n");
            assertTrue(ReadyCheck.trouble("kernel", folder).startsWith("kernel does not answer"));
        }
    }
}
