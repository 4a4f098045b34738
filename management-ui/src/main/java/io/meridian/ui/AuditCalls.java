package io.meridian.ui;

import io.javalin.http.Context;
import io.meridian.ui.problem.UiProblem;
import io.meridian.ui.session.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the audit log has. Reading it takes a disk's time: few do so at once, and the manager says each time whether who asks may. */
final class AuditCalls {
    private static final List<String> MAY = List.of("ADMIN", "APPROVER", "OPERATOR");
    private static final List<String> HOLDERS = List.of("ADMIN", "APPROVER");
    private static final Set<String> NAMES = Set.of("text", "topic", "source", "from", "to", "kind", "cursor", "limit");
    private static final int LONGEST = 500;

    private final Allowed allowed;
    private final AuditDesk desk;
    private final Bodies bodies;
    private final Turns turns = new Turns(2, "The audit log is");

    /** @param desk null: there is no log here */
    AuditCalls(Allowed allowed, AuditDesk desk, Bodies bodies) {
        this.allowed = allowed;
        this.desk = desk;
        this.bodies = bodies;
    }

    void records(Context context, Session session) {
        Map<String, String> question = new HashMap<>();
        context.queryParamMap().forEach((name, values) -> {
            if (!NAMES.contains(name)) {
                throw UiProblem.invalid("There is no parameter of that name; there is " + NAMES + ".");
            }
            if (values.size() > 1 || values.getFirst().length() > LONGEST) {
                throw UiProblem.invalid(name + " must be there once, with at most " + LONGEST + " characters.");
            }
            if (!values.getFirst().isBlank()) {
                question.put(name, values.getFirst());
            }
        });
        answer(context, session, () -> desk.records(question));
    }

    void verify(Context context, Session session) {
        answer(context, session, desk == null ? null : desk::verify);
    }

    void kept(Context context, Session session) {
        answer(context, session, desk == null ? null : desk::kept);
    }

    void hold(Context context, Session session) {
        change(context, session, AuditDesk::hold);
    }

    void endHold(Context context, Session session) {
        change(context, session, AuditDesk::endHold);
    }

    private interface Change {
        Map<String, Object> by(AuditDesk desk, String who, String why);
    }

    private void change(Context context, Session session, Change change) {
        allowed.require(session, HOLDERS);
        String why = bodies.read(context, List.of("why")).get("why").asText().strip();
        if (why.isEmpty()) {
            throw UiProblem.invalid("Say why: it stands in the log.");
        }
        answer(context, () -> change.by(desk, session.name(), why));
    }

    void trace(Context context, Session session) {
        String id = context.pathParam("id");
        if (id.isBlank() || id.length() > LONGEST) {
            throw UiProblem.invalid("Say which trace: its 32 digits, a message, or the id of an order.");
        }
        answer(context, session, () -> desk.trace(id));
    }

    private void answer(Context context, Session session, Supplier<?> asked) {
        allowed.require(session, MAY);
        answer(context, asked);
    }

    private void answer(Context context, Supplier<?> asked) {
        if (desk == null) {
            throw UiProblem.away("This gateway has no audit log. It is started with audit.dir, or beside a stack that"
                    + " records one.");
        }
        bodies.answer(context, turns.read(asked));
    }
}
