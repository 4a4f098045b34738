package io.meridian.backtest.run;

import io.meridian.backtest.engine.Backtest;
import io.meridian.backtest.engine.BacktestPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether a strategy sees the future: what it decides before a time must not depend on prices after it. A strategy hears only what has happened, so what this
 * finds is one that looks elsewhere, such as at a file or at what an earlier run left behind; or one that leaves something to chance.
 */
public final class Lookahead {
    /** After so many parts of the run, out of as many and one, the future is changed. */
    private static final int CUTS = 4;

    private Lookahead() {}

    /**
     * What was found.
     *
     * @param decisions  orders of the run as it is
     * @param cutNs      the time from which prices were others when it was found; 0 when nothing was
     * @param difference the first decision that was another; null when there is none
     */
    public record Finding(int decisions, long cutNs, Difference difference) {
        public boolean isFound() {
            return difference != null;
        }

        /** For people. */
        public String text() {
            if (!isFound()) {
                return decisions == 0
                        ? "It ordered nothing, so there was nothing to compare."
                        : "No look-ahead was found: " + CUTS
                                + " times the prices from some time on were others, and none of " + decisions
                                + " orders before it was.";
            }
            return "It knows what it cannot know. With other prices from " + Instant.ofEpochSecond(0, cutNs)
                    + " on it decided otherwise before:\n" + difference.text("another future") + "\n"
                    + "Look where it takes data from: only handlers hear what has happened. Or it leaves something to"
                    + " chance: take a seed from its settings, and no clock but clock().";
        }

        /** For scripts. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("lookahead", isFound());
            fields.put("decisions", decisions);
            fields.put("cut_ns", cutNs);
            fields.put("expected", isFound() ? difference.expected() : "");
            fields.put("instead", isFound() ? difference.instead() : "");
            return fields;
        }
    }

    /** Runs the plan as it is, and again with other futures. */
    public static Finding check(BacktestPlan plan, long seed) {
        Decisions asItIs = new Decisions();
        long endNs = Backtest.run(plan, asItIs).endNs();
        for (int cut = 1; cut <= CUTS; cut++) {
            long cutNs = asItIs.beginNs() + (endNs - asItIs.beginNs()) / (CUTS + 1) * cut;
            Decisions other = new Decisions();
            Backtest.run(plan.on(new OtherFuture(plan.tape(), cutNs, seed + cut)), other);
            Optional<Difference> difference = Decisions.firstDifference(asItIs.before(cutNs), other.before(cutNs));
            if (difference.isPresent()) {
                return new Finding(asItIs.all().size(), cutNs, difference.get());
            }
        }
        return new Finding(asItIs.all().size(), 0, null);
    }
}
