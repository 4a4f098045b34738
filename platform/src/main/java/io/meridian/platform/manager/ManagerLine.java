package io.meridian.platform.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.basis.Json;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.ManagerOption;
import io.meridian.platform.stack.StackBus;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The line to a manager: which one, who asks, and how an answer is shown. */
final class ManagerLine {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN_VARIABLE = "MERIDIAN_TOKEN";

    @Mixin
    private StackBus stack = new StackBus();

    @Mixin
    private ManagerOption manager = new ManagerOption();

    @Option(
            names = "--as",
            paramLabel = "ACCOUNT",
            description = "Who asks: an account that has a login here (meridian login). Default: $MERIDIAN_TOKEN, the"
                    + " last login, or in development 'dev'.")
    private String account;

    @Option(names = "--json", description = "One JSON object, as the manager answers it.")
    private boolean json;

    private Path home;
    private HttpClient client;

    /** As an account of the manager of this folder, and no other. */
    static ManagerLine to(Path folder, String account) {
        ManagerLine line = new ManagerLine();
        line.home = folder;
        line.account = account;
        return line;
    }

    boolean isJson() {
        return json;
    }

    URI address() {
        if (home != null) {
            return ManagerPlace.address(home);
        }
        return ManagerPlace.isElsewhere(manager.url())
                ? ManagerPlace.address(manager.url(), null)
                : ManagerPlace.address(null, folder());
    }

    Path folder() {
        return home != null ? home : ManagerPlace.folder(stack);
    }

    /** The folders of sidecars that the stack runs itself. */
    Path stackSidecars() {
        return stack.sidecars();
    }

    private String token() {
        String variable = System.getenv(TOKEN_VARIABLE);
        if (account == null && variable != null && !variable.isBlank()) {
            return variable.strip();
        }
        Path login = Logins.of(address()).find(account);
        Path local = ManagerPlace.token(folder(), account == null ? FirstAccounts.DEV : account);
        for (Path file : new Path[] {login, local}) {
            try {
                if (file != null && Files.isReadable(file)) {
                    return Files.readString(file).strip();
                }
            } catch (IOException e) {
                throw CommandException.failed("The token " + file + " cannot be read: " + e.getMessage());
            }
        }
        throw CommandException.failed("There is no login" + (account == null ? "" : " of '" + account + "'") + " for "
                + address() + ". Log in: meridian login NAME; or set " + TOKEN_VARIABLE + ".");
    }

    JsonNode get(String path) {
        return ask("GET", path, BodyPublishers.noBody(), null, true);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return ask("POST", path, BodyPublishers.ofString(Json.text(body)), "application/json", true);
    }

    /** Without showing who asks. */
    JsonNode postOpenly(String path, Map<String, ?> body) {
        return ask("POST", path, BodyPublishers.ofString(Json.text(body)), "application/json", false);
    }

    JsonNode patch(String path, Map<String, ?> body) {
        return ask("PATCH", path, BodyPublishers.ofString(Json.text(body)), "application/json", true);
    }

    JsonNode put(String path, Map<String, ?> body) {
        return ask("PUT", path, BodyPublishers.ofString(Json.text(body)), "application/json", true);
    }

    JsonNode delete(String path) {
        return ask("DELETE", path, BodyPublishers.noBody(), null, true);
    }

    JsonNode send(String path, Path file, String type) throws IOException {
        return ask("POST", path, BodyPublishers.ofFile(file), type, true);
    }

    /** Text as it comes, until it ends. */
    InputStream stream(String path) {
        HttpRequest request = request("GET", path, BodyPublishers.noBody(), null, true, null);
        try {
            HttpResponse<InputStream> response = client().send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() >= 300) {
                throw problem(new String(response.body().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted.");
        }
    }

    private JsonNode ask(String method, String path, BodyPublisher body, String type, boolean isKnown) {
        HttpRequest request = request(method, path, body, type, isKnown, PATIENCE);
        try {
            HttpResponse<String> response = client().send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw problem(response.body());
            }
            return response.body().isEmpty() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw CommandException.failed("What answers at " + address() + " is no instance manager.");
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted.");
        }
    }

    private HttpRequest request(
            String method, String path, BodyPublisher body, String type, boolean isKnown, Duration patience) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).method(method, body);
        if (patience != null) {
            request.timeout(patience);
        }
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (isKnown) {
            request.header("Authorization", "Bearer " + token());
        }
        if (method.equals("POST")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return request.build();
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    private CommandException silent(IOException e) {
        return CommandException.failed("The manager at " + address() + " does not answer"
                + (e.getMessage() == null ? "" : ": " + e.getMessage()) + ". Does it run?");
    }

    private static CommandException problem(String body) throws JsonProcessingException {
        JsonNode problem = Json.MAPPER.readTree(body);
        StringBuilder text = new StringBuilder(problem.path("detail").asText(body));
        if (problem.path("problems").size() > 1) {
            problem.get("problems").forEach(each -> text.append("\n  - ").append(each.asText()));
        } else if (problem.path("problems").size() == 1
                && text.indexOf(problem.get("problems").get(0).asText()) < 0) {
            text.append(' ').append(problem.get("problems").get(0).asText()).append('.');
        }
        int status = problem.path("status").asInt();
        return status == 400 ? CommandException.wrongUse(text.toString()) : CommandException.failed(text.toString());
    }
}
