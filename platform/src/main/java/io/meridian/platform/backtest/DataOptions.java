package io.meridian.platform.backtest;

import io.meridian.backtest.engine.Tape;
import io.meridian.backtest.tape.FileTape;
import io.meridian.backtest.tape.RandomTape;
import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.cli.CommandException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which data a backtest runs on. */
final class DataOptions {
    private static final Instant MADE_UP_BEGIN = Instant.parse("2026-01-05T14:30:00Z");
    private static final Duration MADE_UP_PERIOD = Duration.ofMinutes(1);
    private static final int MADE_UP_SYMBOLS = 4;
    private static final long NANOS = 1_000_000_000L;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "CSV or Parquet: a file, a folder, or a pattern such as 'data/2026-*.csv'. Without it a made-up"
                            + " market of 4 symbols is used, by --seed.")
    private String data;

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

    boolean isMadeUp() {
        return data == null;
    }

    long fromNs() {
        return from == null ? Long.MIN_VALUE : time("--from", from, false);
    }

    long toNs() {
        return to == null ? Long.MAX_VALUE : time("--to", to, true);
    }

    /** The spread of quotes that are made of bars; NaN when none are made. */
    double quoteSpread(boolean readsQuotes) {
        if (quoteSpread != null && !(quoteSpread >= 0 && quoteSpread < 10_000)) {
            throw CommandException.wrongUse("--quotes-from-bars=" + quoteSpread + " must be from 0 to below 10000.");
        }
        return quoteSpread != null ? quoteSpread : isMadeUp() && readsQuotes ? 1 : Double.NaN;
    }

    Tape tape(String currency, long seed) {
        if (fromNs() >= toNs()) {
            throw CommandException.wrongUse("--from=" + from + " must be before --to=" + to + ".");
        }
        if (data == null) {
            if (bars < 1) {
                throw CommandException.wrongUse("--bars=" + bars + " must be above 0.");
            }
            return new RandomTape(MADE_UP_SYMBOLS, MADE_UP_BEGIN.getEpochSecond() * NANOS, MADE_UP_PERIOD, bars, seed);
        }
        try {
            return new FileTape(
                    data,
                    Selection.all().of(symbols),
                    FileOptions.defaults().venue(venue).currency(currency));
        } catch (IllegalArgumentException wrong) {
            throw CommandException.wrongUse(wrong.getMessage() + ".");
        }
    }

    private long time(String option, String text, boolean end) {
        try {
            if (text.contains("T")) {
                return ns(Instant.parse(text));
            }
            LocalDate date = LocalDate.parse(text);
            return ns((end ? date.plusDays(1) : date).atStartOfDay(zone).toInstant());
        } catch (DateTimeException | ArithmeticException wrong) {
            throw CommandException.wrongUse(option + "=" + text
                    + " is no time. Write a date such as 2026-01-31, or a time such as 2026-01-31T14:30:00Z.");
        }
    }

    private static long ns(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }
}
