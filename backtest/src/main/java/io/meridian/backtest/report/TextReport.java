package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.statistics.Figures;
import java.util.ArrayList;
import java.util.List;

/** A result for the terminal: what was run, the figures in two columns, and what to know before believing them. */
public final class TextReport {
    private static final int MOST_REFUSALS = 5;
    private static final int GAP = 4;

    private TextReport() {}

    public static String of(BacktestResult result) {
        Figures figures = Figures.of(result);
        RunFacts facts = result.facts();
        StringBuilder out = new StringBuilder();
        out.append(facts.strategyId()).append(" on ").append(facts.data()).append('\n');
        out.append(Words.time(result.beginNs()))
                .append(" to ")
                .append(Words.time(result.endNs()))
                .append(" UTC, ")
                .append(Words.count(result.events()))
                .append(" events in ")
                .append(Words.duration(result.wallNs()))
                .append(", amounts in ")
                .append(facts.currency())
                .append("\n\n");
        List<FigureWords.Group> groups = FigureWords.of(result, figures);
        beside(out, groups.get(0), groups.get(1));
        out.append('\n');
        beside(out, groups.get(2), groups.get(3));
        refusals(out, result.orders());
        for (String caution : Cautions.of(result, figures)) {
            out.append("\nNote: ").append(caution);
        }
        return plain(out.toString().stripTrailing()) + '\n';
    }

    private static void beside(StringBuilder out, FigureWords.Group left, FigureWords.Group right) {
        List<String> one = block(left);
        List<String> other = block(right);
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            String first =
                    i < one.size() ? one.get(i) : " ".repeat(one.getFirst().length());
            String line = i < other.size() ? first + " ".repeat(GAP) + other.get(i) : first;
            out.append(line.stripTrailing()).append('\n');
        }
    }

    /** Lines of one length: names to the left, values to the right. */
    private static List<String> block(FigureWords.Group group) {
        int names = group.name().length();
        int values = 0;
        for (List<String> line : group.lines()) {
            names = Math.max(names, line.get(0).length());
            values = Math.max(values, line.get(1).length());
        }
        List<String> block = new ArrayList<>();
        block.add(group.name() + " ".repeat(names + 2 + values - group.name().length()));
        for (List<String> line : group.lines()) {
            int space = names + 2 + values - line.get(0).length() - line.get(1).length();
            block.add(line.get(0) + " ".repeat(space) + line.get(1));
        }
        return block;
    }

    private static void refusals(StringBuilder out, BacktestResult.Orders orders) {
        if (orders.refusals().isEmpty()) {
            return;
        }
        out.append("\nRefused orders\n");
        orders.refusals().stream()
                .limit(MOST_REFUSALS)
                .forEach(refusal -> out.append(
                        "%8s  %s: %s\n".formatted(Words.count(refusal.count()), refusal.code(), refusal.sentence())));
        if (orders.refusals().size() > MOST_REFUSALS) {
            out.append("          and ")
                    .append(orders.refusals().size() - MOST_REFUSALS)
                    .append(" more reasons\n");
        }
    }

    /** A name from outside must not move the cursor or colour the terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", "\uFFFD");
    }
}
