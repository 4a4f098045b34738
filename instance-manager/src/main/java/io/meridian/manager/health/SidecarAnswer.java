package io.meridian.manager.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.basis.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sidecar said of itself.
 *
 * @param failure why it said nothing, or empty
 * @param heardAt when it was asked; for one that says nothing, when it first said nothing
 */
public record SidecarAnswer(
        String state,
        boolean attached,
        boolean latched,
        String latchedBy,
        String latchReason,
        List<String> reasons,
        String failure,
        Instant heardAt) {

    static SidecarAnswer parse(String json, Instant now) throws JsonProcessingException {
        JsonNode node = Json.MAPPER.readTree(json);
        List<String> reasons = new ArrayList<>();
        node.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return new SidecarAnswer(
                node.path("state").asText(),
                node.path("attached").asBoolean(),
                node.path("latched").asBoolean(),
                node.path("latchedBy").asText(),
                node.path("latchReason").asText(),
                List.copyOf(reasons),
                "",
                now);
    }

    static SidecarAnswer silent(String failure, Instant since) {
        return new SidecarAnswer("", false, false, "", "", List.of(), failure, since);
    }

    boolean isSilent() {
        return !failure.isEmpty();
    }
}
