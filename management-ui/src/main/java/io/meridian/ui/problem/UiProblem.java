package io.meridian.ui.problem;

import java.util.List;

/** A call cannot be answered as it was meant, and who asked can do something about it. */
public final class UiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient List<String> problems;

    public UiProblem(int status, String title, String detail, List<String> problems) {
        super(detail);
        this.status = status;
        this.title = title;
        this.problems = List.copyOf(problems);
    }

    public static UiProblem invalid(String detail) {
        return new UiProblem(400, "It makes no sense", detail, List.of());
    }

    /** Nobody is logged in. */
    public static UiProblem unknownPerson(String detail) {
        return new UiProblem(401, "Who are you?", detail, List.of());
    }

    public static UiProblem forbidden(String detail) {
        return new UiProblem(403, "Not yours to do", detail, List.of());
    }

    public static UiProblem missing(String detail) {
        return new UiProblem(404, "Not found", detail, List.of());
    }

    public static UiProblem tooMuch(int status, String detail) {
        return new UiProblem(status, "It would be too much", detail, List.of());
    }

    /** Who would have to answer does not. */
    public static UiProblem away(String detail) {
        return new UiProblem(503, "Not now", detail, List.of());
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Each thing that is wrong, where there may be several. */
    public List<String> problems() {
        return problems;
    }
}
