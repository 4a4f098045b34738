package io.meridian.ui;

import java.util.List;
import java.util.Map;

/** The audit log, as whoever has it answers of it. It throws {@link io.meridian.ui.problem.UiProblem} when a question makes no sense, or nobody can answer it. */
public interface AuditDesk {
    /** A page of records, the latest first: {@code items} and {@code next}. @param question by the names in the query */
    Map<String, Object> records(Map<String, String> question);

    /** Checks the whole log. */
    Map<String, Object> verify();

    /** What followed from what, with what three observers saw of it. @param id of a trace, a message, or what stands in one */
    List<Map<String, Object>> trace(String id);
}
