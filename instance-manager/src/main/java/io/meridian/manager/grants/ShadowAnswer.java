package io.meridian.manager.grants;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.basis.Json;
import io.meridian.sidecar.health.HealthServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sidecar counted that would be denied if all grants that wait were in force.
 *
 * @param wouldDeny what its plugin has done since they were proposed, and could not do then; empty when it was nothing
 * @param problem why nobody knows, or empty
 */
public record ShadowAnswer(List<Counted> wouldDeny, String problem) {
    private static final int PATIENCE_MS = 1_000;

    /** One thing, as often as counted. */
    public record Counted(String action, String pattern, long count) {}

    /** Asks the sidecar of this folder. */
    public static ShadowAnswer of(Path sidecar) {
        try {
            String port =
                    Files.readString(sidecar.resolve(HealthServer.PORT_FILE)).strip();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/shadow").toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            List<Counted> counted = new ArrayList<>();
            try (InputStream body = connection.getInputStream()) {
                for (JsonNode each : Json.MAPPER.readTree(body).path("wouldDeny")) {
                    counted.add(new Counted(
                            each.path("action").asText(),
                            each.path("pattern").asText(),
                            each.path("count").asLong()));
                }
            } finally {
                connection.disconnect();
            }
            return new ShadowAnswer(List.copyOf(counted), "");
        } catch (IOException | IllegalArgumentException away) {
            return new ShadowAnswer(List.of(), "its sidecar does not answer, so nothing was tried");
        }
    }
}
