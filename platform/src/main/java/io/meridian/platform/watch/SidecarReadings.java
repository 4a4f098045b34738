package io.meridian.platform.watch;

import io.meridian.platform.watch.Snapshot.Plugin;
import io.meridian.sidecar.health.HealthServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks the sidecars of a folder, one folder in it an instance, how they are: all at once, since on a busy machine each may
 * take its time. For one thread.
 */
final class SidecarReadings implements AutoCloseable {
    private static final String WITHIN = "sidecar";
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Pattern STATE = Pattern.compile("\"state\"\\s*:\\s*\"([A-Z]+)\"");
    /** The name of a figure, its tags and its value. */
    private static final Pattern FIGURE = Pattern.compile("^(meridian_\\w+)(?:\\{.*})? (\\S+)$");

    private final List<Path> folders;
    private final HttpClient client;
    private final Map<String, Map<String, Double>> before = new ConcurrentHashMap<>();

    /** @param folders each with a folder an instance: that of its sidecar, or one that has it as {@value #WITHIN} */
    SidecarReadings(List<Path> folders) {
        this.folders = List.copyOf(folders);
        client = folders.isEmpty()
                ? null
                : HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    /** How each is, and its rates over the seconds since the reading before. */
    List<Plugin> read(double seconds) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Plugin>> asked = folders.stream()
                    .flatMap(folder -> list(folder).stream())
                    .map(instance -> threads.submit(() -> read(instance, seconds)))
                    .toList();
            return asked.stream().map(SidecarReadings::answer).toList();
        }
    }

    private static Plugin answer(Future<Plugin> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a sidecar was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sidecar's answer could not be read: " + e.getCause(), e);
        }
    }

    /** Those that run, or did until they were killed: one that ended in good order has taken its port back. */
    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(instance -> Files.exists(sidecar(instance).resolve(HealthServer.PORT_FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path sidecar(Path instance) {
        Path within = instance.resolve(WITHIN);
        return Files.isDirectory(within) ? within : instance;
    }

    private Plugin read(Path home, double seconds) {
        String instance = home.getFileName().toString();
        try {
            String port = Files.readString(sidecar(home).resolve(HealthServer.PORT_FILE))
                    .strip();
            Matcher state = STATE.matcher(get(port, "/health/ready"));
            Map<String, Double> now = sums(get(port, "/metrics"));
            Map<String, Double> last = before.getOrDefault(instance, now);
            before.put(instance, now);
            return new Plugin(
                    instance,
                    state.find() ? state.group(1) : "UNKNOWN",
                    rate(last, now, "meridian_bus_published_total", seconds),
                    rate(last, now, "meridian_bus_delivered_total", seconds),
                    Math.round(now.getOrDefault("meridian_acl_denied_total", 0.0)),
                    Math.round(1000 * now.getOrDefault("meridian_plugin_heartbeat_age_seconds", 0.0)));
        } catch (HttpTimeoutException e) {
            return new Plugin(instance, "SILENT", 0, 0, 0, 0);
        } catch (IOException | IllegalArgumentException e) {
            // No file of a port, a half written one, or nobody there.
            return new Plugin(instance, "GONE", 0, 0, 0, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Plugin(instance, "UNKNOWN", 0, 0, 0, 0);
        }
    }

    private String get(String port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** Each figure, summed over its tags. */
    static Map<String, Double> sums(String metrics) {
        Map<String, Double> sums = new HashMap<>();
        metrics.lines().map(FIGURE::matcher).filter(Matcher::matches).forEach(figure -> {
            if (!figure.group(2).equals("NaN")) {
                sums.merge(figure.group(1), Double.valueOf(figure.group(2)), Double::sum);
            }
        });
        return sums;
    }

    private static long rate(Map<String, Double> last, Map<String, Double> now, String name, double seconds) {
        double more = now.getOrDefault(name, 0.0) - last.getOrDefault(name, 0.0);
        // Less than before: it was started anew.
        return Math.round(Math.max(0, more) / seconds);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
