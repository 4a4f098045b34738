package io.meridian.bus.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {
    private static final Map<String, SettingType<?>> TYPES = Map.ofEntries(
            Map.entry("text", SettingType.text()),
            Map.entry("integer", SettingType.integer()),
            Map.entry("long", SettingType.longInteger()),
            Map.entry("decimal", SettingType.decimal()),
            Map.entry("bool", SettingType.bool()),
            Map.entry("duration", SettingType.duration()),
            Map.entry("bytes", SettingType.bytes()),
            Map.entry("path", SettingType.path()),
            Map.entry("choice", SettingType.choice(ExampleSettings.Delivery.class)),
            Map.entry("hostPort", SettingType.hostPort()),
            Map.entry("list", SettingType.listOf(SettingType.integer())),
            Map.entry("map", SettingType.mapOf(SettingType.bytes())));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        integer  | 2147483648     | must be a whole number from -2147483648 to 2147483647
        integer  | 1.0            | must be a whole number
        integer  | 0x10           | must be a whole number
        integer  | ٣              | must be a whole number
        integer  | +1             | must be a whole number
        long     | 9223372036854775808 | must be a whole number from -9223372036854775808
        decimal  | NaN            | must be a number such as 0.5
        decimal  | 1e999          | must be a number such as 0.5
        decimal  | 0x1p3          | must be a number such as 0.5
        decimal  | 1d             | must be a number such as 0.5
        bool     | yes            | must be true or false
        duration | 250            | has no unit: must be a whole number and a unit
        duration | 0              | has no unit
        duration | 1.5s           | such as 250ms, 10s, 2m or 1h
        duration | -1s            | must be a whole number and a unit
        duration | 1w             | must be a whole number and a unit
        duration | 106752d        | is too large
        bytes    | 64kb           | powers of 1024
        bytes    | -1             | powers of 1024
        bytes    | 8388608t       | is too large
        path     | ~/data         | ~ is not expanded here
        choice   | lost           | must be one of lossless, lossy, best-effort
        hostPort | localhost      | must be host:port
        hostPort | :4222          | host= must be
        hostPort | a b:4222       | must be a host name
        hostPort | h:65536        | port=65536 must be from 0 to 65535
        hostPort | ::1:4222       | must be host:port
        hostPort | [h]:4222       | must be host:port
        list     | 1,,2           | item 2 must not be empty
        list     | 1,2,           | item 3 must not be empty
        list     | 1,x            | item 2 must be a whole number
        map      | a=1k,b         | item 2 must be key=value
        map      | =1k            | item 1 must be key=value
        map      | a=             | item 1 must not be empty
        map      | a=1k,b=x       | item 2 must be a whole number of bytes
        map      | a=1k,a=2k      | item 2 repeats a key
        """, delimiter = '|')
    void shouldSayWhatIsRightWhenValueIsBad(String type, String text, String expected) {
        SettingType<?> settingType = TYPES.get(type);
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> settingType.parser().apply(text));
        assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        text     | any text = here  | any text = here
        integer  | -12              | -12
        integer  | " 007 "          | 7
        long     | -9223372036854775808 | -9223372036854775808
        decimal  | 1                | 1.0
        decimal  | -2.5e-3          | -0.0025
        bool     | TRUE             | true
        bool     | false            | false
        duration | 90s              | 90s
        duration | 120s             | 2m
        duration | 60m              | 1h
        duration | 1500us           | 1500us
        duration | 48H              | 2d
        duration | 0ms              | 0s
        duration | 7ns              | 7ns
        bytes    | 65536            | 64k
        bytes    | 16M              | 16m
        bytes    | 1024m            | 1g
        bytes    | 3t               | 3t
        bytes    | 1000             | 1000
        bytes    | 0                | 0
        path     | /var/../x y      | /var/../x y
        choice   | Best_Effort      | best-effort
        hostPort | a-b.c:0          | a-b.c:0
        hostPort | [fe80::1%eth0]:1 | [fe80::1%eth0]:1
        list     | 3, 1 ,3          | 3,1,3
        map      | b = 1k , a=2048  | b=1k,a=2k
        """, delimiter = '|')
    void shouldReadAndWriteWhenValueIsGood(String type, String text, String written) {
        assertEquals(written, roundTrip(TYPES.get(type), text));
    }

    private static <T> String roundTrip(SettingType<T> type, String text) {
        T value = type.parser().apply(text);
        String written = type.formatter().apply(value);
        assertEquals(value, type.parser().apply(written));
        return written;
    }

    @Test
    void shouldGiveTypedValuesWhenParsed() {
        assertEquals(Duration.ofMillis(250), SettingType.duration().parser().apply("250ms"));
        assertEquals(16L << 20, SettingType.bytes().parser().apply("16m"));
        assertEquals(Path.of("/a"), SettingType.path().parser().apply(" /a "));
        assertEquals(new HostPort("::1", 80), SettingType.hostPort().parser().apply("[::1]:80"));
        List<Integer> items = SettingType.listOf(SettingType.integer()).parser().apply("1,2");
        assertEquals(List.of(1, 2), items);
        assertThrows(UnsupportedOperationException.class, () -> items.add(3));
        var routes = SettingType.mapOf(SettingType.text()).parser().apply("platform.data.**=aeron,a=b=c");
        assertEquals(Map.of("platform.data.**", "aeron", "a", "b=c"), routes);
        assertThrows(UnsupportedOperationException.class, () -> routes.put("x", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:g", "a\n"})
    void shouldRefuseHostWhenItCannotBeOne(String host) {
        assertThrows(IllegalArgumentException.class, () -> new HostPort(host, 1));
    }

    @Property(tries = 500)
    void shouldReadBackEveryAmountThatIsWritten(@ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long amount) {
        roundTrip(SettingType.bytes(), amount + "");
        roundTrip(SettingType.duration(), amount + "ns");
    }
}
