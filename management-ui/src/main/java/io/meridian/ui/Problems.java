package io.meridian.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.meridian.ui.problem.UiProblem;
import java.util.List;

/** Writes what went wrong, as RFC 9457 has it. */
final class Problems {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problems() {}

    static void write(Context context, UiProblem problem) {
        write(context, problem.status(), problem.title(), problem.getMessage(), problem.problems());
    }

    static void write(Context context, int status, String title, String detail, List<String> problems) {
        context.status(status);
        context.header("Cache-Control", "no-store");
        context.contentType("application/problem+json").result(text(status, title, detail, problems));
    }

    static String text(int status, String title, String detail, List<String> problems) {
        ObjectNode fields = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (!problems.isEmpty()) {
            problems.forEach(fields.putArray("problems")::add);
        }
        return fields.toString();
    }
}
