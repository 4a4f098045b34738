package io.meridian.backtest.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the lines of an axis are, at round numbers and at round times. */
final class Ticks {
    private static final int MOST_TIMES = 9;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long[] CLOCK_STEPS = {
        1_000_000L,
        10_000_000L,
        100_000_000L,
        1_000_000_000L,
        5_000_000_000L,
        15_000_000_000L,
        MINUTE_NS,
        5 * MINUTE_NS,
        15 * MINUTE_NS,
        30 * MINUTE_NS,
        60 * MINUTE_NS,
        180 * MINUTE_NS,
        360 * MINUTE_NS
    };
    private static final int[] DAY_STEPS = {1, 2, 7, 14};
    private static final int[] MONTH_STEPS = {1, 2, 3, 6, 12, 24, 60, 120};

    private Ticks() {}

    record Tick(long timeNs, String label) {}

    /** Between four and about eight round numbers from {@code low} to {@code high}. */
    static double[] values(double low, double high) {
        double rough = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        double[] ticks = new double[(int) Math.max(0, last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (first + i) * step;
        }
        return ticks;
    }

    static List<Tick> times(long fromNs, long toNs) {
        long span = toNs - fromNs;
        for (long step : CLOCK_STEPS) {
            if (span / step < MOST_TIMES) {
                return clock(fromNs, toNs, step);
            }
        }
        for (int days : DAY_STEPS) {
            if (span / (days * 24 * 60 * MINUTE_NS) < MOST_TIMES) {
                return calendar(fromNs, toNs, 0, days);
            }
        }
        int months = MONTH_STEPS[0];
        for (int i = 1; i < MONTH_STEPS.length && span / (months * 30L * 24 * 60 * MINUTE_NS) >= MOST_TIMES; i++) {
            months = MONTH_STEPS[i];
        }
        return calendar(fromNs, toNs, months, 0);
    }

    private static List<Tick> clock(long fromNs, long toNs, long step) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(
                step >= MINUTE_NS ? "HH:mm" : step >= 1_000_000_000L ? "HH:mm:ss" : "ss.SSS", Locale.ROOT);
        DateTimeFormatter midnight = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
        List<Tick> ticks = new ArrayList<>();
        for (long time = Math.ceilDiv(fromNs, step) * step; time <= toNs; time += step) {
            ZonedDateTime at = Words.instant(time).atZone(ZoneOffset.UTC);
            boolean newDay = at.toLocalTime().toNanoOfDay() == 0;
            ticks.add(new Tick(time, (newDay ? midnight : format).format(at)));
        }
        return ticks;
    }

    private static List<Tick> calendar(long fromNs, long toNs, int months, int days) {
        LocalDate from = Words.instant(fromNs).atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate at = months == 0
                ? from.minusDays(Math.floorMod(from.toEpochDay() + 3, days))
                : months < 12
                        ? from.withDayOfMonth(1).minusMonths((from.getMonthValue() - 1) % months)
                        : LocalDate.of(from.getYear() - Math.floorMod(from.getYear(), months / 12), 1, 1);
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(months == 0 ? "d MMM" : months < 12 ? "MMM yyyy" : "yyyy", Locale.ROOT);
        List<Tick> ticks = new ArrayList<>();
        while (true) {
            long time = ChronoUnit.SECONDS.between(LocalDate.EPOCH.atStartOfDay(), at.atStartOfDay()) * 1_000_000_000L;
            if (time > toNs) {
                return ticks;
            }
            if (time >= fromNs) {
                ticks.add(new Tick(time, format.format(at)));
            }
            at = at.plusMonths(months).plusDays(days);
        }
    }
}
