package io.meridian.backtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them. What is not defined is "n/a". Times are UTC. */
final class Words {
    static final String UNDEFINED = "n/a";

    private static final long SECOND_NS = 1_000_000_000L;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    static String percent(double share) {
        return number(share * 100, 2, "%");
    }

    static String ratio(double ratio) {
        return number(ratio, 2, "");
    }

    static String basisPoints(double points) {
        return number(points, 1, " bp");
    }

    static String money(double amount) {
        return number(amount, 2, "");
    }

    static String money(BigDecimal amount) {
        return amount == null ? UNDEFINED : grouped(amount.setScale(2, RoundingMode.HALF_EVEN));
    }

    /** All its digits, but no more than eight after the point. */
    static String exact(BigDecimal value) {
        if (value == null) {
            return UNDEFINED;
        }
        BigDecimal plain = value.setScale(Math.min(8, Math.max(0, value.scale())), RoundingMode.HALF_EVEN);
        return grouped(plain.signum() == 0 ? BigDecimal.ZERO : strip(plain));
    }

    private static BigDecimal strip(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String counted(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String number(double value, int digits, String unit) {
        return Double.isFinite(value)
                ? grouped(BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN)) + unit
                : UNDEFINED;
    }

    private static String grouped(BigDecimal value) {
        return String.format(Locale.ROOT, "%,." + value.scale() + "f", value);
    }

    static String date(long timeNs) {
        return DATE.format(instant(timeNs));
    }

    static String time(long timeNs) {
        long fraction = Math.floorMod(timeNs, SECOND_NS);
        String digits = fraction == 0 ? "" : String.format(Locale.ROOT, ".%09d", fraction);
        return TIME.format(instant(timeNs))
                + (digits.endsWith("000000")
                        ? digits.substring(0, 4)
                        : digits.endsWith("000") ? digits.substring(0, 7) : digits);
    }

    static Instant instant(long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS));
    }

    /** In its two largest units. */
    static String duration(double ns) {
        if (!Double.isFinite(ns)) {
            return UNDEFINED;
        }
        double seconds = ns / SECOND_NS;
        if (seconds < 60) {
            return seconds < 1 ? number(seconds * 1_000, seconds < 0.01 ? 3 : 0, " ms") : number(seconds, 1, " s");
        }
        long whole = Math.round(seconds);
        long days = whole / 86_400;
        long hours = whole / 3_600 % 24;
        long minutes = whole / 60 % 60;
        return days > 0
                ? count(days) + " d" + (hours > 0 ? " " + hours + " h" : "")
                : hours > 0
                        ? hours + " h" + (minutes > 0 ? " " + minutes + " min" : "")
                        : minutes + " min" + (whole % 60 > 0 ? " " + whole % 60 + " s" : "");
    }
}
