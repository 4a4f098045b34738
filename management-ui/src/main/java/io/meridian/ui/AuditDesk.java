package io.meridian.ui;

import java.util.List;
import java.util.Map;

/** The audit log, as whoever has it answers of it. It throws {@link io.meridian.ui.problem.UiProblem} when a question makes no sense, or nobody can answer it. */
public interface AuditDesk {
    /** A page of records, the latest first: {@code items} and {@code next}. @param question by the names in the query */
    Map<String, Object> records(Map<String, String> question);

    /** How much of the log there is, since when, and whether it is held: then nothing of it is removed. */
    Map<String, Object> kept();

    /** From now on nothing is removed, however old it is. It throws when that cannot be put on record. @return as {@link #kept} then is */
    Map<String, Object> hold(String by, String why);

    /** What is old enough may be removed again. @return as {@link #kept} then is */
    Map<String, Object> endHold(String by, String why);

    /** Checks the whole log. */
    Map<String, Object> verify();

    /** What followed from what, with what three observers saw of it. @param id of a trace, a message, or what stands in one */
    List<Map<String, Object>> trace(String id);
}
