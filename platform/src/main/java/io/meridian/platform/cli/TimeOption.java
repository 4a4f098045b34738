package io.meridian.platform.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A time on the command line: a date, or a time of day with its zone. */
public final class TimeOption {
    private static final long NANOS = 1_000_000_000L;

    private TimeOption() {}

    /**
     * Epoch nanoseconds.
     *
     * @param end whether a date means its end
     * @param zone of dates
     */
    public static long ns(String option, String text, boolean end, ZoneId zone) {
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

    /** Of a question how things stood: the last nanosecond of which it wants to know. Of a date that is the last of the day. */
    public static long asOfNs(String option, String text, ZoneId zone) {
        long ns = ns(option, text, true, zone);
        return text.contains("T") ? ns : ns - 1;
    }

    /** From the option {@code --from}, absent: from the beginning, to the option {@code --to}, absent: to the end. */
    public static Range range(String from, String to, ZoneId zone) {
        Range range = new Range(
                from == null ? Long.MIN_VALUE : ns("--from", from, false, zone),
                to == null ? Long.MAX_VALUE : ns("--to", to, true, zone));
        if (range.fromNs() >= range.toNs()) {
            throw CommandException.wrongUse("--from=" + from + " must be before --to=" + to + ".");
        }
        return range;
    }

    /** Epoch nanoseconds from one time on and before another. */
    public record Range(long fromNs, long toNs) {}

    private static long ns(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }
}
