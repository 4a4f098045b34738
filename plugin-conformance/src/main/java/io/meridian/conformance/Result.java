package io.meridian.conformance;

/**
 * How a check ended.
 *
 * @param text why, for a person; empty when it passed
 */
public record Result(Check check, Outcome outcome, String text, long tookMs) {
    /** The ways to end. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** It does not concern this plugin. */
        SKIPPED
    }
}
