package io.meridian.backtest.report;

import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.sweep.SweepResult;
import io.meridian.backtest.sweep.SweepRun;
import java.util.ArrayList;
import java.util.List;

/** A sweep as a page in one file, which fetches nothing. */
public final class SweepPage {
    private static final int MOST_ROWS = 1_000;

    private final SweepResult result;
    private final Html out = new Html();

    private SweepPage(SweepResult result) {
        this.result = result;
    }

    public static String of(SweepResult result) {
        return new SweepPage(result).page();
    }

    private String page() {
        RunFacts facts = result.facts();
        String name = facts == null ? "Sweep" : facts.strategyId();
        out.raw("<header>").element("p class=kind", "Sweep").element("h1", name).raw("<dl class=facts>");
        if (facts != null) {
            fact("Strategy", facts.strategyClass());
            fact("Data", facts.data());
            fact("Period", Words.time(result.beginNs()) + " to " + Words.time(result.endNs()) + " UTC");
        }
        result.axes().forEach((setting, values) -> fact(setting, String.join(", ", values)));
        fact("Ranked by", result.rankBy().title());
        out.raw("</dl></header>");
        luck();
        out.raw("<section>")
                .element("h2", result.rankBy().title() + " by settings")
                .raw(SweepMap.of(result))
                .raw("</section>");
        ranking();
        failures();
        out.raw("<footer><p>How each figure is computed: docs/reference/backtest-report.md.</p></footer>");
        return Page.of(name + ": sweep", out);
    }

    private void fact(String name, String value) {
        out.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }

    private void luck() {
        out.raw("<section class=cautions>")
                .element("h2", "The best of many is also the luckiest")
                .raw("<ul>");
        SweepWords.luck(result).forEach(sentence -> out.element("li", sentence));
        out.raw("</ul></section>");
    }

    private void ranking() {
        List<String> headings = new ArrayList<>(List.of("#Rank"));
        result.axes().keySet().forEach(setting -> headings.add("#" + setting));
        SweepWords.COLUMNS.forEach(column -> headings.add("#" + column));
        int all = result.ranked().size();
        Table table = new Table(
                all > MOST_ROWS
                        ? "The best " + Words.count(MOST_ROWS) + " of " + Words.count(all)
                        : "All runs that did not fail, the best first",
                true,
                headings);
        for (int i = 0; i < Math.min(all, MOST_ROWS); i++) {
            SweepRun run = result.ranked().get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            cells.addAll(run.settings().values());
            cells.addAll(SweepWords.cells(run.figures()));
            table.row(cells.toArray(String[]::new));
        }
        out.raw("<section>").element("h2", "Runs").raw(table.end()).raw("</section>");
    }

    private void failures() {
        if (result.failed().isEmpty()) {
            return;
        }
        List<String> headings = new ArrayList<>(result.axes().keySet());
        headings.replaceAll(setting -> "#" + setting);
        headings.add("Why");
        Table table = new Table(Words.counted(result.failed().size(), "run") + " failed", true, headings);
        for (SweepRun run :
                result.failed().subList(0, Math.min(MOST_ROWS, result.failed().size()))) {
            List<String> cells = new ArrayList<>(run.settings().values());
            cells.add(run.failure());
            table.row(cells.toArray(String[]::new));
        }
        out.raw("<section>").element("h2", "Failed runs").raw(table.end()).raw("</section>");
    }
}
