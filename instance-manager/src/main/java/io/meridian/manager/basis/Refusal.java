package io.meridian.manager.basis;

import java.util.List;

/**
 * What was asked for cannot be done, and the one who asked can do something about it. The text says what, why and what to do; it holds nothing that
 * is not the asker's to know.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<String> problems;

    /** Of what sort it is, for those who answer over the network. */
    public enum Kind {
        /** It makes no sense, whatever the state of things. */
        INVALID,
        /** There is no such thing. */
        UNKNOWN,
        /** It does not go together with how things are now. */
        CONFLICT,
        /** Somebody else changed it since it was read. */
        STALE,
        /** This person may not, or not alone. */
        FORBIDDEN,
        /** It would be too much. */
        QUOTA,
        /** Who would have to do it cannot be reached now. */
        AWAY
    }

    private Refusal(Kind kind, String text, List<String> problems) {
        super(text);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    public static Refusal invalid(String text) {
        return new Refusal(Kind.INVALID, text, List.of());
    }

    /** With each thing that is wrong. */
    public static Refusal invalid(String text, List<String> problems) {
        return new Refusal(Kind.INVALID, text, problems);
    }

    public static Refusal unknown(String text) {
        return new Refusal(Kind.UNKNOWN, text, List.of());
    }

    public static Refusal conflict(String text) {
        return new Refusal(Kind.CONFLICT, text, List.of());
    }

    public static Refusal stale(String text) {
        return new Refusal(Kind.STALE, text, List.of());
    }

    public static Refusal forbidden(String text) {
        return new Refusal(Kind.FORBIDDEN, text, List.of());
    }

    public static Refusal quota(String text) {
        return new Refusal(Kind.QUOTA, text, List.of());
    }

    public static Refusal away(String text) {
        return new Refusal(Kind.AWAY, text, List.of());
    }

    public Kind kind() {
        return kind;
    }

    /** Each thing that is wrong, where there may be several. */
    public List<String> problems() {
        return problems;
    }
}
