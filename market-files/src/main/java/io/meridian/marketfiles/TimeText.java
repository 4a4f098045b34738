package io.meridian.marketfiles;

/**
 * A time as text: ISO 8601 with a zone, or a whole number since 1970 whose magnitude tells its unit. Allocates nothing.
 */
final class TimeText {
    static final String EXPECTED =
            "expected ISO 8601 with a zone, such as 2026-01-30T14:30:00Z, or seconds, millis, micros or nanos since"
                    + " 1970";
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private static final long LEAST_MILLIS = 100_000_000_000L;
    private static final long LEAST_MICROS = 100_000_000_000_000L;
    private static final long LEAST_NANOS = 100_000_000_000_000_000L;
    /** So far from the largest long that the longest bar may end after it. */
    private static final long LATEST = 9_150_000_000_000_000_000L;

    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int FIRST_YEAR = 1700;
    private static final int LAST_YEAR = 2258;

    private char[] text;
    private int at;
    private int end;
    private long value;

    /** Epoch nanoseconds that were read. */
    long value() {
        return value;
    }

    /**
     * @param mayBeDate whether a day alone will do: it begins at midnight UTC
     * @return what is wrong with it, or null when it was read
     */
    String parse(char[] from, int begin, int to, boolean mayBeDate) {
        text = from;
        at = begin;
        end = to;
        return to - begin > 4 && from[begin + 4] == '-' ? iso(mayBeDate) : number(begin, to);
    }

    private String number(int begin, int to) {
        boolean negative = begin < to && text[begin] == '-';
        int first = negative ? begin + 1 : begin;
        if (first == to || to - first > 18 + 1) {
            return EXPECTED;
        }
        long number = 0;
        for (int i = first; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return EXPECTED;
            }
            number = number * 10 + digit;
        }
        return since1970(negative ? -number : number);
    }

    /** A number of seconds, millis, micros or nanos. @return what is wrong with it, or null when it was read */
    String since1970(long number) {
        if (number == Long.MIN_VALUE) {
            return EXPECTED;
        }
        long magnitude = Math.abs(number);
        long unit = magnitude >= LEAST_NANOS
                ? 1
                : magnitude >= LEAST_MICROS ? 1_000 : magnitude >= LEAST_MILLIS ? 1_000_000 : NANOS_A_SECOND;
        if (magnitude > LATEST / unit) {
            return "is beyond the year " + LAST_YEAR;
        }
        value = number * unit;
        return null;
    }

    private String iso(boolean mayBeDate) {
        int year = digits(4);
        int month = part('-');
        int day = part('-');
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return EXPECTED;
        }
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return "expected a year from " + FIRST_YEAR + " to " + LAST_YEAR;
        }
        long seconds = epochDay(year, month, day) * 86_400;
        if (at == end) {
            value = seconds * NANOS_A_SECOND;
            return mayBeDate ? null : "a day alone says no time; name the column begin when its bars begin then";
        }
        if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') {
            return EXPECTED;
        }
        at++;
        int hour = digits(2);
        int minute = part(':');
        int second = at < end && text[at] == ':' ? part(':') : 0;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return EXPECTED;
        }
        long nanos = fraction();
        if (at == end) {
            return "has no zone: add Z, or what it is ahead of UTC, such as -05:00";
        }
        int ahead = zone();
        if (nanos < 0 || ahead == Integer.MIN_VALUE || at != end) {
            return EXPECTED;
        }
        value = (seconds + hour * 3600L + minute * 60L + second - ahead) * NANOS_A_SECOND + nanos;
        return null;
    }

    private long fraction() {
        if (at >= end || text[at] != '.') {
            return 0;
        }
        at++;
        long nanos = 0;
        int count = 0;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
            if (count == 9) {
                return -1;
            }
            nanos = nanos * 10 + text[at] - '0';
            count++;
        }
        if (count == 0) {
            return -1;
        }
        for (; count < 9; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Seconds ahead of UTC. */
    private int zone() {
        char c = text[at++];
        if (c == 'Z' || c == 'z') {
            return 0;
        }
        if (c != '+' && c != '-') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(2);
        int minutes = at == end ? 0 : text[at] == ':' ? part(':') : digits(2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return c == '-' ? -seconds : seconds;
    }

    private int part(char before) {
        if (at >= end || text[at] != before) {
            return -1;
        }
        at++;
        return digits(2);
    }

    private int digits(int count) {
        if (end - at < count) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < count; i++) {
            int digit = text[at + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        at += count;
        return number;
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    /** Days since 1970. */
    private static long epochDay(int year, int month, int day) {
        // Years that begin in March have their leap day last, so months need no table.
        int years = month <= 2 ? year - 1 : year;
        int months = (month + 9) % 12;
        long leapDays = years / 4 - years / 100 + years / 400;
        return years * 365L + leapDays + (months * 153 + 2) / 5 + day - 1 - 719_468;
    }
}
