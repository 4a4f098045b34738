package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.account.Role;
import io.meridian.ui.GatewayRig.Browser;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What other sites, other names and other people try. */
final class GateTest {
    private static final Set<String> HEADERS = Set.of(
            "content-security-policy",
            "x-frame-options",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy");

    @TempDir
    private Path folder;

    @TempDir
    private Path web;

    private GatewayRig rig;

    @BeforeEach
    void begin() throws Exception {
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>pages</title>");
        Files.createDirectories(web.resolve("assets"));
        Files.writeString(web.resolve("assets/main-AbCd1234.js"), "plain");
        Files.writeString(web.resolve("assets/main-AbCd1234.js.gz"), "zipped");
        Files.writeString(folder.resolve("secret.txt"), "not for anybody");
        rig = new GatewayRig(folder, web);
        rig.account("anna", EnumSet.allOf(Role.class));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    /** As bytes: the client of the JDK lets a caller set neither the host nor a path that is not one. */
    private String raw(String head) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", rig.gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    private String own() {
        return "127.0.0.1:" + rig.gateway.port();
    }

    @Test
    void shouldChangeNothingWhenTheTokenOfThePageIsMissing() throws Exception {
        Browser anna = rig.browser("anna");
        Browser bob = rig.browser("anna");
        assertEquals(403, rig.ask("POST", "/v1/backups", anna, null, Map.of()).statusCode());
        assertEquals(
                403,
                rig.ask("POST", "/v1/backups", anna, null, Map.of("X-Meridian-CSRF", bob.csrf()))
                        .statusCode(),
                "that of another login");
        assertEquals(403, rig.ask("DELETE", "/ui/session", anna, null, Map.of()).statusCode());
        assertEquals(201, rig.ask("POST", "/v1/backups", anna, null).statusCode());
    }

    @Test
    void shouldChangeNothingWhenAnotherSiteAsks() throws Exception {
        Browser anna = rig.browser("anna");
        for (String origin : List.of(
                "https://evil.example.com",
                "null",
                "http://127.0.0.1:1",
                "http://localhost:" + rig.gateway.port(),
                "https://" + own(),
                "http://" + own() + ".evil.example.com")) {
            Map<String, String> headers = Map.of("X-Meridian-CSRF", anna.csrf(), "Origin", origin);
            assertEquals(
                    403, rig.ask("POST", "/v1/backups", anna, null, headers).statusCode(), origin);
            assertEquals(
                    403,
                    rig.ask(
                                    "POST",
                                    "/ui/session",
                                    null,
                                    "{\"name\":\"anna\",\"password\":\"x\"}",
                                    Map.of("Origin", origin))
                            .statusCode(),
                    origin);
        }
        Map<String, String> good = Map.of("X-Meridian-CSRF", anna.csrf(), "Origin", "http://" + own());
        assertEquals(201, rig.ask("POST", "/v1/backups", anna, null, good).statusCode());
        for (String site : List.of("cross-site", "same-site")) {
            assertEquals(
                    403,
                    rig.ask("GET", "/v1/me", anna, null, Map.of("Sec-Fetch-Site", site))
                            .statusCode(),
                    site);
        }
        assertEquals(
                200,
                rig.ask("GET", "/v1/me", anna, null, Map.of("Sec-Fetch-Site", "same-origin"))
                        .statusCode());
    }

    @Test
    void shouldTakeNoFormWhenSomebodyLogsIn() throws Exception {
        String login = "{\"name\":\"anna\",\"password\":\"" + GatewayRig.PASSWORD + "\"}";
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
            assertEquals(
                    415,
                    rig.ask("POST", "/ui/session", null, login, Map.of("Content-Type", type))
                            .statusCode(),
                    type);
        }
    }

    @Test
    void shouldAnswerOnlyToItsOwnNames() throws Exception {
        String cookie = rig.browser("anna").cookie();
        for (String host : List.of(own(), "localhost:" + rig.gateway.port(), "pages.example.com")) {
            assertEquals(
                    200, status(raw("GET /v1/me HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\n")), host);
        }
        for (String host : List.of(
                "evil.example.com", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example.com:" + rig.gateway.port())) {
            assertEquals(
                    403, status(raw("GET /v1/me HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\n")), host);
            assertEquals(403, status(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\n")), host);
        }
    }

    @Test
    void shouldLetNobodyFrameItWhateverItAnswers() throws Exception {
        Browser anna = rig.browser("anna");
        for (String path : List.of(
                "/",
                "/plugins/momo",
                "/assets/main-AbCd1234.js",
                "/none.js",
                "/v1/me",
                "/v1/nothing",
                "/ui/session",
                "/ui/none")) {
            requireHeaders(path, rig.ask("GET", path, anna, null));
        }
        requireHeaders("no login", rig.ask("GET", "/v1/me", null, null));
        requireHeaders("no method", rig.ask("PUT", "/ui/session", anna, null));
        String unreadable = raw("GET /%%% HTTP/1.1\r\nHost: " + own() + "\r\n").toLowerCase(java.util.Locale.ROOT);
        assertEquals(400, status(unreadable));
        HEADERS.forEach(name -> assertTrue(unreadable.contains("\n" + name + ":"), name + " in " + unreadable));
    }

    private static void requireHeaders(String what, HttpResponse<String> answer) {
        assertTrue(
                answer.headers().map().keySet().containsAll(HEADERS),
                what + ": " + answer.headers().map());
        String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), policy);
        assertTrue(!policy.contains("unsafe"), policy);
    }

    @Test
    void shouldGiveFilesOfThePagesAndNothingElse() throws Exception {
        assertEquals(
                "<!doctype html><title>pages</title>",
                rig.ask("GET", "/", null, null).body());
        HttpResponse<String> route = rig.ask("GET", "/plugins/momo-1", null, null);
        assertEquals("<!doctype html><title>pages</title>", route.body());
        assertEquals("no-cache", route.headers().firstValue("Cache-Control").orElseThrow());
        HttpResponse<String> script = rig.ask("GET", "/assets/main-AbCd1234.js", null, null);
        assertEquals("plain", script.body());
        assertTrue(script.headers().firstValue("Cache-Control").orElseThrow().contains("immutable"));
        HttpResponse<String> zipped =
                rig.ask("GET", "/assets/main-AbCd1234.js", null, null, Map.of("Accept-Encoding", "gzip"));
        assertEquals("zipped", zipped.body());
        assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
        String tag = script.headers().firstValue("ETag").orElseThrow();
        assertEquals(
                304,
                rig.ask("GET", "/assets/main-AbCd1234.js", null, null, Map.of("If-None-Match", tag))
                        .statusCode());
        for (String path : List.of(
                "/../secret.txt",
                "/..%2fsecret.txt",
                "/assets/../../secret.txt",
                "/%2e%2e/secret.txt",
                "//secret.txt",
                "/assets/..;/secret.txt",
                "/.hidden",
                "/C:/secret.txt")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + own() + "\r\n");
            assertTrue(status(answer) == 400 || status(answer) == 404, path + ": " + answer);
        }
    }

    @Test
    void shouldAskForEachOperationAsWhoIsLoggedIn() throws Exception {
        rig.account("viewer", Set.of(Role.VIEWER));
        Browser viewer = rig.browser("viewer");
        Set<String> tried = new TreeSet<>();
        for (Operation operation : operations()) {
            if (operation.path().equals("/v1/watch")
                    || operation.path().startsWith("/v1/sessions")
                    || operation.path().equals("/health")) {
                continue;
            }
            tried.add(operation.method() + " " + operation.path());
            String path = operation.path().replace("{version}", "1.0.0").replaceAll("\\{[a-z]+}", "nothing");
            int nobody = rig.ask(operation.method(), path, null, null).statusCode();
            assertEquals(401, nobody, operation + " by nobody");
            boolean may = operation.roles().isEmpty() || operation.roles().contains("VIEWER");
            int status = rig.ask(operation.method(), path, viewer, null).statusCode();
            if (path.equals("/v1/tokens") && operation.method().equals("POST")) {
                assertEquals(403, status);
            } else {
                assertEquals(!may, status == 403, operation + " by a viewer: " + status);
                assertTrue(status != 401 && status < 500, operation + " by a viewer: " + status);
            }
        }
        assertTrue(tried.size() > 40, tried.toString());
    }

    private record Operation(String method, String path, List<?> roles) {}

    private static List<Operation> operations() {
        Object description = new Load(LoadSettings.builder().build())
                .loadFromInputStream(io.meridian.manager.api.ApiServer.class.getResourceAsStream("openapi.yaml"));
        List<Operation> all = new java.util.ArrayList<>();
        ((Map<?, ?>) ((Map<?, ?>) description).get("paths"))
                .forEach((path, item) -> ((Map<?, ?>) item).forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?> map && map.containsKey("operationId")) {
                        Object roles = map.get("x-roles");
                        all.add(new Operation(
                                method.toString().toUpperCase(java.util.Locale.ROOT),
                                path.toString(),
                                roles == null ? List.of() : (List<?>) roles));
                    }
                }));
        return all;
    }
}
