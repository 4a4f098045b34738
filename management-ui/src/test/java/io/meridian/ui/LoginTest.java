package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.account.Role;
import io.meridian.ui.GatewayRig.Browser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login: how it begins, what a browser is given of it, and how it ends. */
final class LoginTest {
    @TempDir
    private Path folder;

    private GatewayRig rig;

    @BeforeEach
    void begin() {
        rig = new GatewayRig(folder);
        rig.account("anna", Set.of(Role.VIEWER, Role.ADMIN));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private int status(String method, String path, Browser by) throws Exception {
        return rig.ask(method, path, by, null).statusCode();
    }

    @Test
    void shouldGiveABrowserNoTokenWhenSomebodyLogsIn() throws Exception {
        HttpResponse<String> answer = rig.ask(
                "POST",
                "/ui/session",
                null,
                "{\"name\":\"anna\",\"password\":\"" + GatewayRig.PASSWORD + "\"}",
                Map.of());
        assertEquals(200, answer.statusCode());
        assertFalse((answer.body() + answer.headers().map()).contains("mrd_"), answer.body());
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(
                cookie.matches("__Host-meridian=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; Secure; SameSite=Strict"), cookie);
        Browser anna = GatewayRig.browser(answer);
        assertEquals("anna", anna.session().get("name").asText());
        assertEquals("test", anna.session().get("deployment").asText());
        assertEquals("PRODUCTION", anna.session().get("mode").asText());
        assertEquals(30, anna.session().get("idleMinutes").asInt());
        assertEquals(200, status("GET", "/v1/accounts", anna));
    }

    @Test
    void shouldRefuseWhenTheWayToATokenIsAsked() throws Exception {
        Browser anna = rig.browser("anna");
        assertEquals(
                403,
                rig.ask(
                                "POST",
                                "/v1/sessions",
                                anna,
                                "{\"name\":\"anna\",\"password\":\"" + GatewayRig.PASSWORD + "\"}")
                        .statusCode());
        HttpResponse<String> token = rig.ask("POST", "/v1/tokens", anna, "{\"label\":\"x\",\"days\":1}");
        assertEquals(403, token.statusCode());
        assertFalse(token.body().contains("mrd_"), token.body());
    }

    @Test
    void shouldAnswer401WhenThePasswordIsWrong() throws Exception {
        HttpResponse<String> answer =
                rig.ask("POST", "/ui/session", null, "{\"name\":\"anna\",\"password\":\"wrong\"}", Map.of());
        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        assertTrue(answer.body().contains("The name or the password is wrong."), answer.body());
    }

    @Test
    void shouldMakeANewNumberWhenOneWasPlantedBefore() throws Exception {
        String planted = "__Host-meridian=" + "A".repeat(43);
        HttpResponse<String> answer = rig.ask(
                "POST",
                "/ui/session",
                null,
                "{\"name\":\"anna\",\"password\":\"" + GatewayRig.PASSWORD + "\"}",
                Map.of("Cookie", planted));
        Browser anna = GatewayRig.browser(answer);
        assertNotEquals(planted, anna.cookie());
        assertEquals(401, status("GET", "/v1/me", new Browser(planted, anna.csrf(), null)));
        assertEquals(200, status("GET", "/v1/me", anna));
    }

    @Test
    void shouldEndTheLoginBeforeWhenSomebodyLogsInAnew() throws Exception {
        Browser first = rig.browser("anna");
        HttpResponse<String> answer = rig.ask(
                "POST",
                "/ui/session",
                null,
                "{\"name\":\"anna\",\"password\":\"" + GatewayRig.PASSWORD + "\"}",
                Map.of("Cookie", first.cookie()));
        Browser second = GatewayRig.browser(answer);
        assertNotEquals(first.cookie(), second.cookie());
        assertEquals(401, status("GET", "/v1/me", first));
        assertEquals(200, status("GET", "/v1/me", second));
    }

    @Test
    void shouldTakeAStolenNumberNoMoreWhenItsOwnerLoggedOut() throws Exception {
        Browser anna = rig.browser("anna");
        assertEquals(1, logins());
        assertEquals(204, status("DELETE", "/ui/session", anna));
        assertEquals(401, status("GET", "/v1/me", anna));
        assertEquals(401, status("GET", "/ui/session", anna));
        assertEquals(0, logins(), "it is over at the manager, too");
    }

    private long logins() {
        return rig.manager.tokens().of("anna").stream()
                .filter(token -> token.session())
                .count();
    }

    @Test
    void shouldTakeNeitherWhenTwoNumbersAreShown() throws Exception {
        Browser anna = rig.browser("anna");
        Map<String, String> two = Map.of("Cookie", anna.cookie() + "; __Host-meridian=" + "B".repeat(43));
        assertEquals(401, rig.ask("GET", "/v1/me", null, null, two).statusCode());
    }

    @Test
    void shouldEndALoginWhenNobodyUsesIt() throws Exception {
        Browser anna = rig.browser("anna");
        rig.ahead = Duration.ofMinutes(29);
        assertEquals(200, status("GET", "/v1/me", anna));
        rig.ahead = Duration.ofMinutes(58);
        assertEquals(200, status("GET", "/v1/me", anna), "it was used in between");
        rig.ahead = Duration.ofMinutes(89);
        assertEquals(401, status("GET", "/v1/me", anna));
    }

    @Test
    void shouldNotKeepALoginWhenOnlyThePageItselfAsks() throws Exception {
        Browser anna = rig.browser("anna");
        Map<String, String> background = Map.of("X-Meridian-Background", "1");
        rig.ahead = Duration.ofMinutes(20);
        assertEquals(200, rig.ask("GET", "/v1/me", anna, null, background).statusCode());
        assertEquals(200, rig.ask("GET", "/ui/session", anna, null, background).statusCode());
        rig.ahead = Duration.ofMinutes(31);
        assertEquals(401, status("GET", "/v1/me", anna));
    }

    @Test
    void shouldEndALoginWhenItsTimeIsOverHoweverMuchItIsUsed() throws Exception {
        Browser anna = rig.browser("anna");
        for (int minutes = 20; minutes < 480; minutes += 20) {
            rig.ahead = Duration.ofMinutes(minutes);
            assertEquals(200, status("GET", "/v1/me", anna), minutes + " minutes");
        }
        rig.ahead = Duration.ofMinutes(480);
        assertEquals(401, status("GET", "/v1/me", anna));
    }

    @Test
    void shouldEndALoginWhenTheManagerKnowsItNoMore() throws Exception {
        Browser anna = rig.browser("anna");
        rig.manager.accounts().setPassword(io.meridian.manager.account.Person.MANAGER, "anna", "another good password");
        assertEquals(401, status("GET", "/v1/me", anna));
        assertEquals(401, status("GET", "/ui/session", anna));
    }

    @Test
    void shouldStreamChangesAtOnceAndOnlyAsLongAsTheLogin() throws Exception {
        Browser anna = rig.browser("anna");
        HttpRequest request = HttpRequest.newBuilder(URI.create(rig.address() + "/v1/watch"))
                .header("Cookie", anna.cookie())
                .build();
        HttpResponse<java.io.InputStream> answer =
                rig.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream",
                answer.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", ""));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertEquals(": still here", lines.readLine());
            assertEquals(204, status("DELETE", "/ui/session", anna));
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    assertTrue(line.isEmpty() || line.startsWith(":"), line);
                }
            } catch (java.io.IOException cut) {
                // That is an end as well.
            }
        }
    }

    @Test
    void shouldMakeTheFirstAdminWhenTheCodeIsShownAndOnlyOnce() throws Exception {
        String code = "the-code-of-the-first-run";
        rig.manager
                .accounts()
                .create(io.meridian.manager.account.Person.MANAGER, "admin", code, Set.of(Role.ADMIN, Role.VIEWER));
        Files.writeString(rig.setupCode, code + "\n");
        assertTrue(rig.ask("GET", "/ui/setup", null, null).body().contains("true"));
        String wrong = "{\"code\":\"guess\",\"name\":\"cleo\",\"password\":\"a password of mine\"}";
        assertEquals(403, rig.ask("POST", "/ui/setup", null, wrong, Map.of()).statusCode());
        String weak = "{\"code\":\"" + code + "\",\"name\":\"cleo\",\"password\":\"short\"}";
        assertEquals(400, rig.ask("POST", "/ui/setup", null, weak, Map.of()).statusCode());
        String right = "{\"code\":\"" + code + "\",\"name\":\"cleo\",\"password\":\"a password of mine\"}";
        HttpResponse<String> made = rig.ask("POST", "/ui/setup", null, right, Map.of());
        assertEquals(200, made.statusCode(), made.body());
        Browser cleo = GatewayRig.browser(made);
        assertEquals(200, status("GET", "/v1/accounts", cleo));
        assertFalse(Files.exists(rig.setupCode));
        assertTrue(rig.ask("GET", "/ui/setup", null, null).body().contains("false"));
        assertEquals(409, rig.ask("POST", "/ui/setup", null, right, Map.of()).statusCode());
        assertEquals(
                401,
                rig.ask("POST", "/ui/session", null, "{\"name\":\"admin\",\"password\":\"" + code + "\"}", Map.of())
                        .statusCode(),
                "the account of the first run is closed");
    }

    @Test
    void shouldSayThatTheManagerIsAwayWhenItIs() throws Exception {
        Browser anna = rig.browser("anna");
        rig.api.close();
        HttpResponse<String> answer = rig.ask("GET", "/v1/me", anna, null);
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("does not answer"), answer.body());
    }
}
