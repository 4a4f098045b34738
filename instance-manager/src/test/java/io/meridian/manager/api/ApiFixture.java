package io.meridian.manager.api;

import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.TestManager;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.backup.Backups;
import io.meridian.manager.basis.Mode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A manager that answers over HTTP, and people with roles who ask it. */
final class ApiFixture implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    final TestManager test;
    final Manager manager;
    final ApiServer server;

    private final ManagerLoop loop;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ApiFixture(Path folder) {
        this(folder, new TestManager(folder, Mode.PRODUCTION));
    }

    ApiFixture(Path folder, TestManager given) {
        test = given;
        manager = test.open();
        loop = new ManagerLoop(manager);
        Backups backups = new Backups(manager.database(), manager.acts(), test.clock, folder.resolve("backups"), 3);
        server = ApiServer.start(
                manager,
                new ManagerCalls(
                        manager, loop, backups, ApiFixture::store, folder.resolve("services"), Peers.NONE, "test"),
                "127.0.0.1",
                0);
    }

    /** A store that says what it was asked. */
    private static DataPage store(DataQuestion question) {
        return new DataPage(
                List.of(Map.of("asked", question.toString(), "reason", "the limit is 5")),
                question.cursor() == null ? "more" : null);
    }

    /** A token of somebody with these roles. */
    String token(String name, Set<Role> roles) {
        if (manager.accounts().find(name).isEmpty()) {
            manager.accounts().create(Person.MANAGER, name, PASSWORD, roles);
        }
        return manager.tokens()
                .create(new Person(name, roles, ""), "test", roles, Duration.ofDays(1))
                .secret();
    }

    String everything(String name) {
        return token(name, EnumSet.allOf(Role.class));
    }

    HttpResponse<String> ask(String method, String path, String token, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::setHeader);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            // A connection that the server closed, since a refused body was not read, may be taken once more by the
            // client.
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    HttpResponse<String> ask(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        return ask(method, path, token, body, Map.of());
    }

    @Override
    public void close() {
        server.close();
        loop.close();
        manager.close();
        client.close();
    }
}
