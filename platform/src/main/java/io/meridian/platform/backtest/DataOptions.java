package io.meridian.platform.backtest;

import io.meridian.backtest.engine.Tape;
import io.meridian.backtest.tape.FileTape;
import io.meridian.backtest.tape.RandomTape;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.TimeOption;
import io.meridian.platform.stack.StackBus;
import io.meridian.platform.store.StoreLine;
import io.meridian.platform.store.TemporaryExport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which data a backtest runs on. */
final class DataOptions implements AutoCloseable {
    private static final String STORE = "store";
    private static final String STORE_IN = STORE + ":";

    private static final Instant MADE_UP_BEGIN = Instant.parse("2026-01-05T14:30:00Z");
    private static final Duration MADE_UP_PERIOD = Duration.ofMinutes(1);
    private static final int MADE_UP_SYMBOLS = 4;
    private static final long NANOS = 1_000_000_000L;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "CSV or Parquet: a file, a folder, or a pattern such as 'data/2026-*.csv'. Or 'store': what the"
                            + " market data store has, that of setting storage.dir or of the stack --name; or"
                            + " 'store:DIR'. Without it a made-up market of 4 symbols is used, by --seed.")
    private String data;

    @Mixin
    private StackBus stack = new StackBus();

    private TemporaryExport exported;

    @Option(
            names = "--symbols",
            paramLabel = "SYMBOL",
            split = ",",
            description = "Only these, as in AAPL,MSFT. Default: all.")
    private Set<String> symbols = new LinkedHashSet<>();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "When the run begins: 2026-01-31 or 2026-01-31T14:30:00Z. What the data has before it is the"
                    + " history that strategies warm up with.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "When it ends; a date is its end.")
    private String to;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Whose midnight ends a business day. Default: UTC.")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--venue",
            paramLabel = "VENUE",
            description = "The venue of data that names none. Default: ${DEFAULT-VALUE}.")
    private String venue = "XSIM";

    @Option(
            names = "--bars",
            paramLabel = "COUNT",
            description = "How many bars each symbol of the made-up market has. Default: ${DEFAULT-VALUE}.")
    private long bars = 7_800;

    @Option(
            names = "--quotes-from-bars",
            paramLabel = "BASIS-POINTS",
            description =
                    "Makes a quote of each bar, around its close, with this spread, for strategies that read quotes.")
    private Double quoteSpread;

    ZoneId zone() {
        return zone;
    }

    /** Where the stack of {@code --name} keeps runs. */
    Path kept() {
        return stack.backtests();
    }

    boolean isMadeUp() {
        return data == null;
    }

    private TimeOption.Range range() {
        return TimeOption.range(from, to, zone);
    }

    long fromNs() {
        return range().fromNs();
    }

    long toNs() {
        return range().toNs();
    }

    /** The spread of quotes that are made of bars; NaN when none are made. */
    double quoteSpread(boolean readsQuotes) {
        if (quoteSpread != null && !(quoteSpread >= 0 && quoteSpread < 10_000)) {
            throw CommandException.wrongUse("--quotes-from-bars=" + quoteSpread + " must be from 0 to below 10000.");
        }
        return quoteSpread != null ? quoteSpread : isMadeUp() && readsQuotes ? 1 : Double.NaN;
    }

    Tape tape(String currency, long seed) {
        // A wrong one is told before anything is looked at.
        range();
        if (data == null) {
            if (bars < 1) {
                throw CommandException.wrongUse("--bars=" + bars + " must be above 0.");
            }
            return new RandomTape(MADE_UP_SYMBOLS, MADE_UP_BEGIN.getEpochSecond() * NANOS, MADE_UP_PERIOD, bars, seed);
        }
        try {
            Selection selection = Selection.all().of(symbols);
            FileOptions options = FileOptions.defaults().venue(venue).currency(currency);
            return data.equals(STORE) || data.startsWith(STORE_IN)
                    ? new StoreTape(new FileTape(export(selection), selection, options))
                    : new FileTape(data, selection, options);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse(wrong.getMessage() + ".");
        }
    }

    /** Once, though many runs read it. What is before --from is wanted too: strategies warm up with it. */
    private synchronized String export(Selection selection) {
        if (exported == null) {
            Path folder = data.equals(STORE) ? null : Path.of(data.substring(STORE_IN.length()));
            exported = TemporaryExport.of(new StoreLine(stack, folder), selection.between(Long.MIN_VALUE, toNs()));
        }
        return exported.folder().toString();
    }

    /** Told of by where it comes from: the folder of the export is another one each time. */
    private record StoreTape(FileTape files) implements Tape {
        @Override
        public String description() {
            return files.description().replace(files.location(), STORE);
        }

        @Override
        public Cursor open(long fromNs, long toNs) {
            return files.open(fromNs, toNs);
        }
    }

    /** Gives back what was taken from the store. */
    @Override
    public void close() {
        if (exported != null) {
            exported.close();
        }
    }
}
