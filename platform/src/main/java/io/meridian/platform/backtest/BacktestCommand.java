package io.meridian.platform.backtest;

import io.meridian.backtest.engine.Backtest;
import io.meridian.backtest.engine.BacktestPlan;
import io.meridian.backtest.engine.PluginFailedException;
import io.meridian.backtest.engine.Tape;
import io.meridian.backtest.report.HtmlReport;
import io.meridian.backtest.report.JsonReport;
import io.meridian.backtest.report.KeptReport;
import io.meridian.backtest.report.SweepPage;
import io.meridian.backtest.report.SweepText;
import io.meridian.backtest.report.TextReport;
import io.meridian.backtest.result.BacktestResult;
import io.meridian.backtest.result.RunFacts;
import io.meridian.backtest.run.Lookahead;
import io.meridian.backtest.run.ResultRecorder;
import io.meridian.backtest.run.WarmUp;
import io.meridian.backtest.sweep.Grid;
import io.meridian.backtest.sweep.RankBy;
import io.meridian.backtest.sweep.Sweep;
import io.meridian.backtest.sweep.SweepResult;
import io.meridian.bus.setting.Settings;
import io.meridian.marketfiles.MarketDataException;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Installation;
import io.meridian.platform.cli.Json;
import io.meridian.platform.settings.BacktestSettings;
import io.meridian.plugin.contract.value.Decimal;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian backtest}. */
@Command(
        name = "backtest",
        description = {
            "Runs plugins on past data: the same classes as on paper and live, against the kernel, the order manager,"
                + " the router and a paper venue, in one process and under a clock of its own. Twice the same is twice"
                + " the same result, to the byte.",
            "Writes a report as one HTML file, and the figures to the terminal. A run that has ended is kept for the"
                    + " page Backtests of 'meridian ui'; of a sweep its best run is."
        },
        footer = {
            "",
            "  meridian backtest examples/hello-strategy",
            "  meridian backtest my-alpha --data bars.csv --from 2025-01-01 --to 2025-12-31",
            "  meridian backtest my-alpha --data store --symbols AAPL",
            "  meridian backtest my-alpha --data bars.csv --setting lookback=50 --setting venue.takerFee=0.0005",
            "  meridian backtest plugins/optimizer-equal-weight plugins/signal-momentum --data bars.csv"
        })
public final class BacktestCommand implements Callable<Integer> {
    private static final String SECRET = "***";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Parameters(
            index = "0..*",
            paramLabel = "DIR",
            description = "The folders of the plugins; the first one's portfolio is the one that is looked at (default:"
                    + " here).")
    private List<Path> directories = List.of(Path.of(""));

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "A setting of the first plugin; INSTANCE.NAME=VALUE of another, or of the venue, router,"
                    + " compliance or book. May be repeated.")
    private Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = "--portfolio",
            paramLabel = "NAME",
            description = "The portfolio that gets the cash and is looked at. Default: the id of the first plugin.")
    private String portfolio;

    @Option(names = "--cash", paramLabel = "AMOUNT", description = "What it begins with. Default: ${DEFAULT-VALUE}.")
    private BigDecimal cash = new BigDecimal(1_000_000);

    @Option(names = "--currency", paramLabel = "CODE", description = "Of the cash. Default: ${DEFAULT-VALUE}.")
    private String currency = "USD";

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "Of all that is left to chance: the made-up market, and the venue. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the page goes. Default: target/backtest.html in the first folder.")
    private Path report;

    @Option(
            names = "--keep-in",
            paramLabel = "DIR",
            description = "The folder of runs where this one is kept. Default: setting backtest.dir, else that of the"
                    + " stack --name. The setting backtest.keep says how many are kept there.")
    private Path keepIn;

    @Option(
            names = "--sweep",
            paramLabel = "NAME=VALUES",
            description = "Runs it with each of many values of a setting: NAME=a,b,c or NAME=from..to:step. May be"
                    + " repeated: each value of one with each of the others, on all cores.")
    private List<String> sweep = List.of();

    @Option(
            names = "--rank-by",
            paramLabel = "FIGURE",
            description = "What a sweep is ranked by, as named in its JSON. Default: ${DEFAULT-VALUE}.")
    private String rankBy = "sharpe";

    @Option(
            names = "--check-lookahead",
            description =
                    "Runs it again and again with other prices from some time on, and fails when it decides anything"
                            + " else before that time.")
    private boolean checkLookahead;

    @Option(
            names = "--check-warmup",
            description = "Runs it again with more of the past than it asks for when it starts, and fails when it then"
                    + " decides anything else. Needs data before --from.")
    private boolean checkWarmUp;

    @Option(
            names = "--json",
            description = "The result as one JSON object on standard output; of a sweep one on each line.")
    private boolean json;

    @Option(names = "--verbose", description = "Show what plugins log, not only their warnings.")
    private boolean verbose;

    @Override
    public Integer call() {
        if (cash.signum() <= 0) {
            throw CommandException.wrongUse("--cash=" + cash + " must be above 0.");
        }
        try (data;
                Pieces pieces = Pieces.open(Installation.home(), directories)) {
            Map<String, String> settings = pieces.settings(given);
            if (checkLookahead) {
                Lookahead.Finding finding = Lookahead.check(plan(pieces, settings), seed);
                return checked(finding.isFound(), finding.fields(), finding.text());
            }
            if (checkWarmUp) {
                WarmUp.Finding finding = WarmUp.check(plan(pieces, settings));
                return checked(finding.isTooShort(), finding.fields(), finding.text());
            }
            KeptRuns kept = kept();
            return sweep.isEmpty() ? runOnce(pieces, settings, kept) : runAll(pieces, settings, kept);
        } catch (PluginFailedException | MarketDataException | IllegalArgumentException wrong) {
            throw CommandException.failed(wrong.getMessage());
        }
    }

    /** Asked for before anything runs: what is wrong with it is not to be told after hours. Null when no run is kept. */
    private KeptRuns kept() {
        Settings given = new BusOptions().read();
        int most = given.get(BacktestSettings.KEEP);
        return most == 0
                ? null
                : new KeptRuns(
                        keepIn != null
                                ? keepIn
                                : given.find(BacktestSettings.DIR).orElseGet(data::kept),
                        most);
    }

    private int runOnce(Pieces pieces, Map<String, String> settings, KeptRuns kept) {
        BacktestPlan plan = plan(pieces, settings);
        Progress progress = new Progress(
                facts(pieces, settings, plan),
                verbose,
                data.toNs(),
                spec.commandLine().getErr());
        BacktestResult result;
        try {
            result = progress.result(Backtest.run(plan, progress));
        } finally {
            progress.end();
        }
        tell(HtmlReport.of(result), json ? JsonReport.of(result) : TextReport.of(result));
        if (kept != null) {
            keep(kept, pieces, null, result);
        }
        return 0;
    }

    private int runAll(Pieces pieces, Map<String, String> settings, KeptRuns kept) {
        SweepProgress progress = new SweepProgress(spec.commandLine().getErr());
        SweepResult result;
        try {
            result = Sweep.run(
                    Grid.parse(sweep),
                    Runtime.getRuntime().availableProcessors(),
                    RankBy.of(rankBy),
                    swept -> runOne(pieces, settings, swept),
                    progress);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("The sweep was interrupted.");
        } finally {
            progress.end();
        }
        tell(SweepPage.of(result), json ? SweepText.jsonLines(result) : SweepText.table(result));
        if (result.ranked().isEmpty()) {
            return 1;
        }
        if (kept != null) {
            // A sweep has the figures of its runs alone; the same run once more is the same to the byte.
            keep(
                    kept,
                    pieces,
                    result,
                    runOne(pieces, settings, result.ranked().getFirst().settings()));
        }
        return 0;
    }

    private BacktestResult runOne(Pieces pieces, Map<String, String> settings, Map<String, String> swept) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(pieces.settings(swept));
        BacktestPlan plan = plan(pieces, all);
        ResultRecorder run = new ResultRecorder(facts(pieces, all, plan));
        return run.result(Backtest.run(plan, run));
    }

    private void keep(KeptRuns kept, Pieces pieces, SweepResult of, BacktestResult result) {
        Instant ended = Instant.now();
        KeptReport.Facts facts = new KeptReport.Facts(ended, portfolio(pieces), pieces.plugins(), of);
        String name;
        try {
            name = kept.keep(ended, KeptReport.of(facts, result));
        } catch (IOException failed) {
            throw CommandException.failed("The run has ended, and is not kept: " + failed + ". Name another folder with"
                    + " --keep-in, or keep none: BACKTEST_KEEP=0.");
        }
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println((of == null ? "Kept as " : "The best is kept as ") + name + ", for the page Backtests.");
            out.flush();
        }
    }

    private int checked(boolean isFaulty, Map<String, Object> fields, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.of(fields) : text);
        out.flush();
        return isFaulty ? 1 : 0;
    }

    private void tell(String html, String text) {
        Path page = write(html);
        PrintWriter out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
        if (!json) {
            out.println();
            out.println("The report: " + page.toUri());
        }
        out.flush();
    }

    private BacktestPlan plan(Pieces pieces, Map<String, String> settings) {
        Tape tape = data.tape(currency, seed);
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putIfAbsent("venue.seed", Long.toString(seed));
        return new BacktestPlan(
                name -> pieces.venue(name, all),
                pieces.way(all),
                pieces.strategies(all),
                tape,
                data.fromNs(),
                data.toNs(),
                data.zone(),
                portfolio(pieces),
                cash,
                currency,
                data.quoteSpread(pieces.readsQuotes()));
    }

    private String portfolio(Pieces pieces) {
        return portfolio == null ? pieces.first().id() : portfolio;
    }

    private RunFacts facts(Pieces pieces, Map<String, String> settings, BacktestPlan plan) {
        String quotes = Double.isNaN(plan.quoteSpread())
                ? ""
                : "; a quote is made of each bar, " + plan.quoteSpread() + " basis points wide";
        String command = "meridian "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
        Map<String, String> shown = new LinkedHashMap<>(settings);
        for (String name : settings.keySet()) {
            if (pieces.isSecret(name)) {
                command = command.replace(name + "=" + settings.get(name), name + "=" + SECRET);
                shown.put(name, SECRET);
            }
        }
        return new RunFacts(
                pieces.first().id(),
                pieces.firstClass(),
                pieces.first().version(),
                shown,
                plan.tape().description() + quotes,
                seed,
                command,
                currency,
                Decimal.of(cash));
    }

    private Path write(String html) {
        Path page = (report != null ? report : directories.getFirst().resolve("target/backtest.html"))
                .toAbsolutePath()
                .normalize();
        try {
            Files.createDirectories(page.getParent());
            return Files.writeString(page, html);
        } catch (IOException failed) {
            throw CommandException.failed("The report cannot be written to " + page + ": " + failed.getMessage()
                    + ". Name another file with --report.");
        }
    }
}
