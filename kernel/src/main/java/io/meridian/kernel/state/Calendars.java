package io.meridian.kernel.state;

import io.meridian.kernel.book.Dates;

/** Days on which nothing settles, by the name of a venue. Where no calendar is defined it is Saturday and Sunday. */
public final class Calendars {
    private static final int USUAL_WEEKEND = 1 << 5 | 1 << 6;
    private static final int ALL_DAYS = 0x7F;

    /** Calendars: name, weekend. */
    private final Slab calendars = new Slab(2, 16);

    private final KeyIndex calendarIndex = new KeyIndex(calendars, 0, 1, 16);
    /** Holidays: name and date. */
    private final Slab holidays = new Slab(1, 256);

    private final KeyIndex holidayIndex = new KeyIndex(holidays, 0, 1, 256);

    /** Holidays of before stay. */
    public void define(int name, int weekend) {
        int calendar = calendarIndex.find(name);
        if (calendar == KeyIndex.NOT_FOUND) {
            calendar = calendars.allocate();
            calendars.set(calendar, 0, name);
            calendarIndex.add(calendar);
        }
        calendars.set(calendar, 1, weekend & ALL_DAYS);
    }

    public void addHoliday(int name, int date) {
        long key = (long) name << 32 | date;
        if (holidayIndex.find(key) == KeyIndex.NOT_FOUND) {
            int holiday = holidays.allocate();
            holidays.set(holiday, 0, key);
            holidayIndex.add(holiday);
        }
    }

    public boolean isBusinessDay(int name, int date) {
        int calendar = calendarIndex.find(name);
        long weekend = calendar == KeyIndex.NOT_FOUND ? USUAL_WEEKEND : calendars.get(calendar, 1);
        return (weekend >> Dates.weekday(Dates.day(date)) & 1) == 0
                && holidayIndex.find((long) name << 32 | date) == KeyIndex.NOT_FOUND;
    }

    /**
     * So many business days after a date, which itself does not count and need not be one; with 0 days the date itself or the next
     * business day.
     */
    public int after(int name, int date, int days) {
        int day = Dates.day(date);
        int left = days;
        if (left > 0) {
            day++;
            left--;
        }
        while (true) {
            if (isBusinessDay(name, Dates.ofDay(day)) && left-- <= 0) {
                return Dates.ofDay(day);
            }
            day++;
        }
    }

    void save(WordSink sink) {
        calendars.save(sink);
        holidays.save(sink);
    }

    void load(WordSource source) {
        calendars.load(source);
        holidays.load(source);
        calendarIndex.rebuild();
        holidayIndex.rebuild();
    }
}
