package io.meridian.bus.nats;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One server to connect to, and what can be told of it when the client library could not connect.
 *
 * @param url as set
 */
record ServerAddress(String url) {
    private static final int DEFAULT_PORT = 4222;

    /** What answers there. */
    sealed interface Found {
        /** Nothing can be reached; trying again may help. */
        record Nothing(String reason) implements Found {}

        /** Something that is not a NATS server. */
        record Stranger(String said) implements Found {}

        /** A server that speaks as NATS servers do. */
        record Server() implements Found {}
    }

    /** Whether it has a known scheme, a host, and no login in it. */
    static boolean isValid(String url) {
        try {
            URI uri = URI.create(url);
            return ("nats".equals(uri.getScheme()) || "tls".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Looks what is there. NATS servers speak first, with a line that starts with INFO. */
    Found probe(Duration timeout) {
        URI uri = URI.create(url);
        int millis = (int) Math.max(1, timeout.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()), millis);
            socket.setSoTimeout(millis);
            return greeting(socket);
        } catch (IOException e) {
            return new Found.Nothing(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Found greeting(Socket socket) {
        try {
            byte[] start = socket.getInputStream().readNBytes(5);
            String text = new String(start, StandardCharsets.US_ASCII);
            if (text.equals("INFO ")) {
                return new Found.Server();
            }
            return new Found.Stranger(start.length == 0 ? "it hung up" : "it began with '" + printable(text) + "'");
        } catch (IOException e) {
            return new Found.Stranger("it accepts connections but says nothing");
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
