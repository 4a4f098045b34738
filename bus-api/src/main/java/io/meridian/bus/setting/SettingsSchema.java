package io.meridian.bus.setting;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of one part of the product, with a title: a section of the reference page.
 *
 * <p>A schema may claim environment variables by prefix. A variable that is claimed but not declared is an error, so a
 * misspelt name does not pass in silence. Variables that other programs use under the same prefix are listed with
 * {@link #tolerating}; those that Kubernetes sets for a service are always let through.
 */
public final class SettingsSchema {
    private final String title;
    private final boolean alwaysUsed;
    private final List<Setting<?>> settings;
    private final Set<String> prefixes;
    private final Set<String> tolerated;

    private SettingsSchema(
            String title, boolean alwaysUsed, List<Setting<?>> settings, Set<String> prefixes, Set<String> tolerated) {
        this.title = title;
        this.alwaysUsed = alwaysUsed;
        this.settings = settings;
        this.prefixes = prefixes;
        this.tolerated = tolerated;
    }

    /** A part that is always in use: its required settings must be given. */
    public static SettingsSchema of(String title, Setting<?>... settings) {
        return new SettingsSchema(title, true, verified(settings), Set.of(), Set.of());
    }

    /**
     * An engine or another part that is used only when chosen. What is given for it is always checked, but what is
     * missing is reported by {@link Settings#require} alone.
     */
    public static SettingsSchema ofEngine(String title, Setting<?>... settings) {
        return new SettingsSchema(title, false, verified(settings), Set.of(), Set.of());
    }

    /** Claims every environment variable that starts so, for example {@code "BUS_"}. */
    public SettingsSchema claiming(String... prefixesOfVariables) {
        for (String prefix : prefixesOfVariables) {
            if (!prefix.matches("[A-Z][A-Z0-9_]*_")) {
                throw new IllegalArgumentException("prefix=" + prefix + " must be capitals that end with _: BUS_");
            }
        }
        return new SettingsSchema(title, alwaysUsed, settings, Set.of(prefixesOfVariables), tolerated);
    }

    /** Environment variables of other programs under a claimed prefix, for example {@code "BUS_STOP_NAME"}. */
    public SettingsSchema tolerating(String... variablesOfOthers) {
        return new SettingsSchema(title, alwaysUsed, settings, prefixes, Set.of(variablesOfOthers));
    }

    public String title() {
        return title;
    }

    /** In the order of declaration. */
    public List<Setting<?>> settings() {
        return settings;
    }

    boolean alwaysUsed() {
        return alwaysUsed;
    }

    Set<String> prefixes() {
        return prefixes;
    }

    Set<String> tolerated() {
        return tolerated;
    }

    private static List<Setting<?>> verified(Setting<?>... settings) {
        Set<String> names = new TreeSet<>();
        for (Setting<?> setting : settings) {
            // An initialisation cycle between classes of constants shows up here as a null.
            Objects.requireNonNull(setting, "setting");
            if (!names.add(setting.name())) {
                throw new IllegalArgumentException("setting=" + setting + " is declared twice");
            }
            verifyDefault(setting);
        }
        return List.of(settings);
    }

    private static <T> void verifyDefault(Setting<T> setting) {
        if (setting.fallback() instanceof Setting.Fallback.Fixed<T>(T value)) {
            try {
                setting.checked(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("setting=" + setting + " has a default that " + e.getMessage(), e);
            }
        }
    }
}
