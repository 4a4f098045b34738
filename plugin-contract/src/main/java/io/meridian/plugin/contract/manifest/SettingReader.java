package io.meridian.plugin.contract.manifest;

import io.meridian.plugin.contract.manifest.ManifestException.Problem;
import io.meridian.plugin.contract.manifest.YamlNode.Entries;
import io.meridian.plugin.contract.manifest.YamlNode.Kind;
import io.meridian.plugin.contract.manifest.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one setting of a manifest. */
final class SettingReader {
    private static final int MAX_VALUES = 64;
    private static final int MAX_DEFAULT = 1024;

    private static final Set<String> KEYS = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of("name", "type", "required", "default", "min", "max", "values", "doc", "secret")));
    private static final List<String> TYPES =
            Arrays.stream(SettingType.values()).map(SettingType::key).toList();
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private final Fields fields;

    private SettingReader(Fields fields) {
        this.fields = fields;
    }

    static ManifestSetting read(Entries entries, List<Problem> problems) {
        String called = entries.entries().containsKey("name")
                        && entries.entries().get("name").value() instanceof Scalar scalar
                ? "setting " + Texts.shown(scalar.text()) + ": "
                : "setting: ";
        return new SettingReader(new Fields(entries, called, KEYS, problems)).setting();
    }

    private ManifestSetting setting() {
        String name = fields.text(
                "name",
                true,
                "1 to 64 of A-Z a-z 0-9 _ . -, a letter first",
                text -> NAME.matcher(text).matches());
        Optional<SettingType> type =
                fields.oneOf("type", true, TYPES).map(key -> SettingType.values()[TYPES.indexOf(key)]);
        Optional<BigDecimal> min = bound("min", type);
        Optional<BigDecimal> max = bound("max", type);
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            fields.report(fields.node("min"), "'min' is above 'max'");
        }
        boolean secret = fields.flag("secret").orElse(false);
        ManifestSetting setting = new ManifestSetting(
                name,
                type.orElse(SettingType.STRING),
                value(type, secret),
                min,
                max,
                values(type),
                fields.text("doc", false, "a text of at most 500 characters", text -> text.length() <= 500),
                secret);
        // Only a default that is right by itself is held against bounds and values, and only when those are right.
        if (type.isPresent() && setting.value().isPresent()) {
            setting.problem(setting.value().get())
                    .ifPresent(problem -> fields.report(fields.node("default"), "default " + problem));
        }
        return setting;
    }

    private Optional<BigDecimal> bound(String key, Optional<SettingType> type) {
        if (fields.has(key) && type.isPresent() && !type.get().isNumber()) {
            fields.report(fields.node(key), "'" + key + "' is only for settings of type integer or decimal");
            return Optional.empty();
        }
        return fields.number(key, false, null, null);
    }

    private List<String> values(Optional<SettingType> type) {
        List<String> values = fields.texts(
                "values",
                MAX_VALUES,
                false,
                "a text of 1 to 64 characters",
                text -> !text.isEmpty() && text.length() <= 64);
        if (type.isPresent() && (type.get() == SettingType.CHOICE) != fields.has("values")) {
            fields.report(
                    fields.node("values"),
                    type.get() == SettingType.CHOICE
                            ? "a setting of type choice needs 'values'"
                            : "'values' is only for settings of type choice");
        } else if (fields.has("values") && values.isEmpty()) {
            fields.report(fields.node("values"), "'values' is empty");
        }
        return values;
    }

    private Optional<String> value(Optional<SettingType> type, boolean secret) {
        Optional<Boolean> required = fields.flag("required");
        boolean given = fields.has("default");
        if (given && secret) {
            fields.report(fields.node("default"), "a secret has no default: a manifest is no place for secrets");
        } else if (given && required.orElse(false)) {
            fields.report(fields.node("default"), "a setting that is required has no default; take one of the two out");
        } else if (!given && !required.orElse(true)) {
            fields.report(fields.node("required"), "a setting that is not required needs a 'default'");
        }
        Optional<Scalar> scalar = type.isPresent()
                ? fields.scalar("default", false, type.get().wanted(), kinds(type.get()))
                : fields.scalar("default", false, "a text", Kind.values());
        return scalar.map(value -> {
            if (value.text().length() > MAX_DEFAULT) {
                fields.report(value, "a default has at most " + MAX_DEFAULT + " characters");
            }
            return value.kind() == Kind.BOOLEAN ? value.text().toLowerCase(Locale.ROOT) : value.text();
        });
    }

    /** What YAML may take a default for. In quotes every one may be written. */
    private static Kind[] kinds(SettingType type) {
        return switch (type) {
            case INTEGER -> new Kind[] {Kind.TEXT, Kind.INTEGER};
            case DECIMAL -> new Kind[] {Kind.TEXT, Kind.INTEGER, Kind.NUMBER};
            case BOOLEAN -> new Kind[] {Kind.TEXT, Kind.BOOLEAN};
            case STRING, DURATION, CHOICE, LIST -> new Kind[] {Kind.TEXT};
        };
    }
}
