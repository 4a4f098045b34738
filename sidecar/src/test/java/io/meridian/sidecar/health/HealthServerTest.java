package io.meridian.sidecar.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.sidecar.health.HealthView.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthServerTest {
    @TempDir
    private Path folder;

    private volatile Answer answer = new Answer(true, "READY", List.of());
    private volatile boolean broken;
    private HealthServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private final HealthView view = new HealthView() {
        @Override
        public Answer live() {
            return answer;
        }

        @Override
        public Answer ready() {
            return answer;
        }

        @Override
        public Answer started() {
            return answer;
        }

        @Override
        public String metrics() {
            if (broken) {
                throw new IllegalStateException("no figures");
            }
            return "a_total 1\n";
        }

        @Override
        public String shadow() {
            return "{\"denials\":[]}";
        }
    };

    @BeforeEach
    void open() throws IOException {
        server = HealthServer.open(folder, 0, view);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
    void shouldAnswerWithReasons(String path) throws IOException, InterruptedException {
        assertEquals(200, get(path).statusCode());
        answer = new Answer(false, "STARTING", List.of("waits for \"grants\"", "bus\\away\n"));
        HttpResponse<String> no = get(path);
        assertEquals(503, no.statusCode());
        assertEquals(
                "{\"ok\":false,\"state\":\"STARTING\",\"reasons\":[\"waits for"
                        + " \\\"grants\\\"\",\"bus\\\\away\\u000a\"]}\n",
                no.body());
        assertEquals(
                "application/json; charset=utf-8",
                no.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void shouldServeMetricsAndShadow() throws IOException, InterruptedException {
        HttpResponse<String> metrics = get("/metrics");
        assertEquals("a_total 1\n", metrics.body());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.headers().firstValue("Content-Type").orElse(""));
        assertEquals("{\"denials\":[]}\n", get("/shadow").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/live/x", "/metrics/../etc", "/%2e%2e/x", "/x//metrics"})
    void shouldSayNotFoundForAllElse(String path) throws IOException, InterruptedException {
        assertEquals(404, get(path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
    void shouldOnlyBeRead(String method) throws IOException, InterruptedException {
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(uri("/metrics"))
                        .method(method, BodyPublishers.ofString("x".repeat(10_000)))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(405, refused.statusCode());
        assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws IOException, InterruptedException {
        HttpResponse<String> head =
                client.send(HttpRequest.newBuilder(uri("/metrics")).HEAD().build(), BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void shouldSayWhenItCannotAnswer() throws IOException, InterruptedException {
        broken = true;
        HttpResponse<String> failed = get("/metrics");
        assertEquals(500, failed.statusCode());
        assertTrue(failed.body().contains("no figures"), failed.body());
    }

    @Test
    void shouldRefuseLongAddresses() throws IOException, InterruptedException {
        assertEquals(414, get("/metrics?" + "x".repeat(600)).statusCode());
    }

    @Test
    void shouldNameItsPortInAFileWhileItRuns() throws IOException {
        assertEquals(server.port() + "\n", Files.readString(folder.resolve(HealthServer.PORT_FILE)));
        server.close();
        assertFalse(Files.exists(folder.resolve(HealthServer.PORT_FILE)));
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsTaken() {
        IOException taken = assertThrows(IOException.class, () -> HealthServer.open(folder, server.port(), view));
        assertTrue(taken.getMessage().contains("sidecar.http.port"), taken.getMessage());
    }

    @Test
    void shouldSurviveWhateverPeersSend() throws IOException, InterruptedException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] junk = new byte[random.nextInt(1, 3000)];
            random.nextBytes(junk);
            try (Socket peer = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
                if (random.nextBoolean()) {
                    peer.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                peer.getOutputStream().write(junk);
            } catch (IOException endedByTheServer) {
                // It closes on the first line that makes no sense.
            }
        }
        assertEquals(200, get("/health/live").statusCode());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
