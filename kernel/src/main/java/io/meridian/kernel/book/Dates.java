package io.meridian.kernel.book;

/** Dates as year, month, day in digits (20261231), and as days since 1970-01-01. Gregorian, without zones, without objects. */
public final class Dates {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int EPOCH_OFFSET = 719_468;

    private Dates() {}

    /** The date in UTC. */
    public static int ofTime(long epochNs) {
        return ofDay((int) Math.floorDiv(epochNs, NANOS_PER_DAY));
    }

    /** Days since 1970-01-01. */
    public static int day(int date) {
        // Years begin in March, so that the leap day is the last one.
        int month = date / 100 % 100;
        int year = date / 10_000 - (month <= 2 ? 1 : 0);
        int era = Math.floorDiv(year, 400);
        int yearOfEra = year - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date % 100 - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET;
    }

    public static int ofDay(int day) {
        int shifted = day + EPOCH_OFFSET;
        int era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = shifted - era * DAYS_PER_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year * 10_000 + month * 100 + dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    }

    /** 0 is Monday, 6 is Sunday. */
    public static int weekday(int day) {
        return Math.floorMod(day + 3, 7);
    }

    public static boolean isDate(int date) {
        return date > 0 && date < 100_000_000 && ofDay(day(date)) == date;
    }
}
