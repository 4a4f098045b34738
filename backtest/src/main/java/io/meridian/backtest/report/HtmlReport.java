package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.EquitySeries;
import io.meridian.backtest.result.OpenPosition;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.statistics.Drawdown;
import io.meridian.backtest.statistics.EquityCurve;
import io.meridian.backtest.statistics.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A result as a page in one file, which fetches nothing. All of it but sorting and reading off charts works without a script. */
public final class HtmlReport {
    private final BacktestResult result;
    private final RunFacts facts;
    private final Figures figures;
    private final Html out = new Html();

    private HtmlReport(BacktestResult result) {
        this.result = result;
        this.facts = result.facts();
        this.figures = Figures.of(result);
    }

    public static String of(BacktestResult result) {
        return new HtmlReport(result).page();
    }

    private String page() {
        header();
        out.raw("<section aria-label=Headlines>")
                .raw(FigureTables.tiles(result, figures))
                .raw("</section>");
        cautions();
        value();
        section("Month by month", MonthlyTable.of(Figures.curve(result.equity())));
        section("All figures", FigureTables.groups(result, figures));
        section("Trades on price", PriceCharts.of(result));
        orders();
        positions();
        section("Round trips", TradeTables.roundTrips(result.trading()));
        section("Fills", TradeTables.fills(result.trading()));
        out.raw("<footer><p>All times are UTC. A day ends at midnight UTC. Amounts are in ")
                .text(facts.currency())
                .raw(". Ratios are of daily returns over a risk-free rate of zero; n/a: not defined. How each"
                        + " figure is computed: docs/reference/backtest-report.md.</p></footer>");
        return Page.of(facts.strategyId() + ": backtest", out);
    }

    private void section(String heading, Html content) {
        out.raw("<section>").element("h2", heading).raw(content).raw("</section>");
    }

    private void header() {
        out.raw("<header>").element("p class=kind", "Backtest").element("h1", facts.strategyId());
        out.raw("<dl class=facts>");
        fact(
                "Strategy",
                facts.strategyClass()
                        + (facts.strategyVersion().isEmpty() ? "" : ", version " + facts.strategyVersion()));
        fact("Data", facts.data());
        fact(
                "Period",
                Words.time(result.beginNs()) + " to " + Words.time(result.endNs()) + " UTC ("
                        + Words.duration(result.endNs() - result.beginNs()) + ")");
        fact("Opening cash", Words.money(facts.openingCash().toBigDecimal()) + " " + facts.currency());
        fact("Seed", Long.toString(facts.seed()));
        fact(
                "Played",
                Words.count(result.events()) + " events, " + Words.count(result.bars()) + " of them bars, in "
                        + Words.duration(result.wallNs()));
        out.raw("</dl>");
        if (!facts.settings().isEmpty()) {
            out.raw("<details open><summary>Settings (" + facts.settings().size() + ")</summary><dl class=settings>");
            for (Map.Entry<String, String> setting : facts.settings().entrySet()) {
                fact(setting.getKey(), setting.getValue());
            }
            out.raw("</dl></details>");
        }
        if (!facts.command().isEmpty()) {
            out.raw("<p class=again>To run it again: ")
                    .element("code", facts.command())
                    .raw("</p>");
        }
        out.raw("</header>");
    }

    private void fact(String name, String value) {
        out.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }

    private void cautions() {
        List<String> cautions = Cautions.of(result, figures);
        if (cautions.isEmpty()) {
            return;
        }
        out.raw("<section class=cautions>").element("h2", "Read with care").raw("<ul>");
        cautions.forEach(caution -> out.element("li", caution));
        out.raw("</ul></section>");
    }

    private void value() {
        EquitySeries equity = result.equity();
        EquityCurve curve = Figures.curve(equity);
        Html charts = new Html();
        charts.element("h3", "Net asset value, " + facts.currency());
        charts.raw(new LineChart("Net asset value", LineChart.Unit.MONEY, 260)
                .line("Net asset value", "one", equity.timesNs(), equity.netAssetValue())
                .draw());
        charts.element("h3", "Drawdown from the peak");
        if (curve.value(0) > 0) {
            double[] depths =
                    Arrays.stream(Drawdown.depths(curve)).map(depth -> -depth).toArray();
            charts.raw(new LineChart("Drawdown", LineChart.Unit.PERCENT, 130)
                    .line("Drawdown", "two", equity.timesNs(), depths)
                    .filled()
                    .draw());
        } else {
            charts.element("p class=none", "A drawdown is a share of a peak; the run began with nothing.");
        }
        charts.element("h3", "Exposure, " + facts.currency());
        charts.raw(new LineChart("Exposure", LineChart.Unit.MONEY, 130)
                .line("Gross", "one", equity.timesNs(), equity.gross())
                .line("Net", "two", equity.timesNs(), equity.net())
                .include(0)
                .draw());
        section("What it was worth", charts);
    }

    private void orders() {
        BacktestResult.Orders orders = result.orders();
        Html text = new Html()
                .element(
                        "p",
                        Words.count(orders.sent()) + " sent, " + Words.count(orders.refused()) + " refused, "
                                + Words.count(orders.cancelled()) + " cancelled, "
                                + Words.count(result.trading().fills())
                                + " fills.");
        if (!orders.refusals().isEmpty()) {
            Table table = new Table(
                    "Refused orders by reason", true, List.of("#Orders", "Reason", "The first", "What was said of it"));
            for (BacktestResult.Refusal refusal : orders.refusals()) {
                table.row(
                        Words.count(refusal.count()),
                        refusal.code(),
                        Words.time(refusal.firstNs()),
                        refusal.sentence());
            }
            text.raw(table.end());
        }
        section("Orders", text);
    }

    private void positions() {
        if (result.positions().isEmpty()) {
            section("Positions at the end", new Html().element("p class=none", "None: everything was closed."));
            return;
        }
        Table table = new Table(
                "Still held at the end",
                true,
                List.of("Venue", "Symbol", "#Quantity", "#Average price", "#Price", "#Unrealised"));
        for (OpenPosition position : result.positions()) {
            table.row(
                    position.venue(),
                    position.symbol(),
                    Words.exact(position.quantity()),
                    Words.exact(position.averagePrice()),
                    Words.exact(position.price()),
                    Words.money(position.unrealised()));
        }
        section("Positions at the end", table.end());
    }
}
