package io.meridian.marketfiles;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a bar is, as text. */
final class Periods {
    private static final String EXPECTED = "expected a length of time with its unit, such as 1s, 5m, 1h, 1d or PT5M";
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    /** A leap year and a day: longer ones are mistakes. */
    static final Duration LONGEST = Duration.ofDays(367);

    private Periods() {}

    /** @throws BadRow when it is none */
    static long parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        Duration period;
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            period = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        } else {
            try {
                period = Duration.parse(text);
            } catch (DateTimeParseException _) {
                throw new BadRow(Columns.PERIOD, text, EXPECTED);
            }
        }
        if (!period.isPositive() || period.compareTo(LONGEST) > 0) {
            throw new BadRow(Columns.PERIOD, text, "expected more than nothing, and at most 367 days");
        }
        return period.toNanos();
    }
}
