package io.meridian.manager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.runtime.docker.DockerDaemon;
import io.meridian.manager.runtime.docker.DockerImages;
import io.meridian.manager.runtime.docker.LoopbackRegistry;
import io.meridian.manager.runtime.docker.TestDocker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images that are registered over HTTP. */
@Tag("server")
@Timeout(180)
final class ImageCallsTest {
    private static final String MANIFEST = TestManager.manifest("momo", "1.0.0");

    @TempDir
    private Path folder;

    private DockerDaemon daemon;

    @AfterAll
    static void removeImages() {
        TestDocker.removeImages();
    }

    @BeforeEach
    void open() {
        daemon = TestDocker.daemon();
    }

    private ApiFixture api(Mode mode) {
        return new ApiFixture(
                folder, new TestManager(folder, mode).images(new DockerImages(daemon, "meridian-test-sidecar-none:1")));
    }

    private static HttpResponse<String> register(ApiFixture api, String image) throws Exception {
        return api.ask("POST", "/v1/plugins", api.everything("anna"), Json.text(Map.of("image", image)), Map.of());
    }

    @Test
    void shouldRegisterAnImageByItsDigestAndRefuseATagThatFloats() throws Exception {
        String id = TestDocker.plugin(daemon, folder, MANIFEST, "meridian-test-calls", "1.0.0");
        TestDocker.plugin(daemon, folder, MANIFEST, "meridian-test-calls", "latest");
        TestDocker.plugin(daemon, folder, MANIFEST, "meridian-test-calls", "2.0.0");
        try (ApiFixture api = api(Mode.PRODUCTION)) {
            HttpResponse<String> floating = register(api, "meridian-test-calls");
            assertEquals(400, floating.statusCode(), floating.body());
            assertTrue(floating.body().contains("semantic version"), floating.body());
            HttpResponse<String> other = register(api, "meridian-test-calls:2.0.0");
            assertEquals(400, other.statusCode(), other.body());
            assertTrue(other.body().contains("Make them the same"), other.body());
            HttpResponse<String> good = register(api, "meridian-test-calls:1.0.0");
            assertEquals(201, good.statusCode(), good.body());
            JsonNode version = Json.MAPPER.readTree(good.body());
            assertEquals("IMAGE", version.get("kind").asText());
            assertTrue(version.get("digest").asText().startsWith("sha256:" + id), version.toString());
            JsonNode status = Json.MAPPER.readTree(api.ask("GET", "/v1/status", api.everything("anna"), null, Map.of())
                    .body());
            assertTrue(status.get("containers").get(0).asText().contains("meridian image sidecar"), status.toString());
        }
    }

    @Test
    void shouldOnlyTellOfATagThatFloatsInDevelopment() throws Exception {
        TestDocker.plugin(daemon, folder, MANIFEST, "meridian-test-dev", "latest");
        try (ApiFixture api = api(Mode.DEVELOPMENT)) {
            HttpResponse<String> taken = register(api, "meridian-test-dev");
            assertEquals(201, taken.statusCode(), taken.body());
            assertTrue(
                    Json.MAPPER.readTree(taken.body()).get("notices").toString().contains("In production it would"),
                    taken.body());
        }
    }

    @Test
    void shouldTellHowFarItIsWhileAnImageIsFetched() throws Exception {
        String id = TestDocker.plugin(daemon, folder, MANIFEST, "meridian-test-away", "1.0.0");
        try (LoopbackRegistry registry = LoopbackRegistry.of(daemon, "meridian-test-away:1.0.0");
                ApiFixture api = api(Mode.PRODUCTION)) {
            TestDocker.remove(daemon, id);
            String name = "127.0.0.1:" + registry.port() + "/momo:1.0.0";
            HttpResponse<String> answer = register(api, name);
            assertEquals(202, answer.statusCode(), answer.body());
            assertEquals(name, Json.MAPPER.readTree(answer.body()).get("image").asText());
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (answer.statusCode() == 202) {
                assertTrue(System.nanoTime() - deadlineNs < 0, answer.body());
                assertTrue(Json.MAPPER.readTree(answer.body()).get("totalBytes").asLong() >= 0);
                TimeUnit.MILLISECONDS.sleep(20);
                answer = register(api, name);
            }
            assertEquals(201, answer.statusCode(), answer.body());
            TestDocker.remove(daemon, name);
            HttpResponse<String> none = register(api, "127.0.0.1:1/none:1.0.0");
            while (none.statusCode() == 202) {
                assertTrue(System.nanoTime() - deadlineNs < 0, none.body());
                TimeUnit.MILLISECONDS.sleep(20);
                none = register(api, "127.0.0.1:1/none:1.0.0");
            }
            assertEquals(404, none.statusCode(), none.body());
        }
    }
}
