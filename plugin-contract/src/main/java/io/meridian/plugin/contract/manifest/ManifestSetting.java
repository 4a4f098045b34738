package io.meridian.plugin.contract.manifest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One setting of a plugin, as its manifest declares it.
 *
 * @param value the default, as text; empty when it must be set
 * @param min the least number allowed, if bounded
 * @param max the greatest number allowed, if bounded
 * @param values what a choice may be, else empty
 * @param doc what it does, may be empty
 * @param secret never shown or logged; has no default
 */
public record ManifestSetting(
        String name,
        SettingType type,
        Optional<String> value,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<String> values,
        String doc,
        boolean secret) {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    public ManifestSetting {
        values = List.copyOf(values);
    }

    /** Whether it must be set. */
    public boolean isRequired() {
        return value.isEmpty();
    }

    /**
     * What is wrong with a value, or nothing. The value of a secret is not repeated.
     *
     * @param text as it is written in the settings file
     */
    public Optional<String> problem(String text) {
        String shown = secret ? "the value" : "'" + Texts.shown(text) + "'";
        if (type == SettingType.CHOICE && !values.contains(text)) {
            return Optional.of(shown + " is none of " + String.join(", ", values)
                    + (secret ? "" : Texts.suggestion(text, values)));
        }
        if (!type.takes(text)) {
            return Optional.of(shown + " must be " + type.wanted());
        }
        if (type.isNumber()) {
            BigDecimal number = new BigDecimal(text);
            if (type == SettingType.INTEGER && (number.compareTo(LEAST) < 0 || number.compareTo(MOST) > 0)) {
                return Optional.of(shown + " is out of range: it must be " + type.wanted());
            }
            if (min.isPresent() && number.compareTo(min.get()) < 0) {
                return Optional.of(shown + " is below min " + min.get().toPlainString());
            }
            if (max.isPresent() && number.compareTo(max.get()) > 0) {
                return Optional.of(shown + " is above max " + max.get().toPlainString());
            }
        }
        return Optional.empty();
    }
}
