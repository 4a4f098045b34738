package io.meridian.manager.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.account.Role;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation of the description, asked by nobody, by each role alone, and with a token that is not good. */
final class RolesTest {
    /** Who may do what, written down a second time: a role that is added to the description by mistake is found. */
    private static final Map<Role, List<String>> ALLOWED = new EnumMap<>(Map.of(
            Role.AUTHOR,
                    List.of(
                            "registerPlugin",
                            "createInstance",
                            "changeInstance",
                            "removeInstance",
                            "requestGrant",
                            "submitGrant",
                            "cancelGrant"),
            Role.OPERATOR,
                    List.of(
                            "startInstance",
                            "stopInstance",
                            "restartInstance",
                            "rollbackInstance",
                            "releaseInstance",
                            "rearmInstance",
                            "revokeGrant",
                            "breakGlass",
                            "kill",
                            "releaseKill",
                            "listData"),
            Role.APPROVER, List.of("approveGrant", "rejectGrant", "revokeGrant", "approveGrants", "listData"),
            Role.ADMIN,
                    List.of(
                            "createBackup",
                            "listBackups",
                            "listAccounts",
                            "createAccount",
                            "changeAccount",
                            "setPassword",
                            "listData"),
            Role.VIEWER, List.of("listData")));

    private static final List<String> EVERYBODY = List.of(
            "getStatus",
            "getCluster",
            "followCluster",
            "listActs",
            "logout",
            "getMe",
            "changeMyPassword",
            "listTokens",
            "createToken",
            "endToken",
            "listPlugins",
            "getPluginVersion",
            "listInstances",
            "getInstance",
            "getInstanceHealth",
            "explainAccess",
            "getInstanceLogs",
            "listGrants",
            "getGrant",
            "reviewGrant",
            "listNeighbours",
            "listKills",
            "getKill");
    private static final List<String> OPEN = List.of("getDescription", "getLiveness", "listTargets", "login");
    /** Goes on until the asker leaves. */
    private static final Set<String> ENDLESS = Set.of("watchChanges");

    @TempDir
    private Path folder;

    @Test
    void shouldLetEachRoleDoItsOwnAndNothingElse() throws Exception {
        try (ApiFixture api = new ApiFixture(folder)) {
            for (Operation operation : ApiDescription.load().operations()) {
                if (ENDLESS.contains(operation.id())) {
                    continue;
                }
                assertEquals(OPEN.contains(operation.id()), operation.isOpen(), operation.id());
                if (!operation.isOpen()) {
                    assertEquals(401, status(api, operation, null), operation.id() + " by nobody");
                    assertEquals(401, status(api, operation, "mrd_no-such-token"), operation.id() + " by a stranger");
                }
                for (Role role : Role.values()) {
                    String token = api.token(role.name().toLowerCase(Locale.ROOT), EnumSet.of(role));
                    boolean allowed = OPEN.contains(operation.id())
                            || EVERYBODY.contains(operation.id())
                            || ALLOWED.get(role).contains(operation.id());
                    int status = status(api, operation, token);
                    if (allowed && operation.id().equals("login")) {
                        assertEquals(400, status, "without a body");
                    } else if (allowed) {
                        assertNotEquals(401, status, operation.id() + " by " + role);
                        assertTrue(status != 403 && status < 500, operation.id() + " by " + role + ": " + status);
                    } else {
                        assertEquals(403, status, operation.id() + " by " + role);
                    }
                }
            }
        }
    }

    private static int status(ApiFixture api, Operation operation, String token) throws Exception {
        String path = operation
                .path()
                .replace("{version}", "1.0.0")
                .replaceAll("\\{plugin}|\\{account}", "nobody")
                .replaceAll("\\{[a-z]+}", "nothing");
        return api.ask(operation.method().toUpperCase(Locale.ROOT), path, token, null)
                .statusCode();
    }

    @Test
    void shouldAnswerOnlyToItsOwnName() throws Exception {
        try (ApiFixture api = new ApiFixture(folder)) {
            String token = api.everything("anna");
            assertEquals(200, api.ask("GET", "/v1/me", token, null).statusCode());
            assertEquals(403, raw(api, "evil.example.com", token));
            assertEquals(200, raw(api, "localhost:" + api.server.port(), token));
        }
    }

    /** The client of the JDK may already have been told which headers it lets through. */
    private static int raw(ApiFixture api, String host, String token) throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", api.server.port())) {
            socket.getOutputStream()
                    .write(("GET /v1/me HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }
}
