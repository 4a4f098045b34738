package io.meridian.plugin.contract.manifest;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the value of a plugin's setting is written. */
public enum SettingType {
    STRING(".*", "a text"),
    INTEGER("[-+]?[0-9]{1,19}", "a whole number of at most 64 bits"),
    DECIMAL("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?", "a number such as -0.25"),
    BOOLEAN("true|false", "true or false"),
    DURATION("[0-9]{1,15}(ns|us|ms|s|m|h|d)", "a whole number and a unit (ns, us, ms, s, m, h, d) such as 250ms"),
    CHOICE(".*", "one of its values"),
    LIST(".*", "texts with commas between them");

    private final Pattern pattern;
    private final String wanted;

    SettingType(String pattern, String wanted) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.wanted = wanted;
    }

    /** As the manifest has it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a value must be, for a message. */
    public String wanted() {
        return wanted;
    }

    boolean takes(String value) {
        return pattern.matcher(value).matches();
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }
}
