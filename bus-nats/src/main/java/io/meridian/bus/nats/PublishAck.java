package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;

/** Reads the server's answer to a publish: {@code {"stream":"S","seq":7}}, or one with an error in it. */
final class PublishAck {
    private static final byte[] POSITIVE = "{\"stream\":".getBytes(StandardCharsets.US_ASCII);

    private PublishAck() {}

    /** Whether the message is stored, now or before. An answer that tells of an error begins with it. */
    static boolean isPositive(byte[] json) {
        if (json.length <= POSITIVE.length) {
            return false;
        }
        for (int i = 0; i < POSITIVE.length; i++) {
            if (json[i] != POSITIVE[i]) {
                return false;
            }
        }
        return true;
    }

    static EngineException problem(String what, NatsSettings settings, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            JsonValue error = JsonValueUtils.readValue(JsonParser.parse(json), "error");
            if (error != null) {
                return new EngineException(JetStreamProblem.text(
                        what,
                        settings,
                        JsonValueUtils.readInteger(error, "code", 0),
                        JsonValueUtils.readInteger(error, "err_code", 0),
                        JsonValueUtils.readString(error, "description", text)));
            }
        } catch (JsonParseException e) {
            // Told as it is.
        }
        return new EngineException(what + ": something other than a NATS stream answered: " + text
                + ". Look for a subscriber to the deployment's subjects that answers messages, and stop it.");
    }
}
