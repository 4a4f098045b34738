package io.meridian.platform.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.00 µs",
        "9994, 9.99 µs",
        "12345, 12.3 µs",
        "123456, 123 µs",
        "1200000, 1.20 ms",
        "61000000000, 61.0 s"
    })
    void shouldGiveThreeDigitsAndAUnitWhenShowingADuration(long nanos, String shown) {
        assertEquals(shown, Figures.duration(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "480000, 480 kB", "1500000, 1.50 MB", "2000000000, 2.00 GB"})
    void shouldGiveThreeDigitsAndAUnitWhenShowingBytes(long bytes, String shown) {
        assertEquals(shown, Figures.bytes(bytes));
    }

    @Test
    void shouldShowHoursMinutesAndSeconds() {
        assertEquals("1:01:01", Figures.clock(3661));
    }

    @Test
    void shouldEscapeTextWhenWritingJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "a\"b\\c\nd\t");
        fields.put("list", Arrays.asList(1, true, null));
        assertEquals("{\"text\":\"a\\\"b\\\\c\\nd\\u0009\",\"list\":[1,true,null]}", Json.of(fields));
    }
}
