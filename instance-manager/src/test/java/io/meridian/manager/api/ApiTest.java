package io.meridian.manager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.TestManager;
import io.meridian.manager.account.Role;
import io.meridian.manager.basis.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiTest {
    @TempDir
    private Path folder;

    private ApiFixture api;
    private String anna;

    @BeforeEach
    void open() {
        api = new ApiFixture(folder);
        anna = api.everything("anna");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private JsonNode json(HttpResponse<String> response, int status) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        return Json.MAPPER.readTree(response.body());
    }

    private HttpResponse<String> upload(byte[] content, String type) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.server.port() + "/v1/plugins"))
                            .header("Authorization", "Bearer " + anna)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private void register(String version) throws Exception {
        json(upload(TestManager.jar(TestManager.manifest("momo", version)), "application/java-archive"), 201);
    }

    @Test
    void shouldGoFromAJarToAnInstanceThatRunsAndBack() throws Exception {
        register("1.0.0");
        json(api.ask("POST", "/v1/instances", anna, "{\"name\":\"m1\",\"plugin\":\"momo\"}"), 201);
        json(api.ask("POST", "/v1/instances/m1/start", anna, "{\"why\":\"morning\"}"), 200);
        awaitPhase("RUNNING");
        register("1.1.0");
        JsonNode changed = json(api.ask("PATCH", "/v1/instances/m1", anna, "{\"version\":\"1.1.0\"}"), 200);
        assertEquals("1.1.0", changed.get("version").asText());
        assertEquals(
                "1.0.0",
                json(api.ask("POST", "/v1/instances/m1/rollback", anna, null), 200)
                        .get("version")
                        .asText());
        awaitPhase("RUNNING");
        assertEquals(409, api.ask("DELETE", "/v1/instances/m1", anna, null).statusCode());
        json(api.ask("POST", "/v1/instances/m1/stop", anna, null), 200);
        awaitPhase("STOPPED");
        assertEquals(204, api.ask("DELETE", "/v1/instances/m1", anna, null).statusCode());
        HttpResponse<String> gone = api.ask("GET", "/v1/instances/m1", anna, null);
        assertTrue(json(gone, 404).get("detail").asText().contains("no instance 'm1'"), gone.body());
        assertEquals(java.util.List.of(), api.test.runtime.wrongs());
    }

    private void awaitPhase(String phase) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String now = "";
        while (System.nanoTime() < deadlineNs) {
            now = json(api.ask("GET", "/v1/instances/m1", anna, null), 200)
                    .get("phase")
                    .asText();
            if (now.equals(phase)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("it is " + now + ", not " + phase);
    }

    @Test
    void shouldRefuseAnotherContentForAVersionThatIsThere() throws Exception {
        register("1.0.0");
        byte[] other = TestManager.jar(TestManager.manifest("momo", "1.0.0").replace("For tests", "Another"));
        assertEquals(409, upload(other, "application/java-archive").statusCode());
        register("1.0.0");
    }

    @Test
    void shouldNeverTellASecret() throws Exception {
        register("1.0.0");
        String made = api.ask(
                        "POST",
                        "/v1/instances",
                        anna,
                        "{\"name\":\"m1\",\"plugin\":\"momo\",\"secrets\":{\"apiKey\":\"s3cr3t-value\"}}")
                .body();
        assertTrue(Json.MAPPER.readTree(made).get("secrets").toString().contains("apiKey"), made);
        for (String path : new String[] {"/v1/instances", "/v1/instances/m1", "/v1/acts"}) {
            assertFalse(api.ask("GET", path, anna, null).body().contains("s3cr3t-value"), path);
        }
        api.manager.database().copyTo(folder.resolve("copy.db").toString());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains("s3cr3t-value"),
                        file.toString());
            }
        }
        assertEquals(
                "s3cr3t-value",
                api.manager
                        .instances()
                        .allSettings(api.manager.instances().get("m1"))
                        .get("apiKey"));
    }

    @Test
    void shouldRefuseAChangeOfWhatWasChangedMeanwhile() throws Exception {
        register("1.0.0");
        HttpResponse<String> made = api.ask("POST", "/v1/instances", anna, "{\"name\":\"m1\",\"plugin\":\"momo\"}");
        String etag = made.headers().firstValue("ETag").orElseThrow();
        String change = "{\"settings\":{\"fast\":\"20\"}}";
        HttpResponse<String> first = api.ask("PATCH", "/v1/instances/m1", anna, change, Map.of("If-Match", etag));
        assertEquals(200, first.statusCode(), first.body());
        assertEquals(
                412,
                api.ask("PATCH", "/v1/instances/m1", anna, change, Map.of("If-Match", etag))
                        .statusCode());
    }

    @Test
    void shouldDoARequestWithAKeyOnce() throws Exception {
        register("1.0.0");
        Map<String, String> key = Map.of("Idempotency-Key", "k-1");
        String body = "{\"name\":\"m1\",\"plugin\":\"momo\"}";
        HttpResponse<String> first = api.ask("POST", "/v1/instances", anna, body, key);
        HttpResponse<String> again = api.ask("POST", "/v1/instances", anna, body, key);
        assertEquals(201, again.statusCode());
        assertEquals(Json.MAPPER.readTree(first.body()), Json.MAPPER.readTree(again.body()));
        assertEquals(
                409,
                api.ask("POST", "/v1/instances", anna, body.replace("m1", "m2"), key)
                        .statusCode());
        assertEquals(
                409, api.ask("POST", "/v1/instances", anna, body).statusCode(), "without a key it is there already");
    }

    @Test
    void shouldGivePagesThatHaveEachThingOnce() throws Exception {
        register("1.0.0");
        for (int i = 0; i < 7; i++) {
            json(api.ask("POST", "/v1/instances", anna, "{\"name\":\"m" + i + "\",\"plugin\":\"momo\"}"), 201);
        }
        StringBuilder names = new StringBuilder();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = json(api.ask("GET", "/v1/instances?limit=3" + cursor, anna, null), 200);
            page.get("items").forEach(item -> names.append(item.get("name").asText()));
            cursor = page.get("next").isNull()
                    ? null
                    : "&cursor=" + page.get("next").asText();
            pages++;
        } while (cursor != null);
        assertEquals("m0m1m2m3m4m5m6", names.toString());
        assertEquals(3, pages);
        JsonNode acts = json(api.ask("GET", "/v1/acts?limit=2&object=m3", anna, null), 200);
        assertEquals("instance.create", acts.get("items").get(0).get("action").asText());
    }

    @Test
    void shouldAskTheStoreWhatIsAskedAndNothingElse() throws Exception {
        JsonNode page = json(api.ask("GET", "/v1/data/fills?portfolio=hello&from=2026-01-27&limit=7", anna, null), 200);
        assertEquals(
                "DataQuestion[what=fills, only={from=2026-01-27, portfolio=hello}, limit=7, cursor=null]",
                page.get("items").get(0).get("asked").asText());
        assertEquals("more", page.get("next").asText());
        assertTrue(json(api.ask("GET", "/v1/data/fills?cursor=more", anna, null), 200)
                .get("next")
                .isNull());
        json(api.ask("GET", "/v1/data/passwords", anna, null), 400);
        json(api.ask("GET", "/v1/data/fills?resolution=1y", anna, null), 400);
    }

    @Test
    void shouldHideReasonsOfTheStoreFromThoseWhoOnlyLook() throws Exception {
        String question = "/v1/data/fills";
        String viewer = api.token("vera", EnumSet.of(Role.VIEWER));
        JsonNode hidden =
                json(api.ask("GET", question, viewer, null), 200).get("items").get(0);
        assertEquals("•••", hidden.get("reason").asText());
        assertTrue(hidden.get("asked").asText().contains("fills"));
        for (Role role : EnumSet.complementOf(EnumSet.of(Role.VIEWER))) {
            String token = api.token("vera-" + role.name().toLowerCase(Locale.ROOT), EnumSet.of(Role.VIEWER, role));
            assertEquals(
                    "the limit is 5",
                    json(api.ask("GET", question, token, null), 200)
                            .get("items")
                            .get(0)
                            .get("reason")
                            .asText());
        }
    }

    @Test
    void shouldExplainWhyAnInstanceCannotDoSomethingAndThenCan() throws Exception {
        register("1.0.0");
        json(api.ask("POST", "/v1/instances", anna, "{\"name\":\"m1\",\"plugin\":\"momo\"}"), 201);
        String asked = "{\"instance\":\"m1\",\"action\":\"SUBSCRIBE\",\"pattern\":\"platform.data.trade.XLON.*\","
                + "\"why\":\"to see\"}";
        String grant =
                json(api.ask("POST", "/v1/grants", anna, asked), 201).get("id").asText();
        String question = "/v1/instances/m1/access?action=SUBSCRIBE&topic=platform.data.trade.XLON.VOD";
        JsonNode before = json(api.ask("GET", question, anna, null), 200);
        assertEquals("NO_RULE", before.get("reason").asText());
        assertEquals(grant, before.get("waiting").get(0).get("id").asText());
        assertTrue(before.get("rule").isNull());
        String bo = api.everything("bo");
        json(api.ask("POST", "/v1/grants/" + grant + "/approve", bo, "{\"why\":\"fine\"}"), 200);
        JsonNode after = json(api.ask("GET", question, anna, null), 200);
        assertTrue(after.get("allowed").asBoolean());
        assertEquals(grant, after.get("rule").get("id").asText());
        json(api.ask("GET", "/v1/instances/m1/access?action=SUBSCRIBE", anna, null), 400);
        json(api.ask("GET", "/v1/instances/m1/access?action=SUBSCRIBE&topic=a..b", anna, null), 400);
        json(api.ask("GET", "/v1/instances/m1/access?action=EAT&topic=a.b", anna, null), 400);
        json(api.ask("GET", "/v1/instances/none/access?action=PUBLISH&topic=a.b", anna, null), 404);
    }

    @Test
    void shouldLogInAndOut() throws Exception {
        String body = "{\"name\":\"anna\",\"password\":\"" + ApiFixture.PASSWORD + "\"}";
        JsonNode issued = json(api.ask("POST", "/v1/sessions", null, body), 201);
        String token = issued.get("secret").asText();
        json(api.ask("GET", "/v1/me", token, null), 200);
        assertEquals(204, api.ask("DELETE", "/v1/sessions/current", token, null).statusCode());
        assertEquals(401, api.ask("GET", "/v1/me", token, null).statusCode());
        String wrong = body.replace("horse", "house");
        for (int i = 0; i < 5; i++) {
            assertEquals(403, api.ask("POST", "/v1/sessions", null, wrong).statusCode());
        }
        String refused = api.ask("POST", "/v1/sessions", null, body).body();
        assertTrue(refused.contains("Too many"), refused);
    }

    @Test
    void shouldDescribeItself() throws Exception {
        String text = api.ask("GET", "/v1/openapi.yaml", null, null).body();
        assertTrue(text.contains("openapi: 3.1.0"));
        assertEquals(405, api.ask("DELETE", "/v1/instances", anna, null).statusCode());
        assertTrue(api.ask("GET", "/v1/none", anna, null).body().contains("Not found"));
    }
}
