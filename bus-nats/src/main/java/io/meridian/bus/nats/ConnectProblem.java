package io.meridian.bus.nats;

import io.meridian.bus.engine.EngineException;
import io.nats.client.AuthenticationException;
import java.time.Duration;

/**
 * Why a connection could not be made.
 *
 * @param reason for the one who only wants to know that it is away
 * @param failure when a person must act, else null
 */
record ConnectProblem(String reason, EngineException failure) {
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(1);

    static ConnectProblem of(NatsSettings settings, Exception cause) {
        if (cause instanceof AuthenticationException) {
            return needsPerson(refused(settings), cause);
        }
        Duration timeout =
                settings.connectTimeout().compareTo(LONGEST_PROBE) < 0 ? settings.connectTimeout() : LONGEST_PROBE;
        StringBuilder reasons = new StringBuilder();
        for (String url : settings.urls()) {
            switch (new ServerAddress(url).probe(timeout)) {
                case ServerAddress.Found.Nothing nothing ->
                    reasons.append(reasons.isEmpty() ? "" : "; ")
                            .append(url)
                            .append(": ")
                            .append(nothing.reason());
                case ServerAddress.Found.Stranger stranger -> {
                    return needsPerson(
                            "what answers at " + url + " is not a NATS server: " + stranger.said()
                                    + ". Set nats.url to the address where nats-server listens for clients (port 4222"
                                    + " as a rule, not its monitoring port).",
                            cause);
                }
                case ServerAddress.Found.Server server -> {
                    return needsPerson(
                            "the NATS server at " + url + " answers, but no connection came about: " + text(cause)
                                    + ". Look into the server's log; check the nats.tls settings and the scheme of"
                                    + " nats.url (tls:// when the server wants TLS).",
                            cause);
                }
            }
        }
        return new ConnectProblem("no NATS server can be reached (" + reasons + "); still trying", null);
    }

    private static ConnectProblem needsPerson(String text, Exception cause) {
        return new ConnectProblem(text, new EngineException(text, cause));
    }

    private static String refused(NatsSettings settings) {
        String who;
        if (settings.credentials() != null) {
            who = "nats.credentials=" + settings.credentials();
        } else if (settings.token() != null) {
            who = "a token (nats.token)";
        } else if (settings.user() != null) {
            who = "nats.user=" + settings.user() + (settings.password() == null ? " without a password" : "");
        } else {
            who = "no login at all";
        }
        return "the NATS server at " + String.join(", ", settings.urls()) + " refused the login with " + who
                + ". Set nats.user and nats.password, nats.token or nats.credentials to what the server knows.";
    }

    private static String text(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
