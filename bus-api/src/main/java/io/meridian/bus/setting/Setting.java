package io.meridian.bus.setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The declaration of one setting. Keep it in a constant, list it in a {@link SettingsSchema}, and use the constant to
 * read the value from {@link Settings}:
 *
 * <pre>{@code
 * static final Setting<Long> TERM_LENGTH = Setting.bytes("log.term.length", "Size of one log buffer term.")
 *         .defaultsTo(16L << 20).between(64L << 10, 1L << 30).powerOfTwo();
 * }</pre>
 *
 * <p>Immutable: each method below returns a changed copy. Without a default the setting is required.
 */
public final class Setting<T> {
    static final String MASK = "******";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final String name;
    private final String variable;
    private final SettingType<T> type;
    private final String doc;
    private final boolean secret;
    private final Fallback<T> fallback;
    private final List<Check<T>> checks;

    /** What holds when no source gives a value. */
    sealed interface Fallback<T> {
        record Required<T>() implements Fallback<T> {}

        record Fixed<T>(T value) implements Fallback<T> {}

        record Computed<T>(String words, Function<Settings, ? extends T> rule) implements Fallback<T> {}

        record Absent<T>(String words) implements Fallback<T> {}
    }

    private record Check<T>(Predicate<? super T> test, String rule) {}

    private Setting(
            String name,
            String variable,
            SettingType<T> type,
            String doc,
            boolean secret,
            Fallback<T> fallback,
            List<Check<T>> checks) {
        this.name = name;
        this.variable = variable;
        this.type = type;
        this.doc = doc;
        this.secret = secret;
        this.fallback = fallback;
        this.checks = checks;
    }

    /**
     * Declares a required setting.
     *
     * @param name dotted lower case; the environment variable is the same in capitals with '_' for '.' and '-'
     * @param doc  a sentence or two that say what the setting does, for the reference page
     */
    public static <T> Setting<T> of(String name, SettingType<T> type, String doc) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name=" + name + " must be dotted lower case such as log.term.length");
        }
        if (doc.isBlank()) {
            throw new IllegalArgumentException("setting=" + name + " needs a sentence that says what it does");
        }
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return new Setting<>(name, variable, type, doc, false, new Fallback.Required<>(), List.of());
    }

    public static Setting<String> text(String name, String doc) {
        return of(name, SettingType.text(), doc);
    }

    public static Setting<Integer> integer(String name, String doc) {
        return of(name, SettingType.integer(), doc);
    }

    public static Setting<Long> longInteger(String name, String doc) {
        return of(name, SettingType.longInteger(), doc);
    }

    public static Setting<Double> decimal(String name, String doc) {
        return of(name, SettingType.decimal(), doc);
    }

    public static Setting<Boolean> bool(String name, String doc) {
        return of(name, SettingType.bool(), doc);
    }

    public static Setting<Duration> duration(String name, String doc) {
        return of(name, SettingType.duration(), doc);
    }

    public static Setting<Long> bytes(String name, String doc) {
        return of(name, SettingType.bytes(), doc);
    }

    public static Setting<Path> path(String name, String doc) {
        return of(name, SettingType.path(), doc);
    }

    public static <E extends Enum<E>> Setting<E> choice(String name, Class<E> constants, String doc) {
        return of(name, SettingType.choice(constants), doc);
    }

    public static Setting<HostPort> hostPort(String name, String doc) {
        return of(name, SettingType.hostPort(), doc);
    }

    public static <T> Setting<List<T>> list(String name, SettingType<T> item, String doc) {
        return of(name, SettingType.listOf(item), doc);
    }

    public static <T> Setting<Map<String, T>> map(String name, SettingType<T> item, String doc) {
        return of(name, SettingType.mapOf(item), doc);
    }

    /** The value when none is given. */
    public Setting<T> defaultsTo(T value) {
        return with(variable, secret, new Fallback.Fixed<>(Objects.requireNonNull(value, name)), checks);
    }

    /**
     * The value when none is given is worked out from other settings, once, when it is first asked for.
     *
     * @param words says to a person what it will be: "twice `log.term.length`"
     */
    public Setting<T> defaultsTo(String words, Function<Settings, ? extends T> rule) {
        return with(variable, secret, new Fallback.Computed<>(words, rule), checks);
    }

    /**
     * The setting may stay without a value; read it with {@link Settings#find}.
     *
     * @param words says to a person what happens then: "no password is sent"
     */
    public Setting<T> optional(String words) {
        return with(variable, secret, new Fallback.Absent<>(words), checks);
    }

    /** The value is never printed. */
    public Setting<T> secret() {
        return with(variable, true, fallback, checks);
    }

    /** An environment variable of another name than the derived one. */
    public Setting<T> environmentVariable(String other) {
        if (!VARIABLE.matcher(other).matches()) {
            throw new IllegalArgumentException("environmentVariable=" + other + " must be capitals, digits and _");
        }
        return with(other, secret, fallback, checks);
    }

    /** Adds a check. The rule completes the sentence "the value ...": "must be a folder that exists". */
    public Setting<T> check(Predicate<? super T> test, String rule) {
        Check<T> added = new Check<>(test, rule);
        return with(
                variable,
                secret,
                fallback,
                Stream.concat(checks.stream(), Stream.of(added)).toList());
    }

    /** Both ends are allowed. */
    public Setting<T> between(T min, T max) {
        return check(
                value -> compare(value, min) >= 0 && compare(value, max) <= 0,
                "must be from " + type.formatter().apply(min) + " to "
                        + type.formatter().apply(max));
    }

    public Setting<T> atLeast(T min) {
        return check(
                value -> compare(value, min) >= 0,
                "must be at least " + type.formatter().apply(min));
    }

    /** For whole numbers and sizes. */
    public Setting<T> powerOfTwo() {
        return check(
                value -> value instanceof Number number
                        && number.longValue() > 0
                        && Long.bitCount(number.longValue()) == 1,
                "must be a power of two");
    }

    public String name() {
        return name;
    }

    public String environmentVariable() {
        return variable;
    }

    public SettingType<T> type() {
        return type;
    }

    public String doc() {
        return doc;
    }

    public boolean isSecret() {
        return secret;
    }

    /** The checks in words, in the order they were declared. */
    public List<String> rules() {
        return checks.stream().map(Check::rule).toList();
    }

    @Override
    public String toString() {
        return name;
    }

    Fallback<T> fallback() {
        return fallback;
    }

    /** The value as a person may see it. */
    String shown(T value) {
        return secret ? MASK : type.formatter().apply(value);
    }

    /** What a good value is, with an example. */
    String wanted() {
        String example = fallback instanceof Fallback.Fixed<T>(T value) && !secret
                ? type.formatter().apply(value)
                : type.example();
        return "a value" + (example.isEmpty() ? "" : " such as " + example) + " (" + type.name() + ")";
    }

    /** Reads and checks a text; the exception's message says what would be right and never shows a secret. */
    T parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is given but blank: give " + wanted()
                    + (fallback instanceof Fallback.Required<T> ? "" : ", or remove it to use the default"));
        }
        T value;
        try {
            value = Objects.requireNonNull(type.parser().apply(text), name);
        } catch (IllegalArgumentException e) {
            // A parser's message may hold part of the text.
            throw secret ? new IllegalArgumentException("must be " + wanted()) : e;
        }
        return checked(value);
    }

    T checked(T value) {
        List<String> broken = checks.stream()
                .filter(check -> !check.test().test(value))
                .map(Check::rule)
                .toList();
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(String.join(" and ", broken));
        }
        return value;
    }

    private Setting<T> with(String newVariable, boolean newSecret, Fallback<T> newFallback, List<Check<T>> newChecks) {
        return new Setting<>(name, newVariable, type, doc, newSecret, newFallback, newChecks);
    }

    @SuppressWarnings("unchecked")
    private int compare(T value, T bound) {
        if (value instanceof Comparable<?> comparable) {
            return ((Comparable<T>) comparable).compareTo(bound);
        }
        throw new IllegalStateException("setting=" + name + " has values without an order, so it can have no range");
    }
}
