package io.meridian.backtest.report;

import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.statistics.Figures;
import io.meridian.backtest.sweep.SweepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A result as it is kept beside others, to be listed and compared: as {@link JsonReport} has it, with what was run in full, and without single
 * trades and prices. What a list shows comes first, so that whoever lists many need not read the rest. Its fields are told in
 * docs/reference/backtest-report.md.
 */
public final class KeptReport {
    private KeptReport() {}

    /**
     * What a result does not know of its run.
     *
     * @param ended     when it ended, by the clock on the wall
     * @param portfolio that was looked at
     * @param plugins   all that ran, the first one first
     * @param sweep     whose best it is; null: it was run alone
     */
    public record Facts(Instant ended, String portfolio, List<Plugin> plugins, SweepResult sweep) {
        public Facts {
            plugins = List.copyOf(plugins);
        }
    }

    /** @param version empty when it has none */
    public record Plugin(String instance, String id, String version) {}

    public static String of(Facts facts, BacktestResult result) {
        Figures figures = Figures.of(result);
        List<String> cautions = new ArrayList<>(Cautions.of(result, figures));
        return new JsonWriter()
                .object(json -> {
                    json.field("ended", facts.ended().toString());
                    json.field("portfolio", facts.portfolio());
                    json.name("plugins")
                            .array(items -> facts.plugins()
                                    .forEach(each -> items.object(item -> item.field("instance", each.instance())
                                            .field("id", each.id())
                                            .field("version", each.version()))));
                    if (facts.sweep() != null) {
                        sweep(json, facts.sweep());
                        cautions.addAll(SweepWords.luck(facts.sweep()));
                    }
                    JsonReport.run(json, result);
                    JsonReport.figures(json, figures);
                    JsonReport.orders(json, result.orders());
                    JsonReport.trading(json, result.trading());
                    json.name("cautions").array(items -> cautions.forEach(items::text));
                    JsonReport.positions(json, result);
                    JsonReport.equity(json, result.equity());
                })
                .toString();
    }

    private static void sweep(JsonWriter json, SweepResult sweep) {
        json.name("sweep").object(out -> {
            out.field("tried", (long) sweep.tried());
            out.field("rank_by", sweep.rankBy().field());
            out.name("axes")
                    .object(axes -> sweep.axes()
                            .forEach((name, values) -> axes.name(name).array(items -> values.forEach(items::text))));
        });
    }
}
