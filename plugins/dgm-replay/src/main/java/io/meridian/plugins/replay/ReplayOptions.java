package io.meridian.plugins.replay;

import io.meridian.marketfiles.FileOptions;
import io.meridian.marketfiles.Selection;
import io.meridian.sdk.annotation.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What is played, and how. */
public record ReplayOptions(
        @Setting(doc = "A file, a folder, or a pattern for names of files in one folder.")
        String file,

        @Setting(value = "1", doc = "How many times as fast as it was; max: as fast as the bus takes it.")
        String speed,

        @Setting(value = "", doc = "Begins at this time, such as 2026-01-30T14:30:00Z.")
        String from,

        @Setting(value = "", doc = "Ends before this time.") String to,

        @Setting(value = "", doc = "The symbols; empty: all.")
        List<String> symbols,

        @Setting(value = "false", doc = "Begins anew at the end.")
        boolean loop,

        @Setting(value = "1s", doc = "Waits so long before it begins, so that others are there to hear it.")
        Duration startAfter,

        @Setting(value = "ALL", doc = "Venue of rows that tell none.")
        String venue,

        @Setting(value = "USD", doc = "Currency of rows that tell none.")
        String currency,

        @Setting(value = "0s", doc = "How long a bar is, where the file does not tell; 0s: found out from their times.")
        Duration period,

        @Setting(value = "", doc = "What columns are called in the files, such as begin=Date,open=Open.")
        List<String> columns,

        @Setting(value = "false", doc = "Leaves out rows that cannot be read, and counts them.")
        boolean skipBadRows,

        @Setting(value = "0.01", doc = "Prices are multiples of it, for instruments that no file defines.")
        BigDecimal tickSize,

        @Setting(value = "1", doc = "Quantities are multiples of it, for instruments that no file defines.")
        BigDecimal lotSize) {

    private static final String FASTEST = "max";

    /** @throws IllegalArgumentException when a setting makes no sense, with its name and what is expected */
    Selection selection() {
        Selection all = Selection.all().of(new HashSet<>(symbols));
        long fromNs = from.isBlank() ? Long.MIN_VALUE : time("from", from);
        long toNs = to.isBlank() ? Long.MAX_VALUE : time("to", to);
        return all.between(fromNs, toNs);
    }

    private static long time(String setting, String text) {
        try {
            Instant instant = Instant.parse(text.strip());
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeParseException | ArithmeticException _) {
            throw new IllegalArgumentException(
                    "setting=" + setting + " value=" + text + ": expected a time such as 2026-01-30T14:30:00Z");
        }
    }

    FileOptions fileOptions() {
        Map<String, String> names = new HashMap<>();
        for (String column : columns) {
            int equals = column.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "setting=columns value=" + column + ": expected name=name in the file, such as begin=Date");
            }
            names.put(column.substring(0, equals), column.substring(equals + 1));
        }
        FileOptions options = FileOptions.defaults()
                .venue(venue)
                .currency(currency)
                .period(period.toNanos())
                .columns(names);
        return skipBadRows ? options.skippingBadRows() : options;
    }

    /** How many times as fast as it was; infinite: as fast as can be. */
    double pace() {
        if (speed.equals(FASTEST)) {
            return Double.POSITIVE_INFINITY;
        }
        double pace;
        try {
            pace = Double.parseDouble(speed);
        } catch (NumberFormatException _) {
            pace = 0;
        }
        if (!(pace > 0 && pace <= 1e9)) {
            throw new IllegalArgumentException(
                    "setting=speed value=" + speed + ": expected a number above 0 and up to 1e9, or " + FASTEST);
        }
        return pace;
    }
}
