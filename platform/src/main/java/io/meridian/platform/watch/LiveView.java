package io.meridian.platform.watch;

import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Shades;
import io.meridian.platform.cli.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures in place on a terminal. Each frame is one write over the one before, line by line, so nothing flickers and
 * what stood above stays readable.
 */
final class LiveView implements View {
    private static final int ASK_TERMINAL_EVERY = 5;
    private static final String BEGIN = "\033[?2026h";
    private static final String END = "\033[?2026l";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";
    private static final String QUIET = "\033[?25l\033[?7l";
    /** Shows the cursor and wraps long lines again. */
    private static final String RESTORE = "\033[?25h\033[?7h";

    private final PrintStream out;
    private final String footer;
    private final Shades shades;
    private Terminal terminal;
    private int frames;
    private int height;

    LiveView(PrintStream out, Terminal terminal, String footer) {
        this.out = out;
        this.terminal = terminal;
        this.footer = footer;
        shades = new Shades(terminal.likesColours());
        out.print(QUIET);
        out.flush();
    }

    @Override
    public void show(Snapshot snapshot) {
        if (++frames % ASK_TERMINAL_EVERY == 0) {
            Terminal now = Terminal.ask();
            terminal = now.exists() ? now : terminal;
        }
        List<String> lines = frame(snapshot, shades, terminal.rows() - 1, footer);
        StringBuilder text = new StringBuilder(2048).append(BEGIN);
        if (height > 0) {
            text.append("\033[").append(height).append("A\r");
        }
        for (String line : lines) {
            text.append(line).append(REST_OF_LINE).append('\n');
        }
        text.append(REST_OF_SCREEN).append(END);
        height = lines.size();
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {
        out.print(RESTORE);
        out.flush();
    }

    /** The lines of one frame, at most {@code rows}. */
    static List<String> frame(Snapshot snapshot, Shades shades, int rows, String footer) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  " + shades.bold("Meridian") + shades.dim("  engine ") + snapshot.engine()
                + shades.dim("  deployment ") + snapshot.deployment() + shades.dim("  watching ") + snapshot.pattern());
        lines.add("  " + state(snapshot, shades));
        lines.add("");
        Snapshot.Traffic main = snapshot.main();
        lines.add(row(
                shades,
                "rate",
                cells(
                        Figures.count(main.rate()),
                        "messages/s",
                        Figures.bytes(main.byteRate()),
                        "a second",
                        Figures.count(snapshot.topics()),
                        "topics")));
        lines.add(latency(shades, "latency", main));
        lines.add(totals(shades, main));
        if (snapshot.durable() != null) {
            lines.add("");
            lines.add(row(
                    shades, "targets", cells(Figures.count(snapshot.durable().rate()), "messages/s")));
            lines.add(latency(shades, "latency", snapshot.durable()));
            lines.add(totals(shades, snapshot.durable()));
        }
        if (snapshot.stored() != null) {
            lines.add("");
            lines.add(row(
                    shades,
                    "stored",
                    cells(
                            Figures.count(snapshot.stored().rows()),
                            "rows",
                            Figures.bytes(snapshot.stored().bytes()),
                            "on disk")));
        }
        plugins(lines, snapshot, shades);
        trading(lines, snapshot.trading(), shades);
        if (!snapshot.prices().isEmpty()) {
            lines.add("");
            lines.add(shades.dim(String.format("  %-14s%14s%14s%14s", "prices", "bid", "ask", "spread")));
            for (Snapshot.Price price : snapshot.prices()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-14s%,14.2f%,14.2f%14.2f",
                        price.instrument(),
                        price.bid(),
                        price.ask(),
                        price.ask() - price.bid()));
            }
        }
        if (!snapshot.targets().isEmpty()) {
            lines.add("");
            lines.add(shades.dim(String.format("  %-14s%14s", "targets", "hold")));
            for (Snapshot.Target target : snapshot.targets()) {
                lines.add(String.format(Locale.ROOT, "  %-14s%,14.0f", target.holding(), target.quantity()));
            }
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.clamp(rows - 2L, 1, lines.size())));
        shown.add("");
        shown.add("  " + shades.dim(footer));
        return shown;
    }

    private static void trading(List<String> lines, Snapshot.Trading trading, Shades shades) {
        if (trading == null || trading.orders() == 0 && trading.books().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(row(
                shades,
                "trading",
                cells(
                        Figures.count(trading.orders()),
                        "orders",
                        Figures.count(trading.fills()),
                        "fills",
                        Figures.count(trading.refused()),
                        "refused")));
        for (Snapshot.Book book : trading.books()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s%,16.2f %s worth%,16.2f cash%,16.2f exposure",
                    book.portfolio(),
                    book.value(),
                    book.currency(),
                    book.cash(),
                    book.exposure()));
        }
        for (Snapshot.Holding holding : trading.holdings()) {
            String gain = String.format(Locale.ROOT, "%,14.2f", holding.gain());
            lines.add(String.format(
                            Locale.ROOT,
                            "  %-14s%,10.0f at%,10.2f, now%,10.2f, gain",
                            holding.portfolio() + " " + holding.symbol(),
                            holding.quantity(),
                            holding.averagePrice(),
                            holding.price())
                    + (holding.gain() < 0 ? shades.bad(gain) : shades.good(gain)));
        }
    }

    private static void plugins(List<String> lines, Snapshot snapshot, Shades shades) {
        if (snapshot.plugins().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(shades.dim(String.format(
                "  %-14s%-12s%12s%12s%12s%12s", "plugins", "sidecar", "out/s", "in/s", "denied", "heard")));
        for (Snapshot.Plugin plugin : snapshot.plugins()) {
            String state = String.format("%-12s", plugin.state());
            String denied = String.format("%12s", Figures.count(plugin.denied()));
            lines.add(String.format("  %-14s", plugin.instance())
                    + (plugin.state().equals("READY") ? shades.good(state) : shades.bad(state))
                    + String.format(
                            "%12s%12s", Figures.count(plugin.publishedRate()), Figures.count(plugin.deliveredRate()))
                    + (plugin.denied() > 0 ? shades.bad(denied) : denied)
                    + String.format("%9d ms", plugin.heartbeatMs()));
        }
    }

    private static String state(Snapshot snapshot, Shades shades) {
        String time = shades.dim("  " + Figures.clock(snapshot.second()));
        if (!snapshot.connected()) {
            String why =
                    snapshot.problem() == null ? "" : "  " + snapshot.problem().replaceAll("\\s*\\R\\s*", " ");
            return shades.bad("not connected") + time + why;
        }
        return (snapshot.main().received() == 0 ? shades.waiting("waiting for messages") : shades.good("connected"))
                + time;
    }

    private static String latency(Shades shades, String label, Snapshot.Traffic traffic) {
        Snapshot.Latency latency = traffic.latency();
        return row(
                shades,
                label,
                cells(
                        Figures.measured(latency.p50()),
                        "p50",
                        Figures.measured(latency.p99()),
                        "p99",
                        Figures.measured(latency.p999()),
                        "p99.9",
                        Figures.measured(latency.max()),
                        "max"));
    }

    private static String totals(Shades shades, Snapshot.Traffic traffic) {
        String lost = cells(Figures.count(traffic.lost()), "lost");
        return row(
                shades,
                "so far",
                cells(Figures.count(traffic.received()), "received")
                        + (traffic.lost() > 0 ? shades.bad(lost) : lost)
                        + cells(Figures.count(traffic.duplicates()), "duplicates"));
    }

    private static String row(Shades shades, String label, String cells) {
        return "  " + shades.dim(String.format("%-8s", label)) + cells;
    }

    /** Each figure right-aligned, its unit left-aligned beside it. */
    private static String cells(String... figuresAndUnits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < figuresAndUnits.length; i += 2) {
            text.append(String.format("%11s %-11s", figuresAndUnits[i], figuresAndUnits[i + 1]));
        }
        return text.toString();
    }
}
