package io.meridian.backtest.report;

import io.meridian.backtest.sweep.RankBy;
import io.meridian.backtest.sweep.SweepResult;
import io.meridian.backtest.sweep.SweepRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figure by which a sweep is ranked, over its settings: bars for one, a heat map for two, and one heat map for each combination of the others for
 * more. Above zero is blue, below orange; when all have one sign, the palest is the smallest.
 */
final class SweepMap {
    private static final int MOST_MAPS = 24;

    private final SweepResult result;
    private final RankBy rankBy;
    private final Map<Map<String, String>, SweepRun> bySettings = new HashMap<>();
    private final List<String> names;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    private SweepMap(SweepResult result) {
        this.result = result;
        this.rankBy = result.rankBy();
        this.names = List.copyOf(result.axes().keySet());
        result.failed().forEach(run -> bySettings.put(run.settings(), run));
        for (SweepRun run : result.ranked()) {
            bySettings.put(run.settings(), run);
            double value = rankBy.value(run.figures());
            if (Double.isFinite(value)) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
    }

    static Html of(SweepResult result) {
        SweepMap map = new SweepMap(result);
        return map.names.size() == 1 ? map.bars() : map.maps();
    }

    private Html bars() {
        String name = names.getFirst();
        double left = Math.min(0, lowest);
        double room = Math.max(0, highest) - left;
        Html out =
                new Html().raw("<div class=wide><table class=bars>").element("caption", rankBy.title() + " by " + name);
        out.raw("<tbody>");
        for (String value : result.axes().get(name)) {
            SweepRun run = bySettings.get(Map.of(name, value));
            double figure = run.failed() ? Double.NaN : rankBy.value(run.figures());
            double begin = share(Math.min(0, figure) - left, room);
            double wide = share(Math.abs(figure), room);
            out.raw("<tr>").element("th scope=row class=n", value);
            out.raw("<td class=n>")
                    .raw(text(run))
                    .raw("</td><td class=room><i class=\"" + (figure < 0 ? "below" : "above") + "\" style=\"--b:"
                            + begin + "%;--w:" + wide + "%\"></i></td></tr>");
        }
        return out.raw("</tbody></table></div>");
    }

    /** In percent, to one digit. */
    private static double share(double part, double whole) {
        return whole > 0 && Double.isFinite(part) ? Math.round(part / whole * 1_000) / 10.0 : 0;
    }

    private Html maps() {
        List<Map<String, String>> others = List.of(Map.of());
        for (String name : names.subList(2, names.size())) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> before : others) {
                for (String value : result.axes().get(name)) {
                    Map<String, String> with = new LinkedHashMap<>(before);
                    with.put(name, value);
                    longer.add(with);
                }
            }
            others = longer;
        }
        Html out = new Html().raw("<div class=maps>");
        others.stream().limit(MOST_MAPS).forEach(fixed -> map(out, fixed));
        out.raw("</div>");
        if (others.size() > MOST_MAPS) {
            out.element(
                    "p class=note",
                    "The first " + MOST_MAPS + " of " + Words.count(others.size())
                            + " maps are shown; all runs are in the table below.");
        }
        return out;
    }

    private void map(Html out, Map<String, String> fixed) {
        String down = names.get(0);
        String across = names.get(1);
        List<String> parts = new ArrayList<>();
        fixed.forEach((name, value) -> parts.add(name + "=" + value));
        out.raw("<div class=wide><table class=\"heat map\">")
                .element(
                        "caption",
                        (parts.isEmpty() ? "" : String.join(", ", parts) + ": ") + down + " down, " + across
                                + " across");
        out.raw("<thead><tr>").element("th scope=col", down + " \\ " + across);
        result.axes().get(across).forEach(value -> out.element("th scope=col class=n", value));
        out.raw("</tr></thead><tbody>");
        for (String row : result.axes().get(down)) {
            out.raw("<tr>").element("th scope=row", row);
            for (String column : result.axes().get(across)) {
                Map<String, String> settings = new HashMap<>(fixed);
                settings.put(down, row);
                settings.put(across, column);
                SweepRun run = bySettings.get(settings);
                out.raw(run.failed() ? Heat.cell(0) : Heat.cell(strength(rankBy.value(run.figures()))));
                out.raw(text(run)).raw("</td>");
            }
            out.raw("</tr>");
        }
        out.raw("</tbody></table></div>");
    }

    private Html text(SweepRun run) {
        if (run.failed()) {
            return new Html().text("failed");
        }
        boolean best = run == result.ranked().getFirst();
        return new Html()
                .raw(best ? "<b>" : "")
                .text(SweepWords.value(rankBy, run.figures()))
                .raw(best ? " best</b>" : "");
    }

    private double strength(double value) {
        if (lowest < 0 && highest > 0) {
            return value / Math.max(-lowest, highest);
        }
        double share = highest > lowest ? (Math.abs(value) - smallest()) / (highest - lowest) : 0.5;
        return (highest <= 0 ? -1 : 1) * (0.1 + 0.9 * share);
    }

    private double smallest() {
        return Math.min(Math.abs(lowest), Math.abs(highest));
    }
}
