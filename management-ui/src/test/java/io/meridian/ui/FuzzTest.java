package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.account.Role;
import io.meridian.ui.GatewayRig.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of all shapes, as bytes: none may be answered as a mistake of ours, let anybody in, or tell what is secret. */
final class FuzzTest {
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO");
    private static final List<String> PATHS = List.of(
            "/ui/session",
            "/ui/setup",
            "/ui/live",
            "/ui/audit/records",
            "/ui/audit/verify",
            "/ui/audit/kept",
            "/ui/audit/hold",
            "/ui/audit/hold/end",
            "/ui/audit/trace/",
            "/ui/backtests",
            "/ui/backtests/",
            "/ui/backtests/" + BacktestsTest.ID,
            "/ui/",
            "/ui",
            "/v1/me",
            "/v1/status",
            "/v1/accounts",
            "/v1/instances/x",
            "/v1/sessions",
            "/v1/tokens",
            "/v1",
            "/",
            "/assets/x.js",
            "/plugins/x");
    private static final List<String> PIECES = List.of(
            "..",
            "%2e%2e",
            "%00",
            "%ff",
            ";",
            "//",
            "?",
            "?limit=",
            "&",
            "=",
            "%",
            "é",
            "\\",
            "'",
            "\"",
            "<",
            "a",
            "0",
            "/",
            "*",
            "{}",
            "[]",
            "null",
            "limit=1&limit=2",
            "%25",
            "~",
            "@",
            ":",
            "|",
            "^");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"name\":\"viewer\"}",
            "{\"name\":1,\"password\":[]}",
            "{\"name\":\"viewer\",\"password\":\"x\",\"more\":1}",
            "{\"name\":\"viewer\",\"name\":\"b\"}",
            "{",
            "\u0000",
            "[".repeat(2_000),
            "{\"code\":\"\",\"name\":\"\",\"password\":\"\"}",
            "x".repeat(20_000));

    @TempDir
    private Path folder;

    @Test
    void shouldNeverFailWhateverIsAsked() throws Exception {
        run(3_000);
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void shouldNeverFailWhateverIsAskedForLong() throws Exception {
        run(200_000);
    }

    private void run(int requests) throws Exception {
        try (GatewayRig rig = new GatewayRig(folder)) {
            rig.account("viewer", Set.of(Role.VIEWER));
            Browser viewer = rig.browser("viewer");
            Random random = new Random(20_261_130);
            for (int i = 0; i < requests; i++) {
                String request = request(rig, viewer, random);
                String answer = send(rig, request);
                if (answer.isEmpty()) {
                    // No request at all: the connection is closed, which is an answer as well.
                    continue;
                }
                int status = Integer.parseInt(answer.substring(9, 12));
                String shown = "request " + i + ": " + request + "\n" + answer;
                assertTrue(status < 500 || status == 501 || status == 503 || status == 505, shown);
                assertTrue(
                        !answer.contains("mrd_") && !answer.contains("Exception") && !answer.contains("\tat "), shown);
                assertTrue(answer.contains("frame-ancestors 'none'") || status == 101, shown);
            }
            assertEquals(
                    List.of(),
                    rig.log.stream()
                            .filter(line -> line.contains("error of the program"))
                            .toList());
            assertEquals(1, rig.manager.accounts().all().size());
        }
    }

    private static String request(GatewayRig rig, Browser viewer, Random random) {
        StringBuilder path = new StringBuilder(pick(PATHS, random));
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(pick(PIECES, random));
        }
        String body = pick(BODIES, random);
        StringBuilder request = new StringBuilder(pick(METHODS, random))
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(rig.gateway.port())
                .append("\r\nConnection: close\r\n");
        if (random.nextInt(10) < 7) {
            request.append("Cookie: ").append(viewer.cookie()).append("\r\n");
        }
        if (random.nextInt(10) < 7) {
            request.append("X-Meridian-CSRF: ").append(viewer.csrf()).append("\r\n");
        }
        if (random.nextInt(4) == 0) {
            request.append("Origin: ")
                    .append(random.nextBoolean() ? rig.address() : "x" + random.nextInt())
                    .append("\r\n");
        }
        if (random.nextInt(8) == 0) {
            request.append(pick(
                            List.of(
                                    "If-Match: \u0001",
                                    "Idempotency-Key: é",
                                    "Accept: " + "a".repeat(9_000),
                                    "Upgrade: websocket",
                                    "Content-Length: 5x",
                                    "Transfer-Encoding: gzip",
                                    "Range: bytes=0-"),
                            random))
                    .append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Type: ")
                    .append(pick(List.of("application/json", "text/plain", "application/zip", ";"), random))
                    .append("\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.ISO_8859_1).length)
                    .append("\r\n");
        }
        return request.append("\r\n").append(body).toString();
    }

    private static <T> T pick(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String send(GatewayRig rig, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", rig.gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(64 << 10), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException cut) {
            // A body that was refused is not read to its end.
            return "";
        }
    }
}
