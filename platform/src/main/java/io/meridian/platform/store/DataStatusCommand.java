package io.meridian.platform.store;

import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.Json;
import io.meridian.storage.StoredSeries;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian data status}. */
@Command(
        name = "status",
        description =
                "Shows what is stored: rows, and the first and last time, by kind and symbol; and how much of trading.")
final class DataStatusCommand implements Callable<Integer> {
    private static final String ROW = "%-6s %-10s %-16s %-6s %14s  %-24s  %-24s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        StoreLine line = store.line();
        Contents contents = line.contents();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(line, contents));
        } else {
            table(out, line, contents);
        }
        out.flush();
        return 0;
    }

    private static String json(StoreLine line, Contents contents) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("store", line.place());
        fields.put("rows", contents.rows());
        fields.put("bytes", contents.bytes());
        fields.put("instruments", contents.instruments());
        Map<String, Object> traded = new LinkedHashMap<>();
        contents.traded().forEach((table, rows) -> traded.put(table.label(), rows));
        fields.put("traded", traded);
        List<Object> all = new ArrayList<>();
        for (StoredSeries each : contents.series()) {
            Map<String, Object> series = new LinkedHashMap<>();
            series.put("kind", each.kind().name());
            series.put("venue", each.venue());
            series.put("symbol", each.symbol());
            series.put("imported", each.imported());
            series.put("rows", each.rows());
            series.put("first", time(each.firstNs()));
            series.put("last", time(each.lastNs()));
            all.add(series);
        }
        fields.put("series", all);
        return Json.of(fields);
    }

    private static void table(PrintWriter out, StoreLine line, Contents contents) {
        boolean isTraded = contents.traded().values().stream().anyMatch(rows -> rows > 0);
        if (contents.series().isEmpty() && !isTraded) {
            out.println("The store " + line.place() + " is empty.");
            return;
        }
        out.println(String.format(Locale.ROOT, ROW, "kind", "venue", "symbol", "from", "rows", "first", "last"));
        for (StoredSeries each : contents.series()) {
            out.println(String.format(
                    Locale.ROOT,
                    ROW,
                    each.kind().name().toLowerCase(Locale.ROOT),
                    each.venue(),
                    each.symbol(),
                    each.imported() ? "files" : "bus",
                    Figures.count(each.rows()),
                    time(each.firstNs()).truncatedTo(ChronoUnit.MILLIS),
                    time(each.lastNs()).truncatedTo(ChronoUnit.MILLIS)));
        }
        out.println();
        if (isTraded) {
            out.println("As it was told: "
                    + contents.traded().entrySet().stream()
                            .map(each -> Figures.count(each.getValue()) + " "
                                    + each.getKey().label())
                            .collect(Collectors.joining(", "))
                    + ". See 'meridian data show'.");
        }
        out.println(Figures.count(contents.rows()) + " rows and " + Figures.count(contents.instruments())
                + " instruments in " + Figures.bytes(contents.bytes()) + ": " + line.place());
    }

    private static Instant time(long ns) {
        return Instant.ofEpochSecond(0, ns);
    }
}
