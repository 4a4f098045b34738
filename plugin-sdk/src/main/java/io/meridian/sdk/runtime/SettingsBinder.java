package io.meridian.sdk.runtime;

import io.meridian.sdk.annotation.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For a runtime: makes a record of settings out of names and texts. */
public final class SettingsBinder {
    private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ns|us|ms|s|min|m|h|d)");

    private SettingsBinder() {}

    /** @throws IllegalArgumentException that names every setting that is missing, unknown or wrong */
    public static <S extends Record> S bind(Class<S> type, Map<String, String> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<String> wrong = new ArrayList<>();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        values.keySet().stream()
                .filter(given -> !names.contains(given))
                .sorted()
                .forEach(given -> wrong.add("setting=" + given + " is unknown; "
                        + (names.isEmpty() ? "this plugin has none" : "there are " + String.join(", ", names))));
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            types[i] = component.getType();
            Setting said = component.getAnnotation(Setting.class);
            String text = values.get(component.getName());
            if (text == null && said != null && !said.value().equals(Setting.REQUIRED)) {
                text = said.value();
            }
            if (text == null) {
                wrong.add("setting=" + component.getName() + " is missing and has no default: add a line "
                        + component.getName() + "=... to the plugin's settings");
                continue;
            }
            try {
                arguments[i] = parse(component.getType(), text.strip());
                if (said != null && arguments[i] instanceof Number number) {
                    requireRange(said, number.doubleValue());
                }
            } catch (IllegalArgumentException bad) {
                String shown = said != null && said.secret() ? "***" : text;
                String why = said != null && said.secret() ? "it is no " + types[i].getSimpleName() : bad.getMessage();
                wrong.add("setting=" + component.getName() + " value=" + shown + " is wrong: " + why);
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
        return construct(type, types, arguments);
    }

    /** The values that may be shown and kept. */
    public static Map<String, String> withoutSecrets(Class<? extends Record> type, Map<String, String> values) {
        Map<String, String> shown = new LinkedHashMap<>(values);
        secrets(type).forEach(shown::remove);
        return shown;
    }

    /** The names of those that may not. */
    public static List<String> secrets(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getAnnotation(Setting.class) != null
                        && component.getAnnotation(Setting.class).secret())
                .map(RecordComponent::getName)
                .toList();
    }

    private static <S extends Record> S construct(Class<S> type, Class<?>[] types, Object[] arguments) {
        try {
            Constructor<S> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(
                    "settings=" + type.getSimpleName() + " are wrong: "
                            + refused.getCause().getMessage(),
                    refused);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings=" + type.getName() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static void requireRange(Setting said, double value) {
        if (value < said.min() || value > said.max()) {
            throw new IllegalArgumentException("it must be from " + said.min() + " to " + said.max());
        }
    }

    private static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return Integer.parseInt(text);
        } else if (type == long.class || type == Long.class) {
            return Long.parseLong(text);
        } else if (type == double.class || type == Double.class) {
            return Double.parseDouble(text);
        } else if (type == boolean.class || type == Boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("it must be true or false");
            }
            return text.equals("true");
        } else if (type == BigDecimal.class) {
            return new BigDecimal(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == List.class) {
            return text.isEmpty() ? List.of() : List.of(text.split(" *, *"));
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalArgumentException("settings of type=" + type.getName() + " are not supported");
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text.replace('-', '_'))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("it must be one of " + List.of(type.getEnumConstants()));
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a length of time is a number and ns, us, ms, s, m, h or d, as in 500ms");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ns" -> Duration.ofNanos(amount);
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m", "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
