package io.meridian.bus.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** All declarations together: unique, found by name or variable, and the nearest one to a name that is none of them. */
final class KnownSettings {
    static final String CONFIG_VARIABLE = "MERIDIAN_CONFIG";
    private static final int LONGEST_NAME = 100;
    /** What Kubernetes puts in the environment of every container for a service of that name. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_.+)?)");

    final List<SettingsSchema> schemas;
    private final Map<String, Setting<?>> byName = new LinkedHashMap<>();
    private final Map<String, Setting<?>> byVariable = new LinkedHashMap<>();

    KnownSettings(Collection<SettingsSchema> schemas) {
        this.schemas = List.copyOf(schemas);
        for (SettingsSchema schema : schemas) {
            for (Setting<?> setting : schema.settings()) {
                Setting<?> sameName = byName.put(setting.name(), setting);
                Setting<?> sameVariable = byVariable.put(setting.environmentVariable(), setting);
                if (sameName != null
                        || sameVariable != null
                        || setting.environmentVariable().equals(CONFIG_VARIABLE)) {
                    throw new IllegalArgumentException("setting=" + setting + " environmentVariable="
                            + setting.environmentVariable() + " of schema=" + schema.title() + " is declared before");
                }
            }
        }
    }

    Collection<Setting<?>> all() {
        return byName.values();
    }

    boolean contains(Setting<?> setting) {
        return byName.get(setting.name()) == setting;
    }

    boolean hasName(String name) {
        return byName.containsKey(name);
    }

    /** Whether the variable looks like one of ours and is none. */
    boolean isStrayVariable(String variable, String value) {
        if (byVariable.containsKey(variable)
                || variable.equals(CONFIG_VARIABLE)
                || SERVICE_LINK.matcher(variable).matches()
                || variable.endsWith("_PORT") && value.matches("(?s)(tcp|udp|sctp)://.*")) {
            return false;
        }
        return schemas.stream().anyMatch(schema -> schema.prefixes().stream().anyMatch(variable::startsWith))
                && schemas.stream().noneMatch(schema -> schema.tolerated().contains(variable));
    }

    String suggestName(String unknown) {
        // A variable's name written in the file is near to the setting's name too.
        return suggestion(unknown.toLowerCase(Locale.ROOT).replace('_', '.'), byName.keySet());
    }

    String suggestVariable(String unknown) {
        List<String> variables = new ArrayList<>(byVariable.keySet());
        variables.add(CONFIG_VARIABLE);
        return suggestion(unknown, variables);
    }

    private static String suggestion(String unknown, Collection<String> candidates) {
        String none = ": remove it, or see the settings reference for all names";
        if (unknown.length() > LONGEST_NAME) {
            return none;
        }
        int farthest = Math.max(2, unknown.length() / 4);
        Comparator<String> byDistance = Comparator.comparingInt(known -> editDistance(unknown, known));
        return candidates.stream()
                .min(byDistance.thenComparing(Comparator.naturalOrder()))
                .filter(known -> editDistance(unknown, known) <= farthest)
                .map(known -> ": did you mean " + known + "?")
                .orElse(none);
    }

    /** The fewest insertions, removals, replacements and swaps of neighbours that turn one text into the other. */
    static int editDistance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        Arrays.setAll(last, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] next = new int[to.length() + 1];
            next[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                int replaced = last[column - 1] + (same ? 0 : 1);
                next[column] = Math.min(replaced, Math.min(next[column - 1], last[column]) + 1);
                if (row > 1
                        && column > 1
                        && from.charAt(row - 1) == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1)) {
                    next[column] = Math.min(next[column], beforeLast[column - 2] + 1);
                }
            }
            beforeLast = last;
            last = next;
        }
        return last[to.length()];
    }
}
