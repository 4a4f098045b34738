package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.Execution;
import io.meridian.backtest.result.PriceSeries;
import java.util.List;

/** A chart for each traded symbol with its fills on it. Without a script all are shown, with one a list chooses. */
final class PriceCharts {
    /** More marks than this hide each other and the price. */
    private static final int MOST_MARKS = 400;

    private PriceCharts() {}

    static Html of(BacktestResult result) {
        if (result.prices().isEmpty()) {
            return new Html().element("p class=none", "Nothing was traded.");
        }
        Html out = new Html().raw("<div class=chosen><label hidden>Symbol <select></select></label>");
        for (PriceSeries series : result.prices()) {
            String name = series.symbol() + " at " + series.venue();
            out.raw("<div class=choice data-name=\"").text(name).raw("\">").element("h3", name);
            out.raw(chart(name, series, result.trading().executions()));
            out.raw("</div>");
        }
        return out.raw("</div>");
    }

    private static Html chart(String name, PriceSeries series, List<Execution> all) {
        List<Execution> fills = all.stream()
                .filter(each ->
                        each.symbol().equals(series.symbol()) && each.venue().equals(series.venue()))
                .toList();
        List<Execution> drawn = fills.subList(0, Math.min(fills.size(), MOST_MARKS));
        LineChart chart = new LineChart("Price of " + name, LineChart.Unit.MONEY, 260)
                .line("Price", "one", series.timesNs(), series.prices());
        marks(chart, "buy", true, drawn);
        marks(chart, "sell", false, drawn);
        Html out = chart.draw();
        if (drawn.size() < fills.size()) {
            out.element(
                    "p class=note",
                    "The first " + MOST_MARKS + " of " + Words.count(fills.size()) + " fills are marked.");
        }
        return out;
    }

    private static void marks(LineChart chart, String style, boolean bought, List<Execution> fills) {
        List<Execution> of =
                fills.stream().filter(each -> each.isBuy() == bought).toList();
        if (!of.isEmpty()) {
            chart.marks(
                    style,
                    bought,
                    of.stream().mapToLong(Execution::timeNs).toArray(),
                    of.stream().mapToDouble(each -> each.price().toDouble()).toArray());
        }
    }
}
