package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.nats.client.JetStreamApiException;

/** Turns what JetStream answers into words for a person. */
final class JetStreamProblem {
    /** {@code jetstream not enabled}, and the same for one account. */
    private static final int NOT_ENABLED = 10076;

    private static final int NOT_ENABLED_FOR_ACCOUNT = 10039;
    private static final int INSUFFICIENT_RESOURCES = 10023;
    private static final int STORAGE_EXCEEDED = 10047;
    private static final int STREAM_STORE_FAILED = 10077;
    private static final int NO_RESPONDERS = 503;

    private JetStreamProblem() {}

    static EngineException of(String what, NatsSettings settings, Exception cause) {
        if (cause instanceof JetStreamApiException api) {
            return new EngineException(
                    text(what, settings, api.getErrorCode(), api.getApiErrorCode(), api.getErrorDescription()), cause);
        }
        String text = String.valueOf(cause.getMessage());
        if (text.contains("503") || text.contains("No Responders")) {
            return new EngineException(text(what, settings, NO_RESPONDERS, 0, text), cause);
        }
        return new EngineException(
                what + ": the NATS server at " + String.join(", ", settings.urls())
                        + " does not answer about JetStream: " + text
                        + ". It is asked again. If this goes on, look into the server's"
                        + " log, and check that the user may publish to $JS.API.> and subscribe to _INBOX.>",
                cause);
    }

    /** For a server that does not even know the questions. */
    static EngineException notEnabled(String what, NatsSettings settings, Exception cause) {
        return new EngineException(text(what, settings, NO_RESPONDERS, 0, "it is not enabled"), cause);
    }

    /** What a code means and what to do. */
    static String text(String what, NatsSettings settings, int code, int apiCode, String description) {
        String where = what + ": the NATS server at " + String.join(", ", settings.urls());
        return switch (apiCode) {
            case NOT_ENABLED, NOT_ENABLED_FOR_ACCOUNT -> notEnabled(where, description);
            case INSUFFICIENT_RESOURCES, STORAGE_EXCEEDED, STREAM_STORE_FAILED ->
                where
                        + " has no room left to store messages: " + description
                        + ". Free space where its store_dir is, raise max_file_store, or limit what is kept with"
                        + " nats.stream.max.bytes or nats.stream.max.age. Nothing acknowledged is lost; publishing"
                        + " goes on by itself once there is room.";
            default ->
                code == NO_RESPONDERS && apiCode == 0
                        ? notEnabled(where, description)
                        : where + " refused: " + description + " (code=" + code + ", error=" + apiCode
                                + "). It is tried again; look into the server's log.";
        };
    }

    private static String notEnabled(String where, String description) {
        return where + " has no JetStream for this user: " + description
                + ". The durable profile needs it: add a jetstream { store_dir: ... } block to the server's"
                + " configuration (or start it with -js), or enable it for the user's account. Or route these topics"
                + " to another engine (BUS_ROUTES).";
    }
}
