package io.meridian.platform.store;

import io.meridian.bus.setting.SettingType;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.TimeOption;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian data show}. */
@Command(
        name = "show",
        description = {
            "Shows what is stored of trading: orders (each of their events), fills, positions, cash, or values; of"
                + " what led to it: insights and targets; of the plugins beside their sidecars: telemetry, and latency"
                + " (how long messages took to them); what instruments were called and how they were traded, and the"
                + " calendars of venues (on which days nothing settles); and of the market: quotes, trades, bars made"
                + " of what is stored, or movers (how far prices went). The latest last, of movers the furthest first."
                + " With --as-of how each stood at a time: each order, what each portfolio held of each instrument and"
                + " currency, what it was worth, each model's last insight, each sidecar, each instrument's last quote"
                + " or trade."
        },
        footer = {
            "",
            "  meridian data show positions --as-of now",
            "  meridian data show positions --portfolio hello --as-of 2026-01-31T14:30:00Z",
            "  meridian data show orders --order my-alpha.1fplb7a.2 --json",
            "  meridian data show telemetry --as-of now",
            "  meridian data show latency --instance momentum --resolution 1h --from 2026-01-31",
            "  meridian data show instruments --symbol AAPL --as-of 2026-01-31",
            "  meridian data show quotes --as-of 2026-01-31T14:30:00Z",
            "  meridian data show bars --symbols AAPL --resolution 5m --from 2026-01-31 --last 0",
            "  meridian data show movers --from 2026-01-31 --last 10"
        })
final class DataShowCommand implements Callable<Integer> {
    private static final String NOW = "now";
    private static final String RESOLUTION = "1m";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            description = "One of: orders, fills, positions, cash, values, insights, targets, telemetry, latency,"
                    + " instruments, calendars, quotes, trades, bars, movers.")
    private Shown what;

    @Option(names = "--portfolio", paramLabel = "NAME", description = "Only of this portfolio.")
    private String portfolio;

    @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Only of this symbol.")
    private String symbol;

    @Option(
            names = "--symbols",
            paramLabel = "SYMBOL",
            split = ",",
            description = "Of market data: only of these, as in AAPL,MSFT.")
    private Set<String> symbols = new LinkedHashSet<>();

    @Option(names = "--order", paramLabel = "ID", description = "Only of this order.")
    private String order;

    @Option(names = "--model", paramLabel = "NAME", description = "Only of this model.")
    private String model;

    @Option(names = "--instance", paramLabel = "NAME", description = "Only of this plugin's instance.")
    private String instance;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "How things stood then: 2026-01-31T14:30:00Z, a date (its end, in UTC), or now.")
    private String asOf;

    @Option(names = "--from", paramLabel = "TIME", description = "What was told at this time or later.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "What was told before this time; a date is its end.")
    private String to;

    @Option(
            names = "--resolution",
            paramLabel = "TIME",
            description = "How long bars are: 1s, 5m, 1h, 1d. Default: " + RESOLUTION
                    + ". Of latency: puts those of so long a time together.")
    private String resolution;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "At most so many, the latest, or movers; 0: all. Default: ${DEFAULT-VALUE}.")
    private int last = 20;

    @Option(names = "--json", description = "One JSON object a row, with all that is stored of it.")
    private boolean json;

    @Override
    public Integer call() {
        check();
        PrintWriter out = spec.commandLine().getOut();
        if (what.table() == null) {
            showMarket(out);
        } else {
            showTrading(out);
        }
        out.flush();
        return 0;
    }

    private void check() {
        if (last < 0) {
            throw CommandException.wrongUse("--last=" + last + " must not be below 0.");
        }
        if (asOf != null && (from != null || to != null)) {
            throw CommandException.wrongUse("--as-of is one time, and --from and --to are two. Say one or the other.");
        }
        boolean market = what.table() == null;
        refuse("--portfolio", portfolio, RowFilter.fits(what, "portfolio"));
        refuse("--symbol", symbol, RowFilter.fits(what, "symbol"));
        refuse("--order", order, RowFilter.fits(what, "order"));
        refuse("--model", model, RowFilter.fits(what, "model"));
        refuse("--instance", instance, RowFilter.fits(what, "instance"));
        refuse("--resolution", resolution, what == Shown.BARS || what == Shown.LATENCY);
        if (!symbols.isEmpty() && !market) {
            throw CommandException.wrongUse("--symbols is for quotes, trades, bars and movers. Of " + what.label()
                    + " name one symbol with --symbol, or none.");
        }
        if (asOf != null && (what == Shown.BARS || what == Shown.MOVERS || resolution != null)) {
            throw CommandException.wrongUse(
                    "--as-of is one time, and " + what.label() + " are of a span of time. Say --from and --to.");
        }
    }

    private void refuse(String option, String value, boolean has) {
        if (value != null && !has) {
            throw CommandException.wrongUse(option + "=" + value + ": " + what.label() + " have none. Leave it out.");
        }
    }

    private int most() {
        return last == 0 || asOf != null ? Integer.MAX_VALUE : last;
    }

    private boolean none(PrintWriter out, List<?> rows) {
        if (!rows.isEmpty() || json) {
            return false;
        }
        out.println("None is stored" + (asOf == null && from == null && to == null ? "." : " of that time."));
        return true;
    }

    private void showTrading(PrintWriter out) {
        boolean latest = asOf != null;
        boolean together = what == Shown.LATENCY && resolution != null;
        List<TradingRow> found = store.line().trading(tradingQuery(), latest, together ? Integer.MAX_VALUE : most());
        List<TradingRow> rows = latest ? found : found.reversed();
        if (together) {
            List<TradingRow> periods = LatencyPeriods.of(rows, periodNs());
            rows = periods.subList(Math.max(0, periods.size() - most()), periods.size());
        }
        TradingShown shown = new TradingShown(what.table());
        if (json) {
            shown.json(out, rows);
        } else if (!none(out, rows)) {
            shown.table(out, rows);
        }
    }

    private TradingQuery tradingQuery() {
        TimeOption.Range times = TimeOption.range(from, to, ZoneOffset.UTC);
        Map<String, String> only = new LinkedHashMap<>();
        only.put("portfolio", portfolio);
        only.put("symbol", symbol);
        only.put("order", order);
        only.put("model", model);
        only.put("instance", instance);
        TradingQuery query = RowFilter.query(what, only, times);
        return asOf == null || asOf.equals(NOW)
                ? query
                : query.until(TimeOption.asOfNs("--as-of", asOf, ZoneOffset.UTC));
    }

    private void showMarket(PrintWriter out) {
        MarketOrder.Question question = what.question(asOf != null);
        long periodNs = what == Shown.BARS ? periodNs() : 0;
        List<List<String>> found = store.line().market(MarketOrder.of(question, selection(), periodNs), most());
        List<List<String>> lines = asOf != null || what == Shown.MOVERS ? found : found.reversed();
        MarketShown shown = new MarketShown(question);
        if (json) {
            shown.json(out, lines);
        } else if (!none(out, lines)) {
            shown.table(out, lines);
        }
    }

    private Selection selection() {
        TimeOption.Range times = TimeOption.range(from, to, ZoneOffset.UTC);
        long toNs = asOf == null || asOf.equals(NOW)
                ? times.toNs()
                : Math.addExact(TimeOption.asOfNs("--as-of", asOf, ZoneOffset.UTC), 1);
        Set<String> wanted = new LinkedHashSet<>(symbols);
        if (symbol != null) {
            wanted.add(symbol);
        }
        return Selection.all().between(times.fromNs(), toNs).of(wanted);
    }

    private long periodNs() {
        String text = resolution == null ? RESOLUTION : resolution;
        try {
            Duration period = SettingType.duration().parser().apply(text);
            if (period.isZero()) {
                throw new IllegalArgumentException("must be above 0");
            }
            return period.toNanos();
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse("--resolution=" + text + " " + wrong.getMessage() + ".");
        }
    }
}
