package io.meridian.backtest.run;

import io.meridian.backtest.engine.Backtest;
import io.meridian.backtest.engine.BacktestPlan;
import io.meridian.backtest.engine.Tape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks whether a strategy warms up with enough of the past: given more of it than it asks for at its start, it must decide the same. One that does not would
 * decide otherwise after each restart.
 */
public final class WarmUp {
    private static final int MOST_TIMES = 16;

    private WarmUp() {}

    /** How it ended. */
    public enum Outcome {
        /** More of the past changed nothing. */
        ENOUGH,
        /** More of the past changed a decision. */
        TOO_SHORT,
        /** It asks for none. */
        NONE_ASKED,
        /** It has all there is, so there is no more to compare with. */
        NO_MORE,
        /** It ordered nothing. */
        NO_DECISIONS
    }

    /**
     * What was found.
     *
     * @param askedNs    how much of the past it asks for at its start
     * @param decisions  orders of the run as it is
     * @param longestNs  the longest past that was compared
     * @param difference the first decision that was another with the longest past; null when there is none
     * @param enoughNs   the shortest past that led to the same as the longest; 0 when none did
     */
    public record Finding(
            Outcome outcome, long askedNs, int decisions, long longestNs, Difference difference, long enoughNs) {
        public boolean isTooShort() {
            return outcome == Outcome.TOO_SHORT;
        }

        /** For people. */
        public String text() {
            return switch (outcome) {
                case NONE_ASKED ->
                    "It asks for nothing of the past, so it warms up with what comes, and decides nothing until then."
                            + " A plugin asks with warmUp(...) or history(...); a signal has the setting warmUp.";
                case NO_MORE ->
                    "It gets all of the past there is, so there was no more to compare with. Begin later: --from.";
                case NO_DECISIONS -> "It ordered nothing, so there was nothing to compare.";
                case ENOUGH ->
                    "Its warm-up is long enough: with " + duration(longestNs) + " of the past in place of the "
                            + duration(askedNs) + " it asks for, each of " + decisions + " orders was the same.";
                case TOO_SHORT ->
                    "Its warm-up is too short. It asks for " + duration(askedNs) + " of the past; with "
                            + duration(longestNs) + " it decided otherwise:\n" + difference.text("longer past")
                            + (enoughNs == 0
                                    ? "\nNo shorter past led to the same: what it decides depends on all it ever heard."
                                    : "\nWith " + duration(enoughNs) + " it decided as with the longest: let it ask for"
                                            + " that.");
            };
        }

        /** For scripts. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("warm_up", outcome.name());
            fields.put("asked_ns", askedNs);
            fields.put("decisions", decisions);
            fields.put("longest_ns", longestNs);
            fields.put("expected", difference == null ? "" : difference.expected());
            fields.put("instead", difference == null ? "" : difference.instead());
            fields.put("enough_ns", enoughNs);
            return fields;
        }

        private static String duration(long ns) {
            return Duration.ofNanos(ns).toString().substring(2).toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Runs the plan as it is, and again with 2, 4, 8 and 16 times the past, as far as the tape has it.
     *
     * @throws IllegalArgumentException when the run begins with the tape, so that there is no past
     */
    public static Finding check(BacktestPlan plan) {
        long tapeBeginNs = beginOf(plan.tape());
        if (plan.fromNs() <= tapeBeginNs) {
            throw new IllegalArgumentException(
                    "The run begins with the data, so there is no past to warm up with. Begin" + " later: --from");
        }
        long pastNs = plan.fromNs() - tapeBeginNs;
        Decisions asItIs = new Decisions();
        LongerPast first = new LongerPast(plan.tape(), 1);
        Backtest.run(plan.on(first), asItIs);
        long askedNs = first.askedNs();
        int count = asItIs.all().size();
        if (askedNs == 0) {
            return nothingCompared(Outcome.NONE_ASKED, askedNs, count);
        }
        if (askedNs >= pastNs) {
            return nothingCompared(Outcome.NO_MORE, pastNs, count);
        }
        if (count == 0) {
            return nothingCompared(Outcome.NO_DECISIONS, askedNs, count);
        }
        List<Decisions> longer = new ArrayList<>();
        int times = 1;
        while (times < MOST_TIMES && askedNs * times < pastNs) {
            times *= 2;
            Decisions decided = new Decisions();
            Backtest.run(plan.on(new LongerPast(plan.tape(), times)), decided);
            longer.add(decided);
        }
        long longestNs = Math.min(askedNs * times, pastNs);
        Decisions longest = longer.removeLast();
        Optional<Difference> difference = Decisions.firstDifference(asItIs.all(), longest.all());
        if (difference.isEmpty()) {
            return new Finding(Outcome.ENOUGH, askedNs, count, longestNs, null, askedNs);
        }
        long enoughNs = 0;
        for (int i = longer.size() - 1;
                i >= 0
                        && Decisions.firstDifference(longer.get(i).all(), longest.all())
                                .isEmpty();
                i--) {
            enoughNs = askedNs << i + 1;
        }
        return new Finding(Outcome.TOO_SHORT, askedNs, count, longestNs, difference.get(), enoughNs);
    }

    private static Finding nothingCompared(Outcome outcome, long askedNs, int decisions) {
        return new Finding(outcome, askedNs, decisions, 0, null, 0);
    }

    private static long beginOf(Tape tape) {
        try (Tape.Cursor cursor = tape.open(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return cursor.next() ? cursor.timeNs() : Long.MAX_VALUE;
        }
    }
}
