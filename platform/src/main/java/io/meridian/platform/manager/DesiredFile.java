package io.meridian.platform.manager;

import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What shall be, as a file that can be kept under version control: instances and the grants they need. Read strictly; everything that is wrong with it is said at once.
 *
 * @param instances by name
 * @param grants what each shall be granted
 */
record DesiredFile(Map<String, WantedInstance> instances, List<WantedGrant> grants) {
    private static final Set<String> TOP = Set.of("instances", "grants");
    private static final Set<String> INSTANCE =
            Set.of("name", "plugin", "version", "runtime", "desired", "settings", "needs");
    private static final Set<String> GRANT = Set.of("instance", "effect", "action", "pattern", "until", "why");

    /** @param version null: the newest when it is made, and then left; @param desired RUNNING or STOPPED */
    record WantedInstance(
            String name,
            String plugin,
            String version,
            String runtime,
            String desired,
            Map<String, String> settings,
            List<String> needs) {}

    /** @param until null: it does not end by itself */
    record WantedGrant(String instance, String effect, String action, String pattern, String until, String why) {
        String key() {
            return instance + " " + effect + " " + action + " " + pattern;
        }
    }

    static DesiredFile read(Path file) {
        Object root;
        try {
            root = new Load(LoadSettings.builder()
                            .setLabel(file.toString())
                            .setAllowDuplicateKeys(false)
                            .setCodePointLimit(1 << 20)
                            .build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw CommandException.wrongUse("The file " + file + " cannot be read: " + e.getMessage());
        } catch (YamlEngineException e) {
            throw CommandException.wrongUse("The file " + file + " is no YAML: " + e.getMessage());
        }
        List<String> problems = new ArrayList<>();
        Map<String, WantedInstance> instances = new LinkedHashMap<>();
        List<WantedGrant> grants = new ArrayList<>();
        Fields top = new Fields(root, "the file", TOP, problems);
        for (Object item : top.list("instances")) {
            Fields fields = new Fields(item, "an instance", INSTANCE, problems);
            String name = fields.text("name", true);
            if (instances.put(
                            String.valueOf(name),
                            new WantedInstance(
                                    name,
                                    fields.text("plugin", true),
                                    fields.text("version", false),
                                    fields.text("runtime", false),
                                    fields.choice("desired", Set.of("RUNNING", "STOPPED"), "RUNNING"),
                                    fields.texts("settings"),
                                    fields.list("needs").stream()
                                            .map(String::valueOf)
                                            .toList()))
                    != null) {
                problems.add("instance " + name + " is there twice");
            }
        }
        for (Object item : top.list("grants")) {
            Fields fields = new Fields(item, "a grant", GRANT, problems);
            String why = fields.text("why", false);
            grants.add(new WantedGrant(
                    fields.text("instance", true),
                    fields.choice("effect", Set.of("ALLOW", "DENY"), "ALLOW"),
                    fields.choice("action", Set.of("PUBLISH", "SUBSCRIBE", "REQUEST", "REPLAY"), null),
                    fields.text("pattern", true),
                    fields.text("until", false),
                    why == null ? "" : why));
        }
        if (!problems.isEmpty()) {
            throw CommandException.wrongUse(file + " is not right:\n  - " + String.join("\n  - ", problems));
        }
        return new DesiredFile(instances, grants);
    }

    /** The fields of one mapping; what is wrong with them is added to the problems. */
    private record Fields(Map<?, ?> map, String what, List<String> problems) {
        Fields(Object value, String what, Set<String> known, List<String> problems) {
            this(value instanceof Map<?, ?> map ? map : Map.of(), what, problems);
            if (!(value instanceof Map<?, ?>)) {
                problems.add(what + " must be a mapping with keys of " + known);
            }
            map().keySet().stream()
                    .filter(key -> !known.contains(String.valueOf(key)))
                    .forEach(key -> problems.add(
                            what + " has no key '" + key + "'; there are " + new java.util.TreeSet<>(known)));
        }

        String text(String key, boolean required) {
            Object value = map.get(key);
            if (value == null) {
                if (required) {
                    problems.add(what + " needs " + key);
                }
                return null;
            }
            if (value instanceof Map<?, ?> || value instanceof List<?>) {
                problems.add(key + " of " + what + " must be a text");
            }
            return String.valueOf(value);
        }

        String choice(String key, Set<String> values, String preset) {
            String text = text(key, preset == null);
            String upper = text == null ? preset : text.toUpperCase(Locale.ROOT);
            if (upper != null && !values.contains(upper)) {
                problems.add(key + " of " + what + " is '" + text + "' and must be one of "
                        + new java.util.TreeSet<>(values));
            }
            return upper;
        }

        List<?> list(String key) {
            Object value = map.get(key);
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof List<?> list)) {
                problems.add(key + " of " + what + " must be a list");
                return List.of();
            }
            return list;
        }

        Map<String, String> texts(String key) {
            Map<String, String> texts = new TreeMap<>();
            Object value = map.get(key);
            if (value instanceof Map<?, ?> values) {
                values.forEach((name, each) -> texts.put(String.valueOf(name), String.valueOf(each)));
            } else if (value != null) {
                problems.add(key + " of " + what + " must be a mapping");
            }
            return texts;
        }
    }
}
