package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.manager.basis.Json;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway of the pages, a manager and a server of the bus, each a process of its own. */
@Tag("server")
@Timeout(180)
final class PagesSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ManagedBus managed;
    private Process gateway;
    private String cookie;
    private String csrf;

    @BeforeEach
    void begin() throws Exception {
        managed = new ManagedBus();
        managed.rig().start();
        Map<String, String> environment = new HashMap<>(managed.environment());
        environment.put("MANAGER_DIR", managed.rig().home().toString());
        gateway = ServiceProcess.start(environment, managed.folder().resolve("ui.log"), "ui", "--set", "ui.port=0");
        await(() -> Files.exists(pages()));
    }

    @AfterEach
    void end() {
        if (gateway != null) {
            gateway.destroyForcibly().onExit().join();
        }
        client.close();
        managed.close();
    }

    private Path pages() {
        return ManagerPlace.pages(managed.rig().home());
    }

    private static void await(Callable<Boolean> wanted) throws Exception {
        ManagerRig.await("what was asked for", PATIENCE, wanted);
    }

    private HttpResponse<String> ask(String method, String path, Map<String, ?> body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .header("Content-Type", "application/json");
        if (cookie != null) {
            request.header("Cookie", cookie).header("X-Meridian-CSRF", csrf);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String address() throws Exception {
        return Files.readString(pages()).strip().replaceAll("/$", "");
    }

    private void makeFirstAdmin() throws Exception {
        Path code = ManagerSettings.firstPassword(managed.rig().home());
        HttpResponse<String> made = ask(
                "POST",
                "/ui/setup",
                Map.of("code", Files.readString(code).strip(), "name", "cleo", "password", "a password of mine"));
        assertEquals(200, made.statusCode(), made.body());
        cookie = made.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        csrf = Json.MAPPER.readTree(made.body()).get("csrf").asText();
        assertFalse(Files.exists(code));
    }

    @Test
    void shouldMakeTheFirstAdminAndShowEveryMessageOfARealBus() throws Exception {
        makeFirstAdmin();
        assertEquals(200, ask("GET", "/v1/accounts", null).statusCode());
        assertEquals(503, ask("GET", "/ui/audit/records", null).statusCode(), "no log is recorded here");
        List<JsonNode> heard = new CopyOnWriteArrayList<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Origin", address())
                .header("Cookie", cookie)
                .buildAsync(URI.create(address().replace("http", "ws") + "/ui/live"), new Hearing(heard))
                .join();
        socket.sendText("{\"op\":\"open\",\"id\":1,\"stream\":\"messages\",\"pattern\":\"platform.data.**\"}", true)
                .join();
        socket.sendText("{\"op\":\"open\",\"id\":2,\"stream\":\"messages\",\"pattern\":\"platform.signal.**\"}", true)
                .join();
        try (Bus bus = managed.connect();
                Publisher fast = bus.publisher(
                        PublisherSpec.fast("platform.data.quote.XNAS.AAPL").contentType("application/json"));
                Publisher durable = bus.publisher(
                        PublisherSpec.durable("platform.signal.insight.m.AAPL").contentType("application/json"))) {
            await(() -> {
                publish(fast);
                publish(durable);
                return last(heard, 1, "counted") > 0 && last(heard, 2, "counted") > 0;
            });
            // What was published before the subscriptions began is not counted. What was on its way is, once the last
            // is shown.
            publish(fast, "{\"last\":true}");
            publish(durable, "{\"last\":true}");
            await(() -> hasLast(heard, 1) && hasLast(heard, 2));
            long fastBefore = last(heard, 1, "counted");
            long durableBefore = last(heard, 2, "counted");
            for (int i = 0; i < 2_000; i++) {
                publish(fast);
                publish(durable);
            }
            await(() -> last(heard, 1, "counted") + last(heard, 1, "missed") == fastBefore + 2_000
                    && last(heard, 2, "counted") == durableBefore + 2_000);
            assertEquals(0, last(heard, 2, "missed"));
            await(() -> last(heard, 2, "shown") + last(heard, 2, "dropped") == durableBefore + 2_000);
        } finally {
            socket.abort();
        }
    }

    private static void publish(Publisher publisher) {
        publish(publisher, "{\"price\":1}");
    }

    private static boolean hasLast(List<JsonNode> heard, int id) {
        return heard.stream()
                .filter(message -> message.path("id").asInt() == id)
                .flatMap(message -> message.path("rows").valueStream())
                .anyMatch(row -> row.path("fields").path("last").asBoolean());
    }

    private static void publish(Publisher publisher, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        while (publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) < 0) {
            Thread.onSpinWait();
        }
    }

    private static long last(List<JsonNode> heard, int id, String field) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (heard.get(i).path("id").asInt() == id && heard.get(i).has(field)) {
                return heard.get(i).get(field).asLong();
            }
        }
        return 0;
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsToldToEnd() throws Exception {
        makeFirstAdmin();
        gateway.destroy();
        assertTrue(gateway.waitFor(PATIENCE));
        assertEquals(0, gateway.exitValue());
        assertFalse(Files.exists(pages()));
    }

    @Test
    void shouldDeleteTheFirstPasswordWhenItsAccountHasAnother() throws Exception {
        Path code = ManagerSettings.firstPassword(managed.rig().home());
        String password = Files.readString(code).strip();
        HttpResponse<String> login = ask("POST", "/ui/session", Map.of("name", "admin", "password", password));
        cookie = login.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        csrf = Json.MAPPER.readTree(login.body()).get("csrf").asText();
        assertTrue(ask("GET", "/ui/setup", null).body().contains("true"));
        assertEquals(
                204,
                ask("PUT", "/v1/me/password", Map.of("current", password, "password", "a password of mine"))
                        .statusCode());
        await(() -> !Files.exists(code));
        assertTrue(ask("GET", "/ui/setup", null).body().contains("false"));
    }

    /** Keeps all that comes. */
    private static final class Hearing implements WebSocket.Listener {
        private final List<JsonNode> heard;
        private final StringBuilder part = new StringBuilder();

        Hearing(List<JsonNode> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    heard.add(Json.MAPPER.readTree(part.toString()));
                } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
