package io.meridian.platform.dev;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.basis.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real Prometheus, or Alertmanager, on a free port of the loopback, with what it is asked. */
final class PrometheusServer implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private PrometheusServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static boolean isInstalled(String... programs) {
        return Arrays.stream(programs)
                .allMatch(program -> Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    static PrometheusServer prometheus(Path folder, Path config) throws IOException {
        return start(
                folder,
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                // Alertmanager forgets what was not said again for four times as long.
                "--rules.alert.resend-delay=2s",
                "--log.level=warn");
    }

    static PrometheusServer alertmanager(Path folder, Path config) throws IOException {
        return start(
                folder,
                "prometheus-alertmanager",
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--cluster.listen-address=",
                "--log.level=warn");
    }

    private static PrometheusServer start(Path folder, String... command) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--web.listen-address=127.0.0.1:" + port);
        Path log = folder.resolve(command[0] + ".log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PrometheusServer(process, port, log);
    }

    int port() {
        return port;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The rows that an expression gives now. */
    JsonNode query(String expression) throws IOException {
        String text = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpResponse<String> answer = get("/api/v1/query?query=" + text);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        if (!json.path("status").asText().equals("success")) {
            throw new AssertionError(expression + ": " + answer.body());
        }
        return json.at("/data/result");
    }

    JsonNode ask(String path) throws IOException {
        return Json.MAPPER.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        client.close();
    }
}
