package io.meridian.backtest.run;

/**
 * Where two runs first did not decide the same.
 *
 * @param expected what was decided as it is; empty when nothing was
 * @param instead  what was decided in its place; empty when nothing was
 */
public record Difference(String expected, String instead) {
    /** @param other what the other run had, in at most fourteen letters */
    String text(String other) {
        return line("as it is", expected) + "\n" + line(other, instead);
    }

    private static String line(String run, String decision) {
        return String.format("  %-14s  %s", run, decision.isEmpty() ? "nothing" : decision);
    }
}
