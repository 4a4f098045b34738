package io.meridian.conformance;

/**
 * One thing that a plugin must do.
 *
 * @param id stays the same for ever
 * @param title what must be so, as a sentence
 */
public record Check(String id, Group group, String title, Body body) {
    /** Does it, and throws {@link CheckFailedException} when it is not so. */
    @FunctionalInterface
    public interface Body {
        void run(Trial trial);
    }
}
