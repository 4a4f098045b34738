package io.meridian.manager.api;

import io.javalin.http.Context;
import io.meridian.manager.basis.Json;
import io.meridian.manager.basis.Refusal;
import java.util.List;
import java.util.Map;

/** Writes what went wrong, as RFC 9457 has it. */
final class Problems {
    private Problems() {}

    static void write(Context context, Refusal refused) {
        int status = switch (refused.kind()) {
            case INVALID -> 400;
            case FORBIDDEN -> 403;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
            case QUOTA -> 429;
            case AWAY -> 503;
        };
        String title = switch (refused.kind()) {
            case INVALID -> "It makes no sense";
            case FORBIDDEN -> "Not yours to do";
            case UNKNOWN -> "Not found";
            case CONFLICT -> "It does not go together with how things are";
            case STALE -> "It was changed meanwhile";
            case QUOTA -> "It would be too much";
            case AWAY -> "Not now";
        };
        write(context, status, title, refused.getMessage(), refused.problems());
    }

    static void write(Context context, int status, String title, String detail, List<String> problems) {
        Map<String, Object> fields =
                Views.fields("type", "about:blank", "title", title, "status", status, "detail", detail);
        if (!problems.isEmpty()) {
            fields.put("problems", problems);
        }
        context.status(status);
        context.header("Cache-Control", "no-store");
        context.contentType("application/problem+json").result(Json.text(fields));
    }
}
