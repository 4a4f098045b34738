package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.TimeOption;
import io.meridian.storage.StoreExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian data export}. */
@Command(
        name = "export",
        description =
                "Writes what is stored to a folder, as Parquet files and a CSV file of the instruments: what 'meridian"
                        + " backtest --data DIR' and the plugin dgm-replay read.")
final class DataExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Parameters(index = "0", paramLabel = "DIR", description = "A new or empty folder.")
    private Path folder;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The earliest: 2026-01-31 or 2026-01-31T14:30:00Z. Dates are in UTC.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Ends before this time; a date is its end.")
    private String to;

    @Option(
            names = "--symbols",
            paramLabel = "SYMBOL",
            split = ",",
            description = "Only these, as in AAPL,MSFT. Default: all.")
    private Set<String> symbols = new LinkedHashSet<>();

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            converter = DataKindOption.class,
            description = "Only these of: quotes, trades, bars.")
    private Set<DataKind> kinds = EnumSet.allOf(DataKind.class);

    @Option(names = "--force", description = "Replaces the files of an earlier export; leaves others alone.")
    private boolean force;

    @Override
    public Integer call() {
        TimeOption.Range times = TimeOption.range(from, to, ZoneOffset.UTC);
        Path place = folder.toAbsolutePath().normalize();
        StoreExport.Written written = store.line()
                .export(
                        new ExportOrder(place, new Selection(times.fromNs(), times.toNs(), symbols, kinds), force),
                        true);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Exported to " + place + ": "
                + written.rows().entrySet().stream()
                        .map(each -> Figures.count(each.getValue()) + " "
                                + each.getKey().name().toLowerCase(Locale.ROOT) + "s")
                        .collect(Collectors.joining(", "))
                + ", " + Figures.count(written.instruments()) + " instruments.");
        out.flush();
        return 0;
    }
}
