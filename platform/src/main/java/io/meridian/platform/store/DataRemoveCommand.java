package io.meridian.platform.store;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Figures;
import io.meridian.platform.cli.TimeOption;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code meridian data remove}. */
@Command(
        name = "remove",
        description =
                "Removes market data that was imported, for good. What came over the bus is removed by itself (setting"
                        + " storage.keep), and what was traded never. Look first what it would be: --dry-run.")
final class DataRemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreChoice store = new StoreChoice();

    @Option(names = "--from", paramLabel = "TIME", description = "The earliest: 2026-01-31 or 2026-01-31T14:30:00Z.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Ends before this time; a date is its end.")
    private String to;

    @Option(names = "--symbols", paramLabel = "SYMBOL", split = ",", description = "Only these, as in AAPL,MSFT.")
    private Set<String> symbols = new LinkedHashSet<>();

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            converter = DataKindOption.class,
            description = "Only these of: quotes, trades, bars.")
    private Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);

    @Option(names = "--all", description = "All that was imported.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only says how many rows it would be.")
    private boolean dry;

    @Override
    public Integer call() {
        boolean chosen = from != null || to != null || !symbols.isEmpty() || !kinds.isEmpty();
        if (chosen == all) {
            throw CommandException.wrongUse(
                    all
                            ? "--all is all that was imported, and another option says to remove less. Say one or the"
                                    + " other."
                            : "Say what to remove: --symbols, --kinds, --from, --to; or --all.");
        }
        TimeOption.Range times = TimeOption.range(from, to, ZoneOffset.UTC);
        Set<DataKind> wanted = kinds.isEmpty() ? EnumSet.allOf(DataKind.class) : kinds;
        Map<DataKind, Long> rows =
                store.line().remove(new RemoveOrder(new Selection(times.fromNs(), times.toNs(), symbols, wanted), dry));
        PrintWriter out = spec.commandLine().getOut();
        out.println((dry ? "Would remove, of what was imported: " : "Removed, of what was imported: ")
                + rows.entrySet().stream()
                        .map(each -> Figures.count(each.getValue()) + " "
                                + each.getKey().name().toLowerCase(Locale.ROOT) + "s")
                        .collect(Collectors.joining(", "))
                + ".");
        out.flush();
        return 0;
    }
}
