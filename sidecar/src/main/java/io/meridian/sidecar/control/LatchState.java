package io.meridian.sidecar.control;

import java.time.Instant;
import java.util.Objects;

/**
 * Whether order-bearing topics are blocked, and who says so. Its text is one line, the same in the file, on the socket and for people:
 * {@code latched 2026-01-31T12:00:00Z "Anna Smith" fat finger}, {@code released ...}, or {@code open} when it was never set.
 *
 * @param isSet whether the latch blocks
 * @param by the person who set or released it, empty when nobody ever did
 * @param reason in that person's words
 * @param at when, or the epoch when nobody ever did
 */
public record LatchState(boolean isSet, String by, String reason, Instant at) {
    /** The longest name. */
    public static final int MAX_NAME = 64;
    /** The longest reason. */
    public static final int MAX_REASON = 512;

    static final LatchState OPEN = new LatchState(false, "", "", Instant.EPOCH);

    /** Refuses nulls. */
    public LatchState {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
    }

    /** The state that a text of {@link #toString} tells of; throws {@link IllegalArgumentException} on any other text. */
    public static LatchState parse(String text) {
        if (text.equals(OPEN.toString())) {
            return OPEN;
        }
        Words words = new Words(text);
        boolean isSet = switch (words.next("a state")) {
            case "latched" -> true;
            case "released" -> false;
            case String other ->
                throw new IllegalArgumentException("state=" + other + " is neither latched nor released");
        };
        Instant at = Instant.parse(words.next("a time"));
        return new LatchState(isSet, checkedName(words.next("a name")), checkedReason(words.rest()), at);
    }

    /** The name, if a person can have it; throws {@link IllegalArgumentException} with what is wrong. */
    public static String checkedName(String name) {
        return checked("name", name, MAX_NAME);
    }

    /** The reason, if it can stand in a line; throws {@link IllegalArgumentException} with what is wrong. */
    public static String checkedReason(String reason) {
        return checked("reason", reason, MAX_REASON);
    }

    /** The reason, made so that it can stand in a line. */
    public static String mendedReason(String reason) {
        StringBuilder mended = new StringBuilder(Math.min(reason.length(), MAX_REASON));
        reason.strip()
                .chars()
                .limit(MAX_REASON)
                .forEach(c -> mended.append(Character.isISOControl(c) ? ' ' : c == '"' ? '\'' : (char) c));
        return mended.toString().isBlank()
                ? "no reason given"
                : mended.toString().strip();
    }

    private static String checked(String what, String text, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "a " + what + " is missing: both a name and a reason are kept for the record");
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException(what + " of length=" + text.length() + " is over " + longest);
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == '"')) {
            throw new IllegalArgumentException(what + " has a quote or a control character in it");
        }
        return text.strip();
    }

    @Override
    public String toString() {
        return by.isEmpty() ? "open" : (isSet ? "latched " : "released ") + at + " \"" + by + "\" " + reason;
    }
}
