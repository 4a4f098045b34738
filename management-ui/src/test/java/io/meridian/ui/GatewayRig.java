package io.meridian.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.ManagerOptions;
import io.meridian.manager.Office;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.api.ApiServer;
import io.meridian.manager.api.DataPage;
import io.meridian.manager.api.ManagerCalls;
import io.meridian.manager.api.Peers;
import io.meridian.manager.backup.Backups;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.db.DatabaseAddress;
import io.meridian.manager.grants.SensitiveTopics;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillBus;
import io.meridian.manager.kill.Neighbours;
import io.meridian.manager.registry.Quota;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.Unit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A manager that answers over HTTP, a bus, the gateway before both, and browsers. */
final class GatewayRig implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final ObjectMapper JSON = new ObjectMapper();

    final Manager manager;
    final ApiServer api;
    final UiServer gateway;
    final Bus bus;
    final List<String> log = new CopyOnWriteArrayList<>();
    final Path setupCode;
    final Path backtests;
    volatile Duration ahead = Duration.ZERO;

    private final ManagerLoop loop;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What a browser keeps after it has logged in. */
    record Browser(String cookie, String csrf, JsonNode session) {}

    GatewayRig(Path folder) {
        this(folder, null);
    }

    GatewayRig(Path folder, Path web) {
        setupCode = folder.resolve("first-password");
        backtests = folder.resolve("backtests");
        bus = Bus.open(
                new BusContext().settings(Map.of("bus.backend", "memory")).unrestricted());
        manager = Manager.open(new ManagerOptions(
                folder,
                DatabaseAddress.file(folder.resolve("manager.db")),
                "test",
                Mode.PRODUCTION,
                List.of(NoRuntime::new),
                null,
                new Quota(100, 1 << 30, 100),
                SensitiveTopics.standard(),
                2,
                Duration.ofSeconds(5),
                new SilentKillBus(),
                new Neighbours(null),
                patterns -> "",
                pattern -> List.of(),
                Office.ALONE,
                Clock.systemUTC(),
                log::add));
        loop = new ManagerLoop(manager);
        Backups backups =
                new Backups(manager.database(), manager.acts(), Clock.systemUTC(), folder.resolve("backups"), 3);
        api = ApiServer.start(
                manager,
                new ManagerCalls(
                        manager,
                        loop,
                        backups,
                        question -> new DataPage(List.of(), null),
                        folder.resolve("services"),
                        Peers.NONE,
                        "test"),
                "127.0.0.1",
                0);
        URI place = URI.create("http://127.0.0.1:" + api.port());
        InstantSource clock = () -> Instant.now().plus(ahead);
        gateway = UiServer.start(new UiOptions(
                "127.0.0.1",
                0,
                URI.create("https://pages.example.com"),
                () -> place,
                bus,
                null,
                backtests,
                setupCode,
                Duration.ofMinutes(30),
                Duration.ofHours(8),
                web,
                clock,
                log::add));
    }

    String address() {
        return "http://127.0.0.1:" + gateway.port();
    }

    void account(String name, Set<Role> roles) {
        manager.accounts().create(Person.MANAGER, name, PASSWORD, roles);
    }

    /** Logs in. */
    Browser browser(String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(
                "POST", "/ui/session", null, "{\"name\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}", Map.of());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return browser(answer);
    }

    static Browser browser(HttpResponse<String> answer) throws IOException {
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        JsonNode session = JSON.readTree(answer.body());
        return new Browser(cookie, session.get("csrf").asText(), session);
    }

    HttpResponse<String> ask(String method, String path, Browser by, String body)
            throws IOException, InterruptedException {
        return ask(method, path, by, body, by == null ? Map.of() : Map.of("X-Meridian-CSRF", by.csrf()));
    }

    /** @param headers those that a browser would not send by itself, and {@code Cookie} in place of its own */
    HttpResponse<String> ask(String method, String path, Browser by, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (by != null) {
            request.header("Cookie", by.cookie());
        }
        headers.forEach(request::setHeader);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        gateway.close();
        api.close();
        loop.close();
        manager.close();
        bus.close();
        client.close();
    }

    /** Nobody is killed here. */
    private static final class SilentKillBus implements KillBus {
        @Override
        public String tellKernel(Kill kill, Set<TopicPattern> published) {
            return "";
        }

        @Override
        public String tellSidecars(Kill kill, List<String> instances) {
            return "";
        }
    }

    /** Nothing runs here. */
    private static final class NoRuntime implements InstanceRuntime {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public List<Unit> list() {
            return List.of();
        }

        @Override
        public void startSidecar(Launch launch) {
            throw new IllegalStateException("nothing runs here");
        }

        @Override
        public void startPlugin(Launch launch) {
            throw new IllegalStateException("nothing runs here");
        }

        @Override
        public void stop(Unit unit) {}

        @Override
        public void kill(Unit unit) {}

        @Override
        public void forget(Unit unit) {}

        @Override
        public void tend() {}

        @Override
        public void close() {}
    }
}
