package io.meridian.platform.watch;

import io.meridian.platform.cli.Figures;
import java.io.PrintStream;
import java.util.Locale;

/** A plain line a second, for logs and pipes. */
final class LineView implements View {
    private final PrintStream out;

    LineView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(Snapshot snapshot) {
        out.println(line(snapshot));
    }

    static String line(Snapshot snapshot) {
        Snapshot.Traffic main = snapshot.main();
        Snapshot.Latency latency = main.latency();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %-6s %8s msg/s %8s/s  p50 %8s  p99 %8s  p99.9 %8s  max %8s  lost %d  dup %d  topics %d",
                Figures.clock(snapshot.second()),
                snapshot.engine(),
                Figures.count(main.rate()),
                Figures.bytes(main.byteRate()),
                Figures.measured(latency.p50()),
                Figures.measured(latency.p99()),
                Figures.measured(latency.p999()),
                Figures.measured(latency.max()),
                main.lost(),
                main.duplicates(),
                snapshot.topics()));
        if (snapshot.durable() != null) {
            line.append("  targets ").append(Figures.count(snapshot.durable().received()));
        }
        if (snapshot.trading() != null) {
            line.append("  orders ").append(Figures.count(snapshot.trading().orders()));
            line.append("  fills ").append(Figures.count(snapshot.trading().fills()));
        }
        for (Snapshot.Plugin plugin : snapshot.plugins()) {
            line.append(String.format(
                    Locale.ROOT,
                    "  %s %s %s/s out %s/s in",
                    plugin.instance(),
                    plugin.state(),
                    Figures.count(plugin.publishedRate()),
                    Figures.count(plugin.deliveredRate())));
        }
        if (!snapshot.connected()) {
            line.append("  NOT CONNECTED");
            if (snapshot.problem() != null) {
                line.append(": ").append(snapshot.problem());
            }
        }
        return line.toString();
    }
}
