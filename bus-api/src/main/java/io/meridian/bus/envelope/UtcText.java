package io.meridian.bus.envelope;

/** Epoch nanoseconds as {@code 2026-11-20T12:33:01.000000007Z}, without the garbage that formatters make. */
final class UtcText {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int LENGTH = 30;

    private UtcText() {}

    static byte[] of(long epochNs) {
        byte[] text = new byte[LENGTH];
        long seconds = Math.floorDiv(epochNs, NS_PER_SECOND);
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int secondOfDay = (int) (seconds - day * SECONDS_PER_DAY);
        putDate(text, day);
        text[10] = 'T';
        AsciiText.decimal(text, 11, 2, secondOfDay / 3600);
        text[13] = ':';
        AsciiText.decimal(text, 14, 2, secondOfDay / 60 % 60);
        text[16] = ':';
        AsciiText.decimal(text, 17, 2, secondOfDay % 60);
        text[19] = '.';
        AsciiText.decimal(text, 20, 9, epochNs - seconds * NS_PER_SECOND);
        text[29] = 'Z';
        return text;
    }

    /** Counts in years that begin on the first of March, so that the leap day is the last of its year. */
    private static void putDate(byte[] text, long epochDay) {
        long sinceMarch0 = epochDay + 719_468;
        long era = Math.floorDiv(sinceMarch0, 146_097);
        int dayOfEra = (int) (sinceMarch0 - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        AsciiText.decimal(text, 0, 4, year);
        text[4] = '-';
        AsciiText.decimal(text, 5, 2, month);
        text[7] = '-';
        AsciiText.decimal(text, 8, 2, day);
    }
}
