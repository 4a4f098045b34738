package io.meridian.platform.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The folder {@code monitoring}, read by tests. */
public final class RuleFiles {
    public static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    public static final Path FOLDER = REPOSITORY.resolve("monitoring");

    private RuleFiles() {}

    /** A rule, of either kind. */
    public record Rule(String name, boolean isAlert, String expression, Map<?, ?> whole) {}

    public static Object yaml(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    public static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (String file : List.of("recording.yml", "alerts.yml")) {
            Map<?, ?> root = (Map<?, ?>) yaml(FOLDER.resolve("rules").resolve(file));
            for (Object group : (List<?>) root.get("groups")) {
                for (Object each : (List<?>) ((Map<?, ?>) group).get("rules")) {
                    Map<?, ?> rule = (Map<?, ?>) each;
                    boolean isAlert = rule.containsKey("alert");
                    rules.add(new Rule(
                            rule.get(isAlert ? "alert" : "record").toString(),
                            isAlert,
                            rule.get("expr").toString(),
                            rule));
                }
            }
        }
        return rules;
    }

    public static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("tests"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }
}
