package io.meridian.bus.setting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of all declared settings: parsed, checked and immutable. Read once at start and handed to what needs them.
 *
 * <p>A value comes from the first of these that gives one: the program, the environment, the file named by the
 * environment variable {@code MERIDIAN_CONFIG}, the default.
 */
public final class Settings {
    private final KnownSettings known;
    private final Map<Setting<?>, Given<?>> given;
    private final Map<Setting<?>, Object> computed = new ConcurrentHashMap<>();

    /** A value that a source gave. */
    record Given<T>(T value, String origin) {}

    Settings(KnownSettings known, Map<Setting<?>, Given<?>> given) {
        this.known = known;
        this.given = new HashMap<>(given);
    }

    /**
     * Reads the environment and the file it names.
     *
     * @param schemas     all that exist in this process, also those of engines that are not chosen
     * @param environment usually {@link System#getenv()}
     * @throws SettingsException with every problem found
     */
    public static Settings read(Collection<SettingsSchema> schemas, Map<String, String> environment) {
        return reader(schemas).environment(environment).read();
    }

    /** Takes only the values given here, by setting name; for tests and programs. */
    public static Settings of(Collection<SettingsSchema> schemas, Map<String, String> values) {
        return reader(schemas).values(values).read();
    }

    /** Reads from any combination of sources. */
    public static SettingsReader reader(Collection<SettingsSchema> schemas) {
        return new SettingsReader(new KnownSettings(schemas));
    }

    /**
     * The value of a setting.
     *
     * @throws SettingsException     if the setting is required and missing, which can be so only for an engine that
     *                               nobody has asked for with {@link #require}
     * @throws IllegalStateException if the setting is optional and without a value: read those with {@link #find}
     */
    public <T> T get(Setting<T> setting) {
        Optional<T> value = find(setting);
        if (value.isPresent()) {
            return value.get();
        }
        if (setting.fallback() instanceof Setting.Fallback.Required<T>) {
            throw new SettingsException(List.of(missing(setting)));
        }
        throw new IllegalStateException("setting=" + setting + " is optional and has no value: use find");
    }

    /** The value of a setting, or nothing if it has none. */
    public <T> Optional<T> find(Setting<T> setting) {
        if (!known.contains(setting)) {
            throw new IllegalArgumentException("setting=" + setting + " is in none of the schemas that were read");
        }
        @SuppressWarnings("unchecked") // The reader parses each value by its own setting.
        Given<T> value = (Given<T>) given.get(setting);
        if (value != null) {
            return Optional.of(value.value());
        }
        return switch (setting.fallback()) {
            case Setting.Fallback.Fixed<T>(T fixed) -> Optional.of(fixed);
            case Setting.Fallback.Computed<T> rule -> Optional.of(compute(setting, rule));
            case Setting.Fallback.Absent<T> absent -> Optional.empty();
            case Setting.Fallback.Required<T> required -> Optional.empty();
        };
    }

    /** Whether a source gave the value, so that it is not the default. */
    public boolean isGiven(Setting<?> setting) {
        return given.containsKey(setting);
    }

    /**
     * To be called with the schema of each engine that will be used, before it starts.
     *
     * @throws SettingsException with every required setting of these schemas that is missing
     */
    public void require(SettingsSchema... used) {
        List<String> problems = new ArrayList<>();
        for (SettingsSchema schema : used) {
            for (Setting<?> setting : schema.settings()) {
                if (setting.fallback() instanceof Setting.Fallback.Required<?>
                        && find(setting).isEmpty()) {
                    problems.add(missing(setting));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** One line a setting with its value and where that came from, for a person. Secrets are masked. */
    public String describe() {
        int width = known.all().stream()
                .mapToInt(setting -> setting.name().length())
                .max()
                .orElse(1);
        StringBuilder text = new StringBuilder();
        for (SettingsSchema schema : known.schemas) {
            text.append("# ").append(schema.title()).append('\n');
            for (Setting<?> setting : schema.settings()) {
                text.append(String.format("%-" + width + "s = %s\n", setting.name(), describe(setting)));
            }
        }
        return text.toString();
    }

    private <T> String describe(Setting<T> setting) {
        Given<?> source = given.get(setting);
        Optional<T> value;
        try {
            value = find(setting);
        } catch (SettingsException e) {
            // A default that follows from a setting which a part not in use would need.
            value = Optional.empty();
        }
        String shown = value.map(present -> Shown.bare(setting.shown(present))).orElse("");
        String origin = source != null
                ? source.origin()
                : switch (setting.fallback()) {
                    case Setting.Fallback.Fixed<T> fixed -> "default";
                    case Setting.Fallback.Computed<T> rule -> "default: " + rule.words();
                    case Setting.Fallback.Absent<T> absent -> "not given: " + absent.words();
                    case Setting.Fallback.Required<T> required -> "not given: required when used";
                };
        return shown + (shown.isEmpty() ? "(" : "  (") + origin + ")";
    }

    private <T> T compute(Setting<T> setting, Setting.Fallback.Computed<T> rule) {
        @SuppressWarnings("unchecked") // Filled only below.
        T earlier = (T) computed.get(setting);
        if (earlier != null) {
            return earlier;
        }
        // Not computeIfAbsent: a rule may read another computed default.
        T value = rule.rule().apply(this);
        try {
            setting.checked(value);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(SettingsReader.problem(
                    setting,
                    setting.shown(value),
                    "the default, " + rule.words(),
                    e.getMessage() + "; set it yourself")));
        }
        @SuppressWarnings("unchecked")
        T first = (T) computed.putIfAbsent(setting, value);
        return first == null ? value : first;
    }

    static String missing(Setting<?> setting) {
        return setting.name() + " is required and not given: set " + setting.environmentVariable() + ", or write "
                + setting.name() + "= in the file named by " + KnownSettings.CONFIG_VARIABLE + ", to "
                + setting.wanted() + ". " + setting.doc();
    }
}
