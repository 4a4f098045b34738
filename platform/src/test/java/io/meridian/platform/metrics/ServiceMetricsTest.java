package io.meridian.platform.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.JvmFigures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceMetricsTest {
    private static final Figure SOME = Figure.counter("meridian.test.things", "bytes", "Things.", "kind");

    @TempDir
    private Path folder;

    private static Settings settings(Map<String, String> values) {
        return Settings.reader(PlatformSettings.schemas()).values(values).read();
    }

    private static String ask(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void shouldShowItsFiguresAndThoseOfItsJavaAtThePortThatItWroteDown() throws Exception {
        Bus bus = new BusOptions(Map.of("bus.backend", "memory")).open(new Notices(Output.err()));
        bus.awaitConnected(10_000_000_000L);
        Path file = folder.resolve("kernel.http.port");
        try (ServiceMetrics shown = ServiceMetrics.open(
                settings(Map.of("bus.deployment", "blue")),
                "kernel",
                folder,
                bus,
                meters -> meters.counter(SOME, Map.of("kind", "a"), () -> 7))) {
            assertEquals(shown.port() + "\n", Files.readString(file));
            System.gc();
            String text = ask(shown.port());
            assertTrue(text.contains("meridian_test_things_bytes_total{deployment=\"blue\",kind=\"a\"} 7.0"), text);
            assertTrue(text.contains("meridian_bus_connected{deployment=\"blue\"} 1.0"), text);
            assertTrue(text.contains("meridian_bus_underreplicated{deployment=\"blue\"} 0.0"), text);
            JvmFigures.ALL.forEach(
                    figure -> assertTrue(text.contains("\n" + figure.exposedName() + "{"), figure.name()));
            bus.close();
            assertTrue(ask(shown.port()).contains("meridian_bus_connected{deployment=\"blue\"} 0.0"));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldWriteThePortIntoTheFolderThatASettingNames() throws IOException {
        Path all = folder.resolve("all");
        try (ServiceMetrics shown = ServiceMetrics.open(
                settings(Map.of("metrics.dir", all.toString())), "store", folder, null, meters -> {})) {
            assertEquals(shown.port() + "\n", Files.readString(all.resolve("store.http.port")));
        }
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsTaken() {
        try (ServiceMetrics shown = ServiceMetrics.open(settings(Map.of()), "store", folder, null, meters -> {})) {
            Settings same = settings(Map.of("metrics.port", String.valueOf(shown.port())));
            CommandException taken = assertThrows(
                    CommandException.class, () -> ServiceMetrics.open(same, "audit", folder, null, meters -> {}));
            assertTrue(taken.getMessage().contains("Set metrics.port"), taken.getMessage());
        }
    }
}
