package io.meridian.marketfiles;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a file does not say itself.
 *
 * @param venue of rows without one
 * @param currency of rows without one
 * @param periodNs of bars without one; 0: it is found out from their times
 * @param columns what a column of the table is called in the file, such as {@code begin} = {@code Date}
 * @param skipBadRows leave out rows that cannot be read, and count them; otherwise the first one is an error
 */
public record FileOptions(
        String venue, String currency, long periodNs, Map<String, String> columns, boolean skipBadRows) {
    private static final FileOptions DEFAULTS = new FileOptions("ALL", "USD", 0, Map.of(), false);

    public FileOptions {
        Names.requireName("venue", venue, Names.VENUE);
        Names.requireName("currency", currency, Names.CURRENCY);
        if (periodNs < 0 || periodNs > Periods.LONGEST.toNanos()) {
            throw new IllegalArgumentException(
                    "period=" + periodNs + " ns is not from 0 to " + Periods.LONGEST.toDays() + " days");
        }
        columns = columns.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> Columns.requireKnown(entry.getKey()), entry -> normal(entry.getValue())));
    }

    /** Venue {@code ALL}, currency {@code USD}, columns named as in the table. */
    public static FileOptions defaults() {
        return DEFAULTS;
    }

    public FileOptions venue(String other) {
        return new FileOptions(other, currency, periodNs, columns, skipBadRows);
    }

    public FileOptions currency(String other) {
        return new FileOptions(venue, other, periodNs, columns, skipBadRows);
    }

    public FileOptions period(long ns) {
        return new FileOptions(venue, currency, ns, columns, skipBadRows);
    }

    public FileOptions columns(Map<String, String> names) {
        return new FileOptions(venue, currency, periodNs, names, skipBadRows);
    }

    public FileOptions skippingBadRows() {
        return new FileOptions(venue, currency, periodNs, columns, true);
    }

    /** How names of columns are compared: without case, and without spaces around. */
    static String normal(String column) {
        return column.strip().toLowerCase(Locale.ROOT);
    }
}
