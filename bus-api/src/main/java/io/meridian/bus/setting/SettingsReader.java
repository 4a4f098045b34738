package io.meridian.bus.setting;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers values from their sources and reports all that is wrong with them at once. See {@link Settings#reader}. */
public final class SettingsReader {
    private final KnownSettings known;
    private Map<String, String> values = Map.of();
    private Map<String, String> environment = Map.of();
    private Path file;

    private record Text(String text, String origin) {}

    SettingsReader(KnownSettings known) {
        this.known = known;
    }

    /** Values by setting name that win over all other sources: tests, programs, command lines. */
    public SettingsReader values(Map<String, String> byName) {
        values = Map.copyOf(byName);
        return this;
    }

    public SettingsReader environment(Map<String, String> byVariable) {
        environment = Map.copyOf(byVariable);
        return this;
    }

    /** A file to read in place of the one that {@code MERIDIAN_CONFIG} names. */
    public SettingsReader file(Path instead) {
        file = instead;
        return this;
    }

    /**
     * Reads all sources.
     *
     * @throws SettingsException with every problem found
     */
    public Settings read() {
        List<String> problems = new ArrayList<>();
        Map<String, Text> texts = new HashMap<>();
        boolean fileUsable = readFile(texts, problems);
        readEnvironment(texts, problems);
        new TreeMap<>(values).forEach((name, text) -> {
            if (!known.hasName(name)) {
                problems.add(Shown.bare(name) + " (given by the program) is not a setting" + known.suggestName(name));
            }
            texts.put(name, new Text(text, "given by the program"));
        });
        Map<Setting<?>, Settings.Given<?>> given = new HashMap<>();
        for (SettingsSchema schema : known.schemas) {
            for (Setting<?> setting : schema.settings()) {
                Text text = texts.get(setting.name());
                if (text != null) {
                    parse(setting, text, given, problems);
                } else if (schema.alwaysUsed()
                        && fileUsable
                        && setting.fallback() instanceof Setting.Fallback.Required<?>) {
                    problems.add(Settings.missing(setting));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(known, given);
    }

    /** False if the file cannot be used; what seems missing then may well stand in it. */
    private boolean readFile(Map<String, Text> texts, List<String> problems) {
        Path path = file;
        String named = environment.get(KnownSettings.CONFIG_VARIABLE);
        if (path == null && named != null) {
            try {
                path = named.isBlank() ? null : Path.of(named);
            } catch (InvalidPathException e) {
                path = null;
            }
            if (path == null) {
                problems.add(KnownSettings.CONFIG_VARIABLE + "=" + Shown.quoted(named)
                        + (named.isBlank() ? " is given but blank" : " is not a path")
                        + ": give the path of a file, or remove the variable to use none");
                return false;
            }
        }
        if (path == null) {
            return true;
        }
        Path source = path;
        Map<String, SettingsFile.Line> lines = SettingsFile.read(source, problems);
        if (lines == null) {
            return false;
        }
        lines.forEach((name, line) -> {
            String origin = SettingsFile.origin(source, line.number());
            if (!known.hasName(name)) {
                problems.add(Shown.bare(name) + " (" + origin + ") is not a setting" + known.suggestName(name));
            }
            texts.put(name, new Text(line.value(), origin));
        });
        return true;
    }

    private void readEnvironment(Map<String, Text> texts, List<String> problems) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (known.isStrayVariable(variable, value)) {
                problems.add(Shown.bare(variable) + " (environment variable) is not one of a setting"
                        + known.suggestVariable(variable));
            }
        });
        for (Setting<?> setting : known.all()) {
            String text = environment.get(setting.environmentVariable());
            if (text != null) {
                texts.put(setting.name(), new Text(text, "environment variable " + setting.environmentVariable()));
            }
        }
    }

    private static <T> void parse(
            Setting<T> setting, Text text, Map<Setting<?>, Settings.Given<?>> given, List<String> problems) {
        try {
            given.put(setting, new Settings.Given<>(setting.parse(text.text()), text.origin()));
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() && !text.text().isBlank() ? Setting.MASK : Shown.quoted(text.text());
            problems.add(problem(setting, shown, text.origin(), e.getMessage()));
        }
    }

    static String problem(Setting<?> setting, String shown, String origin, String why) {
        return setting.name() + "=" + shown + " (" + origin + ") " + why;
    }
}
