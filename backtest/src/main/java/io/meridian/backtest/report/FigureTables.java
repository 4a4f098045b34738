package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.statistics.Figures;
import java.util.List;

/** The figures: a few large ones, and all in groups. */
final class FigureTables {
    private FigureTables() {}

    static Html tiles(BacktestResult result, Figures figures) {
        BacktestResult.Trading trading = result.trading();
        Html out = new Html().raw("<dl class=tiles>");
        tile(
                out,
                "Total return",
                Words.percent(figures.totalReturn()),
                Words.percent(figures.annualGrowth()) + " a year");
        tile(
                out,
                "Sharpe ratio",
                Words.ratio(figures.sharpe()),
                "standard error " + Words.ratio(figures.sharpeError()));
        tile(out, "Deepest drawdown", Words.percent(-figures.drawdown()), FigureWords.drawdownDates(result.drawdown()));
        tile(out, "Volatility", Words.percent(figures.volatility()), "a year");
        tile(out, "Round trips", Words.count(trading.tally().count()), Words.percent(figures.winRate()) + " won");
        tile(
                out,
                "Fees",
                Words.money(trading.fees()),
                Words.basisPoints(figures.feeBasisPoints()) + " of what was traded");
        return out.raw("</dl>");
    }

    private static void tile(Html out, String name, String value, String beside) {
        out.raw("<div>")
                .element("dt", name)
                .raw("<dd>")
                .element("strong", value)
                .element("small", beside)
                .raw("</dd></div>");
    }

    static Html groups(BacktestResult result, Figures figures) {
        Html out = new Html().raw("<div class=groups>");
        for (FigureWords.Group group : FigureWords.of(result, figures)) {
            out.raw("<table class=figures>").element("caption", group.name()).raw("<tbody>");
            for (List<String> line : group.lines()) {
                out.raw("<tr>")
                        .element("th scope=row", line.get(0))
                        .element("td class=n", line.get(1))
                        .raw("</tr>");
            }
            out.raw("</tbody></table>");
        }
        return out.raw("</div>");
    }
}
