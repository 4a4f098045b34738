package io.meridian.ui;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.meridian.ui.manager.ManagerClient;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/**
 * The first run: a manager that has no people yet has one account with a password that nobody chose, in a file that its user alone may read. Whoever can
 * read that file is the one who may make the first admin; the account is of no more use then, and is closed. The gateway asks with what it was shown, and
 * with nothing of its own.
 */
final class SetupCalls {
    /** The account that the manager makes itself. */
    private static final String FIRST = "admin";

    private static final List<String> ADMIN_ROLES = List.of("VIEWER", "ADMIN");
    /** Whoever is alone on a machine of their own must be able to do everything. */
    private static final List<String> ALL_ROLES = List.of("VIEWER", "AUTHOR", "OPERATOR", "APPROVER", "ADMIN");

    private final ManagerClient manager;
    private final SessionCalls sessions;
    private final Bodies bodies;
    private final Path codeFile;

    SetupCalls(ManagerClient manager, SessionCalls sessions, Bodies bodies, Path codeFile) {
        this.manager = manager;
        this.sessions = sessions;
        this.bodies = bodies;
        this.codeFile = codeFile;
    }

    void show(Context context) {
        bodies.answer(context, Map.of("needed", code() != null));
    }

    /** The one-time code; null: the first admin is there. */
    private String code() {
        try {
            return codeFile != null && Files.exists(codeFile)
                    ? Files.readString(codeFile).strip()
                    : null;
        } catch (IOException e) {
            throw UiProblem.away("The file " + codeFile.getFileName() + " of the manager cannot be read: "
                    + e.getMessage() + ". The gateway must be run by the manager's user.");
        }
    }

    /** One at a time, so that there is one first admin. */
    synchronized void make(Context context) {
        JsonNode body = bodies.read(context, List.of("code", "name", "password"));
        String code = code();
        if (code == null) {
            throw new UiProblem(
                    409,
                    "It does not go together with how things are",
                    "The first admin is there already. Log in, or ask an admin for an account.",
                    List.of());
        }
        if (!MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8),
                body.get("code").asText().strip().getBytes(StandardCharsets.UTF_8))) {
            throw UiProblem.forbidden("This is not the set-up code. It is in the file " + codeFile.getFileName()
                    + " in the manager's folder, and in the address that the gateway prints when it starts.");
        }
        sessions.begin(
                context,
                make(code, body.get("name").asText(), body.get("password").asText()));
    }

    private Login make(String code, String name, String password) {
        Login first = sessions.logIn(FIRST, code);
        List<String> roles = first.mode().equals("DEVELOPMENT") ? ALL_ROLES : ADMIN_ROLES;
        boolean goesOn = name.equals(FIRST);
        try {
            if (goesOn) {
                // The same account, with a password that somebody chose.
                require("PATCH", "/v1/accounts/" + FIRST, first, Map.of("roles", roles));
                require("PUT", "/v1/me/password", first, Map.of("current", code, "password", password));
            } else {
                require("POST", "/v1/accounts", first, Map.of("name", name, "password", password, "roles", roles));
            }
            Login own = sessions.logIn(name, password);
            if (!goesOn) {
                require("PATCH", "/v1/accounts/" + FIRST, own, Map.of("disabled", true));
            }
            forgetCode();
            return own;
        } finally {
            manager.logOut(first.token());
        }
    }

    private void require(String method, String path, Login by, Map<String, ?> body) {
        SessionCalls.good(manager.ask(method, path, by.token(), body));
    }

    /** It opens nothing any more. */
    private void forgetCode() {
        try {
            Files.deleteIfExists(codeFile);
        } catch (IOException e) {
            throw UiProblem.away("The first admin is made, but the file " + codeFile.getFileName()
                    + " in the manager's folder cannot be deleted: " + e.getMessage() + ". Delete it, and log in.");
        }
    }
}
