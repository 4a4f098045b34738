package io.meridian.ui;

import io.meridian.ui.manager.ManagerClient;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Session;
import java.util.List;

/** Who may ask what the gateway itself answers. The manager says each time which roles somebody has now. */
final class Allowed {
    /** As for what the store keeps of trading. */
    static final List<String> READERS = List.of("VIEWER", "OPERATOR", "APPROVER", "ADMIN");

    /** Whoever has an account that is for anything. */
    static final List<String> ANYBODY = List.of("VIEWER", "AUTHOR", "OPERATOR", "APPROVER", "ADMIN");

    private final ManagerClient manager;

    Allowed(ManagerClient manager) {
        this.manager = manager;
    }

    /** @throws UiProblem when who asks has none of these roles */
    void require(Session session, List<String> some) {
        ManagerClient.Answer me = SessionCalls.good(manager.ask("GET", "/v1/me", session.token(), null));
        List<String> roles = SessionCalls.roles(me);
        session.setRoles(roles);
        if (roles.stream().noneMatch(some::contains)) {
            throw UiProblem.forbidden("This takes the role " + words(some) + ", which " + session.name() + " lacks.");
        }
    }

    private static String words(List<String> roles) {
        return String.join(", ", roles.subList(0, roles.size() - 1)) + " or " + roles.getLast();
    }
}
