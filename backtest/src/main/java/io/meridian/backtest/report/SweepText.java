package io.meridian.backtest.report;

import io.meridian.backtest.sweep.SweepResult;
import io.meridian.backtest.sweep.SweepRun;
import java.util.ArrayList;
import java.util.List;

/** A sweep for the terminal, the best runs first, and as JSON lines, one object for each run. */
public final class SweepText {
    private static final int MOST_ROWS = 20;
    private static final int MOST_FAILURES = 5;

    private SweepText() {}

    public static String table(SweepResult result) {
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of("#"));
        headings.addAll(result.axes().keySet());
        headings.addAll(SweepWords.COLUMNS);
        rows.add(headings);
        for (SweepRun run :
                result.ranked().subList(0, Math.min(MOST_ROWS, result.ranked().size()))) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(rows.size())));
            row.addAll(run.settings().values());
            row.addAll(SweepWords.cells(run.figures()));
            rows.add(row);
        }
        StringBuilder out = new StringBuilder();
        out.append("Ranked by ").append(result.rankBy().title()).append("\n\n");
        aligned(out, rows);
        if (result.ranked().size() > MOST_ROWS) {
            out.append("and ").append(result.ranked().size() - MOST_ROWS).append(" more\n");
        }
        for (SweepRun run : result.failed()
                .subList(0, Math.min(MOST_FAILURES, result.failed().size()))) {
            out.append("\nFailed with ").append(run.settings()).append(": ").append(run.failure());
        }
        if (result.failed().size() > MOST_FAILURES) {
            out.append("\nand ").append(result.failed().size() - MOST_FAILURES).append(" more failed");
        }
        for (String sentence : SweepWords.luck(result)) {
            out.append("\nNote: ").append(sentence);
        }
        return TextReport.plain(out.toString()) + '\n';
    }

    private static void aligned(StringBuilder out, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                out.append(" ".repeat(widths[i] - row.get(i).length() + (i == 0 ? 0 : 2)))
                        .append(row.get(i));
            }
            out.append('\n');
        }
    }

    /** The ranking as JSON lines, then the runs that failed. Figures have the names that they have in the report of a run. */
    public static String jsonLines(SweepResult result) {
        StringBuilder out = new StringBuilder();
        int rank = 0;
        for (SweepRun run : result.ranked()) {
            int place = ++rank;
            out.append(new JsonWriter().object(json -> {
                json.field("rank", (long) place);
                json.name("settings").object(settings -> run.settings().forEach(settings::field));
                JsonReport.figures(json, run.figures());
            }));
            out.append('\n');
        }
        for (SweepRun run : result.failed()) {
            out.append(new JsonWriter().object(json -> {
                json.name("settings").object(settings -> run.settings().forEach(settings::field));
                json.field("failure", run.failure());
            }));
            out.append('\n');
        }
        return out.toString();
    }
}
