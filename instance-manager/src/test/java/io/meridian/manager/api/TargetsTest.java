package io.meridian.manager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meridian.manager.basis.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetsTest {
    @TempDir
    private Path folder;

    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder);
        Files.createDirectories(folder.resolve("services"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private HttpResponse<String> ask() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.server.port() + "/v1/targets"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String group(int port, String instance, String kind) {
        return "{\"labels\":{\"deployment\":\"test\",\"instance\":\"" + instance + "\",\"kind\":\"" + kind
                + "\"},\"targets\":[\"127.0.0.1:" + port + "\"]}";
    }

    @Test
    void shouldNameServicesAndNeighboursWithoutAToken() throws Exception {
        Files.writeString(folder.resolve("services/kernel.http.port"), "4001\n");
        Files.writeString(folder.resolve("services/audit-trades.http.port"), "4002\n");
        Files.writeString(folder.resolve("services/notes.txt"), "none\n");
        Path runs = Files.createDirectories(folder.resolve("neighbours/momo-1"));
        Files.writeString(runs.resolve("control.sock"), "");
        Files.writeString(runs.resolve("http.port"), "4003\n");
        Path ended = Files.createDirectories(folder.resolve("neighbours/momo-2"));
        Files.writeString(ended.resolve("http.port"), "4004\n");
        HttpResponse<String> answer = ask();
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        String wanted = "[" + group(4002, "audit-trades", "audit") + "," + group(4001, "kernel", "kernel") + ","
                + group(4003, "momo-1", "sidecar") + "]";
        assertEquals(Json.MAPPER.readTree(wanted), Json.MAPPER.readTree(answer.body()));
    }

    @Test
    void shouldAnswerAnEmptyListWhenThereIsNothing() throws Exception {
        assertEquals("[]", ask().body());
    }

    @Test
    void shouldSayThatItCannotTellWhenAFileNamesNoPort() throws Exception {
        Files.writeString(folder.resolve("services/kernel.http.port"), "soon\n");
        assertEquals(500, ask().statusCode());
    }
}
