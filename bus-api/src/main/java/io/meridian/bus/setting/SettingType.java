package io.meridian.bus.setting;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the values of a setting are written and read.
 *
 * @param name      what a person calls it: "size in bytes"
 * @param example   a good value for messages, or empty
 * @param parser    reads a text that is not blank; throws {@link IllegalArgumentException} whose message says what
 *                  would be right ("must be ...")
 * @param formatter writes a value so that the parser reads it again
 */
public record SettingType<T>(String name, String example, Function<String, T> parser, Function<T, String> formatter) {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,30}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,300}(\\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?");
    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]{1,30})([A-Za-z]*)");
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Map<String, Long> NANOS = units(
            "d",
            86_400_000_000_000L,
            "h",
            3_600_000_000_000L,
            "m",
            60_000_000_000L,
            "s",
            1_000_000_000L,
            "ms",
            1_000_000L,
            "us",
            1_000L,
            "ns",
            1L);
    private static final Map<String, Long> BYTES =
            units("t", 1L << 40, "g", 1L << 30, "m", 1L << 20, "k", 1L << 10, "", 1L);

    /** Any text that is not blank, taken as it is given. */
    public static SettingType<String> text() {
        return new SettingType<>("text", "", text -> text, text -> text);
    }

    public static SettingType<Integer> integer() {
        return new SettingType<>(
                "whole number", "8", text -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE), String::valueOf);
    }

    public static SettingType<Long> longInteger() {
        return new SettingType<>(
                "whole number", "8", text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE), String::valueOf);
    }

    public static SettingType<Double> decimal() {
        return new SettingType<>(
                "number",
                "0.5",
                text -> {
                    double value =
                            DECIMAL.matcher(text.strip()).matches() ? Double.parseDouble(text.strip()) : Double.NaN;
                    return require(Double.isFinite(value), value, "must be a number such as 0.5");
                },
                String::valueOf);
    }

    public static SettingType<Boolean> bool() {
        return new SettingType<>(
                "true or false",
                "true",
                text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("must be true or false");
                },
                String::valueOf);
    }

    /** A time span with its unit, in whole nanoseconds up to about 292 years. A number without a unit is refused. */
    public static SettingType<Duration> duration() {
        return new SettingType<>(
                "duration",
                "250ms",
                text -> Duration.ofNanos(amount(
                        text,
                        NANOS,
                        "must be a whole number and a unit (ns, us, ms, s, m, h, d) such as 250ms, 10s, 2m or 1h")),
                value -> withUnit(value.toNanos(), NANOS, "s"));
    }

    /** A number of bytes; k, m, g and t are powers of 1024. */
    public static SettingType<Long> bytes() {
        return new SettingType<>(
                "size in bytes",
                "64k",
                text -> amount(
                        text,
                        BYTES,
                        "must be a whole number of bytes, or one with k, m, g or t (powers of 1024) such as 64k, 16m"
                                + " or 1g"),
                value -> withUnit(value, BYTES, ""));
    }

    public static SettingType<Path> path() {
        return new SettingType<>(
                "path",
                "/var/lib/meridian",
                text -> {
                    String path = text.strip();
                    if (path.equals("~") || path.startsWith("~/")) {
                        throw new IllegalArgumentException(
                                "must be a path written out, because ~ is not expanded here");
                    }
                    try {
                        return Path.of(path);
                    } catch (InvalidPathException e) {
                        throw new IllegalArgumentException(
                                "must be a path of this operating system: " + e.getReason(), e);
                    }
                },
                Path::toString);
    }

    /** A constant of an enum, written in lower case with '-' for '_'; capitals and '_' are read too. */
    public static <E extends Enum<E>> SettingType<E> choice(Class<E> constants) {
        List<E> all = List.of(constants.getEnumConstants());
        Function<E, String> written =
                constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String names = all.stream().map(written).collect(Collectors.joining(", "));
        return new SettingType<>(
                "one of " + names,
                written.apply(all.getFirst()),
                text -> {
                    String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
                    return all.stream()
                            .filter(constant -> written.apply(constant).equals(wanted))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("must be one of " + names));
                },
                written);
    }

    public static SettingType<HostPort> hostPort() {
        return new SettingType<>(
                "host:port", "localhost:4222", text -> HostPort.parse(text.strip()), HostPort::toString);
    }

    /** Items separated by commas, at least one; the list cannot be changed. */
    public static <T> SettingType<List<T>> listOf(SettingType<T> item) {
        String example = item.example.isEmpty() ? "a,b" : item.example + "," + item.example;
        return new SettingType<>(
                "list of: " + item.name,
                example,
                text -> {
                    List<T> items = new ArrayList<>();
                    for (String part : text.split(",", -1)) {
                        items.add(item.part(part.strip(), "item " + (items.size() + 1)));
                    }
                    return Collections.unmodifiableList(items);
                },
                items -> items.stream().map(item.formatter).collect(Collectors.joining(",")));
    }

    /** Pairs {@code key=value} separated by commas, in the order given; the map cannot be changed. */
    public static <T> SettingType<Map<String, T>> mapOf(SettingType<T> item) {
        String example = "key=" + (item.example.isEmpty() ? "value" : item.example);
        return new SettingType<>(
                "key=value list of: " + item.name,
                example,
                text -> {
                    Map<String, T> entries = new LinkedHashMap<>();
                    for (String part : text.split(",", -1)) {
                        int equals = part.indexOf('=');
                        String which = "item " + (entries.size() + 1);
                        String key = equals < 0 ? "" : part.substring(0, equals).strip();
                        require(!key.isEmpty(), key, which + " must be key=value");
                        T value = item.part(part.substring(equals + 1).strip(), which);
                        require(
                                entries.putIfAbsent(key, value) == null,
                                key,
                                which + " repeats a key that came before it");
                    }
                    return Collections.unmodifiableMap(entries);
                },
                entries -> entries.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + item.formatter.apply(entry.getValue()))
                        .collect(Collectors.joining(",")));
    }

    private T part(String text, String which) {
        try {
            require(!text.isEmpty(), text, "must not be empty");
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(which + " " + e.getMessage(), e);
        }
    }

    private static long whole(String text, long min, long max) {
        BigInteger value = WHOLE.matcher(text.strip()).matches() ? new BigInteger(text.strip()) : null;
        boolean fits = value != null
                && value.compareTo(BigInteger.valueOf(min)) >= 0
                && value.compareTo(BigInteger.valueOf(max)) <= 0;
        require(fits, text, "must be a whole number from " + min + " to " + max);
        return value.longValueExact();
    }

    private static long amount(String text, Map<String, Long> units, String rule) {
        Matcher matcher = WITH_UNIT.matcher(text.strip());
        require(matcher.matches(), text, rule);
        String number = matcher.group(1);
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        if (unit.isEmpty() && !units.containsKey("")) {
            throw new IllegalArgumentException("has no unit: " + rule);
        }
        require(units.containsKey(unit), text, rule);
        BigInteger amount = new BigInteger(number).multiply(BigInteger.valueOf(units.get(unit)));
        require(amount.compareTo(LONG_MAX) <= 0, text, "is too large: " + rule);
        return amount.longValueExact();
    }

    private static String withUnit(long amount, Map<String, Long> units, String unitOfZero) {
        return amount == 0
                ? "0" + unitOfZero
                : units.entrySet().stream()
                        .filter(unit -> amount % unit.getValue() == 0)
                        .findFirst()
                        .map(unit -> amount / unit.getValue() + unit.getKey())
                        .orElseThrow();
    }

    private static Map<String, Long> units(Object... namesAndFactors) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (Object[] pair = namesAndFactors; pair.length > 0; pair = Arrays.copyOfRange(pair, 2, pair.length)) {
            units.put((String) pair[0], (Long) pair[1]);
        }
        return Collections.unmodifiableMap(units);
    }

    private static <V> V require(boolean right, V value, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
        return value;
    }
}
