package io.meridian.marketfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeTextTest {
    private final TimeText time = new TimeText();

    private String parse(String text) {
        return time.parse(("1" + text + "1").toCharArray(), 1, text.length() + 1, false);
    }

    @Test
    void shouldAgreeWithTheJdkWhenTimesAreRandom() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-8_000_000_000L, 9_000_000_000L), i % 2 == 0 ? random.nextInt(1_000_000_000) : 0);
            OffsetDateTime shown = instant.atOffset(ZoneOffset.ofHoursMinutes(random.nextInt(-12, 13), 0));
            String text = i % 3 == 0 ? instant.toString() : shown.toString();
            assertNull(parse(i % 5 == 0 ? text.replace('T', ' ') : text), text);
            assertEquals(instant, Instant.ofEpochSecond(0, time.value()), text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 1700000000000000000",
        "1700000000123, 1700000000123000000",
        "1700000000123456, 1700000000123456000",
        "1700000000123456789, 1700000000123456789",
        "0, 0",
        "-1, -1000000000",
        "2026-01-30T14:30Z, 1769783400000000000",
        "2026-01-30T14:30:00-0500, 1769801400000000000",
        "2026-01-30 14:30:00+01, 1769779800000000000"
    })
    void shouldTellTheUnitByMagnitudeWhenTimeIsANumber(String text, long nanos) {
        assertNull(parse(text), text);
        assertEquals(nanos, time.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1.5",
                "now",
                "2026-13-01T00:00Z",
                "2026-02-29T00:00Z",
                "2026-01-30T24:00Z",
                "2026-01-30T12:60Z",
                "2026-01-30T",
                "2026-01-30T1",
                "2026-01-30T12:00:00.Z",
                "2026-01-30T12:00:00.1234567890Z",
                "2026-01-30T12:00:00X",
                "2026-01-30T12:00:00Zx",
                "2026-1-30T12:00Z",
                "1500-01-01T00:00Z",
                "9999-01-01T00:00Z",
                "99999999999999999999",
                "9223372036854775807",
                "2026-01-30T12:00:00+19:00"
            })
    void shouldRefuseWhenATextIsNoTime(String text) {
        assertNotNull(parse(text), () -> text + " was read as " + time.value());
    }

    @Test
    void shouldAskForAZoneWhenThereIsNone() {
        assertTrue(parse("2026-01-30T14:30:00").contains("no zone"));
        assertTrue(parse("2026-01-30 14:30:00.123").contains("no zone"));
    }

    @Test
    void shouldTakeADayOnlyWhenBarsBeginThen() {
        char[] text = "2026-01-30".toCharArray();
        assertTrue(time.parse(text, 0, text.length, false).contains("begin"));
        assertNull(time.parse(text, 0, text.length, true));
        assertEquals(LocalDate.of(2026, 1, 30).toEpochDay() * 86_400_000_000_000L, time.value());
    }
}
