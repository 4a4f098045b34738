package io.meridian.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.meridian.ui.manager.ManagerClient;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Login;
import io.meridian.ui.session.Session;
import io.meridian.ui.session.Sessions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logging in and out, and whose a request is. */
final class SessionCalls {
    /** Browsers take a cookie of such a name from this origin alone, over a safe way alone, and for all its paths. */
    static final String COOKIE = "__Host-meridian";

    private final ManagerClient manager;
    private final Sessions sessions;
    private final Bodies bodies;

    SessionCalls(ManagerClient manager, Sessions sessions, Bodies bodies) {
        this.manager = manager;
        this.sessions = sessions;
        this.bodies = bodies;
    }

    void logIn(Context context) {
        JsonNode body = bodies.read(context, List.of("name", "password"));
        begin(context, logIn(body.get("name").asText(), body.get("password").asText()));
    }

    /** Shows name and password to the manager. */
    Login logIn(String name, String password) {
        ManagerClient.Answer answer =
                manager.ask("POST", "/v1/sessions", null, Map.of("name", name, "password", password));
        if (answer.status() == 403) {
            throw UiProblem.unknownPerson(answer.detail());
        }
        if (!answer.isGood()) {
            throw answer.problem();
        }
        JsonNode token = answer.body().get("token");
        String secret = answer.body().get("secret").asText();
        try {
            JsonNode status =
                    good(manager.ask("GET", "/v1/status", secret, null)).body();
            return new Login(
                    name,
                    token.get("roles").valueStream().map(JsonNode::asText).toList(),
                    secret,
                    token.get("id").asText(),
                    Instant.parse(token.get("expiresAt").asText()),
                    status.get("deployment").asText(),
                    status.get("mode").asText());
        } catch (UiProblem | DateTimeException failed) {
            manager.logOut(secret);
            throw failed;
        }
    }

    static ManagerClient.Answer good(ManagerClient.Answer answer) {
        if (!answer.isGood()) {
            throw answer.problem();
        }
        return answer;
    }

    /** Makes a new login in this browser. One that it had before is over. */
    void begin(Context context, Login login) {
        find(context).ifPresent(sessions::end);
        Sessions.Begun begun = sessions.begin(login).orElseThrow(() -> {
            manager.logOut(login.token());
            return UiProblem.tooMuch(429, "Too many people are logged in here. Try again later.");
        });
        setCookie(context, begun.secret(), "");
        answer(context, begun.session());
    }

    void show(Context context) {
        Session session = require(context);
        ManagerClient.Answer me = manager.ask("GET", "/v1/me", session.token(), null);
        if (me.status() == 401) {
            sessions.end(session);
            throw over();
        }
        session.setRoles(roles(good(me)));
        answer(context, session);
    }

    static List<String> roles(ManagerClient.Answer me) {
        return me.body().get("roles").valueStream().map(JsonNode::asText).toList();
    }

    void logOut(Context context, Session session) {
        sessions.end(session);
        setCookie(context, "", "; Max-Age=0");
        context.status(204);
    }

    /** Whose request this is. Two cookies of the name cannot both be ours, so neither is taken. */
    Optional<Session> find(Context context) {
        jakarta.servlet.http.Cookie[] cookies = context.req().getCookies();
        String secret = null;
        if (cookies != null) {
            for (jakarta.servlet.http.Cookie each : cookies) {
                if (each.getName().equals(COOKIE)) {
                    if (secret != null) {
                        return Optional.empty();
                    }
                    secret = each.getValue();
                }
            }
        }
        return sessions.find(secret);
    }

    Session require(Context context) {
        return find(context).orElseThrow(SessionCalls::over);
    }

    private static UiProblem over() {
        return UiProblem.unknownPerson("Nobody is logged in here, or the time of the login is over. Log in.");
    }

    private static void setCookie(Context context, String value, String age) {
        context.header("Set-Cookie", COOKIE + "=" + value + "; Path=/; HttpOnly; Secure; SameSite=Strict" + age);
    }

    private void answer(Context context, Session session) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", session.name());
        fields.put("roles", session.roles());
        fields.put("csrf", session.csrf());
        fields.put("deployment", session.deployment());
        fields.put("mode", session.mode());
        fields.put("idleMinutes", Math.max(1, sessions.idle().toMinutes()));
        fields.put("expiresAt", session.expiresAt().toString());
        bodies.answer(context, fields);
    }
}
