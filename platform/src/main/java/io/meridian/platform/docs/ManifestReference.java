package io.meridian.platform.docs;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The page on {@code plugin.yaml}, from its JSON Schema. */
final class ManifestReference {
    static final String EXAMPLE = """
        manifest: 1
        id: my-alpha
        version: 0.1.0
        description: Follows the trend of one share.
        pool: STRATEGY
        main: com.acme.MyAlpha
        publishes:
          - platform.oms.command.*
        subscribes:
          - platform.data.bar.XNAS.*
          - platform.oms.event.*
        state: SNAPSHOT
        settings:
          - name: fast
            type: integer
            default: 12
            min: 1
            max: 200
            doc: Bars of the fast average.
          - name: apiKey
            type: string
            secret: true
        resources:
          memory-mib: 256
          cpus: 0.5
        egress:
          - api.example.com:443
        """;

    private ManifestReference() {}

    static String markdown() {
        Map<?, ?> schema = (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(ContractFile.text("plugin-schema.json"));
        StringBuilder page = new StringBuilder(ContractFile.notice("plugin-schema.json"));
        page.append("# The manifest, plugin.yaml\n\n").append(schema.get("description"));
        page.append(" Java plugins do not write it: the build does, from the annotation of the plugin's class.\n\n");
        page.append("<!-- tested: ExampleManifestsTest -->\n```yaml\n")
                .append(EXAMPLE)
                .append("```\n");
        page.append("\n## Keys\n\n");
        table(page, schema);
        page.append("\n"
                + "A topic here is a topic or a pattern, without a deployment: `*` is one segment, `**` at the end"
                + " one or ");
        page.append("more.\n\n## resources\n\n");
        Map<?, ?> properties = (Map<?, ?>) schema.get("properties");
        table(page, (Map<?, ?>) properties.get("resources"));
        page.append("\n## settings\n\nEach is a mapping.\n\n");
        table(page, (Map<?, ?>) ((Map<?, ?>) schema.get("$defs")).get("setting"));
        page.append("\n## Rules\n\n");
        page.append(
                "The file is UTF-8, at most 64 KiB, one YAML 1.2 document. Anchors, aliases, tags, keys that are there"
                        + " twice ");
        page.append("and keys that are not known are errors. Everything that is wrong is said at once, each with its"
                + " line.\n\n");
        page.append(
                "`plugin-schema.json`, published with the plugin contract, says the same for editors and other tools."
                        + " Beyond ");
        page.append(
                "it, names of settings differ from each other, a default lies between its bounds and among its values,"
                        + " and ");
        page.append("numbers are written in decimal digits.\n");
        return page.toString();
    }

    private static void table(StringBuilder page, Map<?, ?> object) {
        List<?> required = object.get("required") instanceof List<?> names ? names : List.of();
        page.append("| key | is | if left out | meaning |\n| --- | --- | --- | --- |\n");
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) object.get("properties")).entrySet()) {
            Map<?, ?> key = (Map<?, ?>) entry.getValue();
            page.append("| `")
                    .append(entry.getKey())
                    .append("` | ")
                    .append(type(key))
                    .append(" | ");
            page.append(required.contains(entry.getKey()) ? "an error" : left(key))
                    .append(" | ");
            page.append(ContractFile.cell(key.get("description").toString())).append(" |\n");
        }
    }

    private static String type(Map<?, ?> key) {
        if (key.containsKey("const")) {
            return "`" + key.get("const") + "`";
        }
        if (key.get("enum") instanceof List<?> values) {
            return "`"
                    + String.join("`, `", values.stream().map(Object::toString).toList()) + "`";
        }
        String type = key.get("type") instanceof List<?> types
                ? String.join(
                        ", ", types.stream().map(one -> name(one.toString())).toList())
                : name(key.get("type").toString());
        String bounds = key.containsKey("minimum") ? ", " + key.get("minimum") + " to " + key.get("maximum") : "";
        String items = key.containsKey("maxItems") ? ", at most " + key.get("maxItems") : "";
        String letters = key.containsKey("maxLength") ? ", at most " + key.get("maxLength") + " characters" : "";
        return type + bounds + items + letters;
    }

    private static String name(String type) {
        return switch (type) {
            case "string" -> "text";
            case "array" -> "list";
            case "object" -> "mapping";
            case "integer" -> "whole number";
            case "boolean" -> "true or false";
            default -> type;
        };
    }

    private static String left(Map<?, ?> key) {
        Object value = key.get("default");
        return value == null ? "" : value instanceof List<?> list && list.isEmpty() ? "none" : "`" + value + "`";
    }
}
