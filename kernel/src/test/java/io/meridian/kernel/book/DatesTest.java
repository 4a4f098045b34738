package io.meridian.kernel.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class DatesTest {
    @Property
    void shouldAgreeWithTheLibraryWhenDaysAreTurnedIntoDates(@ForAll @IntRange(min = -25_000, max = 60_000) int day) {
        LocalDate expected = LocalDate.ofEpochDay(day);
        int date = expected.getYear() * 10_000 + expected.getMonthValue() * 100 + expected.getDayOfMonth();
        assertEquals(date, Dates.ofDay(day));
        assertEquals(day, Dates.day(date));
        assertEquals(expected.getDayOfWeek().getValue() - 1, Dates.weekday(day));
        assertEquals(date, Dates.ofTime(day * 86_400_000_000_000L + 86_399_999_999_999L));
    }

    @Test
    void shouldRefuseDaysThatAreNotThere() {
        for (int date : new int[] {0, 20260229, 20261301, 20260010, 20260431, -20260101}) {
            assertFalse(Dates.isDate(date), "date=" + date);
        }
    }

    @Property
    void shouldAgreeWithBigDecimalWhenPartsAreTaken(
            @ForAll @LongRange(min = -4_000_000_000_000_000L, max = 4_000_000_000_000_000L) long amount,
            @ForAll @IntRange(max = 1_000_000) int part,
            @ForAll @IntRange(min = 1, max = 1_000_000) int more) {
        long whole = part + (long) more;
        long expected = BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
        assertEquals(expected, Amounts.part(amount, part, whole));
    }
}
