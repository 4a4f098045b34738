package io.meridian.ui.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.ui.problem.UiProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Asks the manager. Safe for any thread. */
public final class ManagerClient implements AutoCloseable {
    /** The manager waits itself for sidecars and images; it answers within a minute. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<URI> place;
    private final HttpClient client;

    /** An answer. @param body an empty object when there is none */
    public record Answer(int status, JsonNode body) {
        public boolean isGood() {
            return status < 300;
        }

        /** What the manager says is wrong. */
        public String detail() {
            return body.path("detail").asText("The manager answers " + status + ".");
        }

        /** The same as a problem of ours. */
        public UiProblem problem() {
            return new UiProblem(
                    status,
                    body.path("title").asText("Not done"),
                    detail(),
                    body.path("problems").valueStream().map(JsonNode::asText).toList());
        }
    }

    /** @param place where the manager answers now */
    public ManagerClient(Supplier<URI> place) {
        this.place = place;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Asks and waits. @param token null: nobody asks; @param body null: none */
    public Answer ask(String method, String path, String token, Map<String, ?> body) {
        HttpRequest.Builder request = request(path, token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<InputStream> answer = send(request.build());
        try (InputStream content = answer.body()) {
            byte[] bytes = content.readAllBytes();
            return new Answer(answer.statusCode(), bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw UiProblem.away("What answers at " + place.get() + " is no instance manager.");
        } catch (IOException e) {
            throw silent(e);
        }
    }

    /** Says that nobody will show this token again. */
    public void logOut(String token) {
        try {
            ask("DELETE", "/v1/sessions/current", token, null);
        } catch (UiProblem away) {
            // The manager takes it no more after twelve hours in any case.
        }
    }

    /** A request to be completed. */
    public HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(place.get() + path)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /** Waits for the beginning of the answer; the rest comes as it is read. */
    public HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UiProblem.away("The gateway is ending.");
        }
    }

    private UiProblem silent(IOException e) {
        return UiProblem.away(
                "The instance manager does not answer" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
                        + ". Does it run? Try again in a moment.");
    }

    private static String text(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
