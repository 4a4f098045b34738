package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.basis.Json;
import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.platform.plugin.PluginProject;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A manager as a process of its own, that tests kill and start again, and people who ask it. */
final class ManagerRig implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final String PASSWORD = "correct horse battery";

    private final Path home;
    private final Map<String, String> environment;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> tokens = new HashMap<>();
    private Process process;

    /** @param environment what leads to the bus */
    ManagerRig(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    Path home() {
        return home;
    }

    void start(String... settings) throws Exception {
        launch(settings);
        await("the manager is ready", () -> Files.exists(ManagerSettings.port(home)));
    }

    /** Starts it, and does not wait until it is ready. */
    void launch(String... settings) throws Exception {
        Files.deleteIfExists(ManagerSettings.port(home));
        List<String> arguments =
                new ArrayList<>(List.of("manager", "--dir", home.toString(), "--set", "manager.port=0"));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        process = ServiceProcess.start(environment, log(), arguments.toArray(String[]::new));
    }

    private Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Kills it after a while, unless it has ended by then. */
    void killWithin(Duration longest) throws InterruptedException {
        process.waitFor(longest);
        kill();
    }

    void stop() {
        process.destroy();
        process.onExit().join();
    }

    long pid() {
        return process.pid();
    }

    /** Makes accounts for people, each with these roles. */
    void people(Map<String, List<String>> roles) throws Exception {
        tokens.put(
                "admin",
                login("admin", Files.readString(home.resolve("first-password")).strip()));
        for (Map.Entry<String, List<String>> person : roles.entrySet()) {
            ask(
                    "admin",
                    "POST",
                    "/v1/accounts",
                    Map.of("name", person.getKey(), "password", PASSWORD, "roles", person.getValue()),
                    201);
            tokens.put(person.getKey(), login(person.getKey(), PASSWORD));
        }
    }

    private String login(String name, String password) throws Exception {
        return ask(null, "POST", "/v1/sessions", Map.of("name", name, "password", password), 201)
                .get("secret")
                .asText();
    }

    String token(String person) {
        return tokens.get(person);
    }

    URI address() {
        return ManagerPlace.address(home);
    }

    JsonNode ask(String person, String method, String path, Object body, int status) throws Exception {
        return send(
                person,
                method,
                path,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.text(body)),
                "application/json",
                status);
    }

    private JsonNode send(String person, String method, String path, BodyPublisher body, String type, int status)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .header("Content-Type", type);
        if (person != null) {
            request.header("Authorization", "Bearer " + tokens.get(person));
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        assertEquals(status, response.statusCode(), () -> method + " " + path + ": " + response.body() + logged());
        return response.body().isEmpty() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(response.body());
    }

    /** Registers a project of this repository. */
    JsonNode register(String person, Path project) throws Exception {
        Path zip = Files.createTempFile(home.getParent(), "bundle", ".zip");
        new PluginBundle(new PluginProject(project)).write(zip);
        return send(person, "POST", "/v1/plugins", BodyPublishers.ofFile(zip), "application/zip", 201);
    }

    JsonNode instance(String name) throws Exception {
        return ask("admin", "GET", "/v1/instances/" + name, null, 200);
    }

    /** Waits until an instance is so. */
    JsonNode await(String name, Predicate<JsonNode> condition) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        JsonNode now = instance(name);
        while (!condition.test(now)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not in time: " + now + "\n" + logged() + log(name));
            }
            TimeUnit.MILLISECONDS.sleep(20);
            now = instance(name);
        }
        return now;
    }

    private String log(String instance) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String part : List.of("sidecar", "plugin")) {
            Path file =
                    home.resolve("instances").resolve(instance).resolve("log").resolve(part + ".log");
            text.append("\n--- ").append(part).append('\n').append(Files.exists(file) ? Files.readString(file) : "");
        }
        return text.toString();
    }

    JsonNode awaitWell(String name) throws Exception {
        return await(
                name,
                now -> now.get("phase").asText().equals("RUNNING")
                        && now.get("health").get("level").asText().equals("OK"));
    }

    /** The number of a part's process. @param part {@code unit} or {@code sidecar} */
    static long pid(JsonNode instance, String part) {
        return Long.parseLong(instance.get(part).get("id").asText().split(" ")[1]);
    }

    static void await(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        await(what, Duration.ofNanos(PATIENCE_NS), condition);
    }

    static void await(String what, Duration patience, java.util.concurrent.Callable<Boolean> condition)
            throws Exception {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "not in time: " + what);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        ProcessRuntime.killAll(home.toString());
        client.close();
    }
}
