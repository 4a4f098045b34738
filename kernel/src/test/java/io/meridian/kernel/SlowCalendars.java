package io.meridian.kernel;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Business days by venue, counted day by day with dates of the library. */
final class SlowCalendars {
    private final Map<String, Set<DayOfWeek>> weekends = new HashMap<>();
    private final Map<String, Set<LocalDate>> holidays = new HashMap<>();

    /** Holidays of before stay. */
    void define(String venue, Set<DayOfWeek> weekend, Set<LocalDate> more) {
        weekends.put(venue, weekend);
        holidays.computeIfAbsent(venue, _ -> new HashSet<>()).addAll(more);
    }

    private boolean isBusinessDay(String venue, LocalDate date) {
        Set<DayOfWeek> weekend = weekends.getOrDefault(venue, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
        return !weekend.contains(date.getDayOfWeek())
                && !holidays.getOrDefault(venue, Set.of()).contains(date);
    }

    private LocalDate thisOrNext(String venue, LocalDate date) {
        return isBusinessDay(venue, date) ? date : thisOrNext(venue, date.plusDays(1));
    }

    /** So many business days after the date; with 0 days the date itself, if something settles on it. */
    LocalDate after(String venue, LocalDate date, int days) {
        LocalDate found = date;
        for (int i = 0; i < days; i++) {
            found = thisOrNext(venue, found.plusDays(1));
        }
        return thisOrNext(venue, found);
    }

    /** As messages have it: year, month and day in digits, 0 for none. */
    static int number(LocalDate date) {
        return date == null ? 0 : Integer.parseInt(date.format(DateTimeFormatter.BASIC_ISO_DATE));
    }
}
