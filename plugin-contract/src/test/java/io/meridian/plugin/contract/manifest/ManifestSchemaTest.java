package io.meridian.plugin.contract.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The parser and {@code plugin-schema.json} say the same, save for what a JSON Schema cannot say. */
final class ManifestSchemaTest {
    private static final int CASES = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rules of the parser alone: they compare one value with another. */
    private static final List<String> BEYOND_SCHEMA = List.of(
            "is above max", "is out of range", "is below min", "'min' is above 'max'", "is none of", "is there twice");

    private final Schema schema = schema();
    private final SplittableRandom random = new SplittableRandom(20_260_702);

    private static Schema schema() {
        try (InputStream in = Manifest.class.getResourceAsStream("/io/meridian/plugin/contract/plugin-schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String yaml) {
        return JSON.valueToTree(
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml));
    }

    @Test
    void shouldAgreeOnGoodManifests() {
        for (String yaml : List.of(
                ManifestTest.WHOLE,
                ManifestTest.LEAST,
                ManifestTest.LEAST + "command: [python3, main.py]",
                ManifestTest.LEAST + "publishes: ['**', '*', a.**]",
                ManifestTest.LEAST + "egress: ['*.example.com:65535', 'a:1']")) {
            Manifest.parse(yaml);
            assertEquals(List.of(), schema.validate(json(yaml)), yaml);
        }
    }

    @Test
    void shouldAgreeOnManifestsThatWereChangedAtRandom() throws IOException {
        JsonNode whole = json(ManifestTest.WHOLE);
        int good = 0;
        int bad = 0;
        int beyond = 0;
        for (int i = 0; i < CASES; i++) {
            JsonNode changed = whole.deepCopy();
            for (int n = random.nextInt(3); n >= 0; n--) {
                change(changed);
            }
            String text = JSON.writeValueAsString(changed);
            List<Error> errors = schema.validate(changed);
            try {
                Manifest.parse(text);
                assertTrue(errors.isEmpty(), () -> "only the schema refuses: " + errors + "\n" + text);
                good++;
            } catch (ManifestException e) {
                if (!errors.isEmpty()) {
                    bad++;
                } else if (e.problems().stream()
                        .allMatch(problem -> BEYOND_SCHEMA.stream().anyMatch(problem.text()::contains))) {
                    beyond++;
                } else {
                    fail("only the parser refuses: " + e.getMessage() + "\n" + text);
                }
            }
        }
        assertTrue(good > CASES / 20 && bad > CASES / 5 && beyond > 10, good + " " + bad + " " + beyond);
    }

    /** Puts another value, key or item somewhere, or takes one away. */
    private void change(JsonNode root) {
        List<JsonNode> inner = new ArrayList<>();
        collect(root, inner);
        JsonNode node = inner.get(random.nextInt(inner.size()));
        if (node instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.isEmpty() || random.nextInt(4) == 0
                    ? pick(
                            "name",
                            "type",
                            "default",
                            "min",
                            "max",
                            "values",
                            "secret",
                            "required",
                            "main",
                            "command",
                            "x")
                    : keys.get(random.nextInt(keys.size()));
            if (random.nextInt(4) == 0) {
                object.remove(key);
            } else {
                object.set(key, value(2));
            }
        } else {
            ArrayNode array = (ArrayNode) node;
            if (array.isEmpty() || random.nextInt(3) == 0) {
                array.add(value(1));
            } else if (random.nextBoolean()) {
                array.remove(random.nextInt(array.size()));
            } else {
                array.add(array.get(random.nextInt(array.size())).deepCopy());
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> inner) {
        if (node.isContainerNode()) {
            inner.add(node);
            node.forEach(child -> collect(child, inner));
        }
    }

    private JsonNode value(int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> nodes.numberNode(random.nextInt(-5, 300));
            case 1 -> nodes.numberNode(random.nextInt(-99, 99) + 0.5);
            case 2 -> nodes.booleanNode(random.nextBoolean());
            case 3 -> nodes.nullNode();
            case 6 -> {
                ArrayNode array = nodes.arrayNode();
                Stream.generate(() -> value(depth - 1)).limit(random.nextInt(3)).forEach(array::add);
                yield array;
            }
            case 7 -> nodes.objectNode().set(pick("name", "cpus", "memory-mib", "x"), value(depth - 1));
            default ->
                nodes.textNode(pick(
                        "",
                        "a",
                        "A",
                        "a.b",
                        "a.**",
                        "**.a",
                        "*",
                        "12",
                        "1.5",
                        "1e5",
                        "true",
                        "250ms",
                        "1.0.0",
                        "1.0",
                        "integer",
                        "decimal",
                        "string",
                        "choice",
                        "list",
                        "duration",
                        "boolean",
                        "NONE",
                        "BOTH",
                        "a b",
                        "example.com:443",
                        "example.com:0",
                        "1.0.0-rc.1+5",
                        "x".repeat(600),
                        "a\nb",
                        "ä"));
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
