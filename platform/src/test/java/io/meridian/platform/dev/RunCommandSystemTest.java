package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.devservers.NatsServer;
import io.meridian.platform.server.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs plugins with {@code meridian run} as a person would, on a real server. */
@Tag("server")
@Timeout(value = 200, unit = TimeUnit.SECONDS)
final class RunCommandSystemTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            assertTrue(process.waitFor(45, TimeUnit.SECONDS));
        }
    }

    private Process run(Path output, Map<String, String> environment, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        List<String> command = JavaCommand.of("io.meridian.platform.Meridian", all.toArray(String[]::new));
        // Before its class, where the JVM's own options are.
        command.add(1, "-Dmeridian.home=" + folder);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(BUS|AERON|NATS|KAFKA|MERIDIAN)_.*"));
        builder.environment().putAll(environment);
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static void await(Path output, String text) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(output).contains(text)) {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> {
                try {
                    return "no '" + text + "' in: " + Files.readString(output);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private static String plugin(String path) {
        return REPOSITORY.resolve(path).toString();
    }

    @Test
    void shouldRunAGatewayAndAStrategyThatHearsItAndEndBothInOrder() throws Exception {
        try (NatsServer nats = NatsServer.in(folder.resolve("nats")).start()) {
            Map<String, String> bus = Map.of("BUS_BACKEND", "nats", "NATS_URL", nats.url());
            Path market = folder.resolve("market.out");
            Path hello = folder.resolve("hello.out");
            run(market, bus, plugin("plugins/dgm-simulator"), "--instance", "market", "--setting", "rate=200");
            await(market, "market | ");
            Process strategy = run(hello, bus, plugin("examples/hello-strategy"));
            await(hello, "attached as hello");
            Path sidecar = folder.resolve(".run/dev/sidecars/hello");
            await(
                    folder.resolve(".run/dev/sidecars/hello/grants"),
                    "allow m-1 publish platform.portfolio.target.hello");
            String port = Files.readString(sidecar.resolve("http.port")).strip();
            awaitTargets(port);

            Path again = folder.resolve("again.out");
            assertTrue(run(again, bus, plugin("examples/hello-strategy")).waitFor(60, TimeUnit.SECONDS));
            assertTrue(Files.readString(again).contains("A sidecar runs in"), Files.readString(again));

            strategy.destroy();
            assertTrue(strategy.waitFor(45, TimeUnit.SECONDS));
            String said = Files.readString(hello);
            assertTrue(said.contains("The plugin is gone: it left."), said);
            assertFalse(said.contains("\tat "), said);
            assertFalse(Files.exists(sidecar.resolve("http.port")));
        }
    }

    private static void awaitTargets(String port) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            String metrics;
            do {
                metrics = client.send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create("http://127.0.0.1:" + port + "/metrics"))
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.ofString())
                        .body();
                String found = metrics;
                assertTrue(System.nanoTime() - deadlineNs < 0, () -> "no target is published: " + found);
                LockSupport.parkNanos(50_000_000L);
            } while (!metrics.lines().anyMatch(line -> line.startsWith("meridian_bus_published_total{"))
                    || !metrics.lines().anyMatch(line -> line.startsWith("meridian_bus_delivered_total{")));
        }
    }

    @Test
    void shouldSayWhatToStartWhenThereIsNoBus() throws Exception {
        Path output = folder.resolve("out");
        Process process = run(output, Map.of(), plugin("examples/hello-strategy"));
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertTrue(Files.readString(output).contains("./launch_dev.sh"), Files.readString(output));
    }

    @Test
    void shouldEndWithTwoAndNameTheSettingsWhenOneIsUnknown() throws Exception {
        Path output = folder.resolve("out");
        Process process =
                run(output, Map.of("BUS_BACKEND", "memory"), plugin("plugins/dgm-simulator"), "--setting", "rat=5");
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
        assertTrue(Files.readString(output).contains("rat is no setting of dgm-simulator; it has rate"));
    }
}
