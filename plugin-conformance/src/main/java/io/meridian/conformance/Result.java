package io.meridian.conformance;

import java.util.List;

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

    /** Those that ended in one of these ways, a line each. */
    public static List<String> lines(List<Result> results, Outcome... ways) {
        return results.stream()
                .filter(result -> List.of(ways).contains(result.outcome))
                .map(result ->
                        result.check.id() + " " + result.outcome + " " + result.check.title() + ": " + result.text)
                .toList();
    }
}
