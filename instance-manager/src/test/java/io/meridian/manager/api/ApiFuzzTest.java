package io.meridian.manager.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.TestManager;
import io.meridian.manager.account.Person;
import io.meridian.manager.account.Role;
import io.meridian.manager.basis.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made from the description: right ones, and ones that are wrong in one place or all over. Whatever is asked, the answer is one that the description
 * allows, and tells nothing of the inside.
 */
@Timeout(300)
final class ApiFuzzTest {
    private static final int ROUNDS = Integer.getInteger("meridian.fuzz.api", 3000);
    private static final List<String> ODD = List.of(
            "",
            " ",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "9223372036854775808",
            "..",
            "../../etc/passwd",
            "%00",
            "\u0000",
            "\u202e",
            "é",
            "😀",
            "'; DROP TABLE instance; --",
            "\"",
            "{}",
            "[]",
            "$ref",
            "m1",
            "momo",
            "a".repeat(300),
            "platform.**",
            "**",
            "*",
            "1.0.0",
            "2026-13-45T99:99:99Z",
            "2030-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final Random random = new Random(20_260_131);
    private final ApiDescription description = ApiDescription.load();
    private final List<String> known = new ArrayList<>(List.of("m0", "m1", "momo", "anna", "1.0.0"));

    @Test
    void shouldAnswerWhateverIsAskedWithoutAnErrorOfTheProgram() throws Exception {
        try (ApiFixture api = new ApiFixture(folder)) {
            TestManager.create(api.manager, "m0", TestManager.register(api.manager, "momo", "1.0.0"));
            String[] tokens = {api.everything("anna"), api.everything("bo"), "mrd_none"};
            List<Operation> operations = description.operations().stream()
                    .filter(operation -> !operation.id().equals("watchChanges")
                            && !operation.id().equals("login"))
                    .toList();
            Map<Integer, Integer> statuses = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                if (round % 50 == 0) {
                    // What was asked may have ended a token, or an account.
                    tokens[0] = renewed(api, "anna");
                    tokens[1] = renewed(api, "bo");
                }
                Operation operation = operations.get(random.nextInt(operations.size()));
                String token = tokens[random.nextInt(20) == 0 ? 2 : random.nextInt(2)];
                String path = path(operation);
                String body = operation.body() == null || random.nextInt(10) == 0 ? null : body(operation);
                Map<String, String> headers = new HashMap<>();
                if (random.nextInt(5) == 0) {
                    headers.put("Idempotency-Key", "k" + random.nextInt(50));
                }
                if (random.nextInt(5) == 0) {
                    headers.put("If-Match", random.nextBoolean() ? "\"1\"" : "garbage");
                }
                HttpResponse<String> response =
                        api.ask(operation.method().toUpperCase(Locale.ROOT), path, token, body, headers);
                String asked = operation.method() + " " + path + " " + body + " gave " + response.statusCode() + " "
                        + response.body();
                assertTrue(response.statusCode() < 500, asked);
                assertFalse(
                        response.body().contains("io.meridian")
                                || response.body().contains("java."),
                        asked);
                assertFalse(
                        response.body().contains("SQL") && !String.valueOf(body).contains("SQL"), asked);
                if (response.statusCode() >= 400) {
                    JsonNode problem = Json.MAPPER.readTree(response.body());
                    assertTrue(problem.get("status").asInt() == response.statusCode(), asked);
                    assertFalse(problem.get("detail").asText().isBlank(), asked);
                } else {
                    learn(response.body());
                }
                statuses.merge(response.statusCode() / 100, 1, Integer::sum);
            }
            assertTrue(statuses.get(2) > ROUNDS / 20, "some must be right: " + statuses);
            assertTrue(statuses.get(4) > ROUNDS / 20, "some must be wrong: " + statuses);
            assertTrue(
                    api.test.log.stream().noneMatch(line -> line.contains("error of the program")),
                    api.test.log.toString());
        }
    }

    private static String renewed(ApiFixture api, String name) {
        api.manager.accounts().change(Person.MANAGER, name, EnumSet.allOf(Role.class), false);
        return api.everything(name);
    }

    /** Ids that were given out are asked for later. */
    private void learn(String body) throws Exception {
        if (known.size() > 200 || !body.startsWith("{")) {
            return;
        }
        JsonNode node = Json.MAPPER.readTree(body);
        for (String name : List.of("id", "name")) {
            if (node.path(name).isTextual()) {
                known.add(node.get(name).asText());
            }
        }
    }

    private String path(Operation operation) {
        String path = operation.path();
        while (path.contains("{")) {
            String value =
                    random.nextInt(12) == 0 ? odd() : of(path.substring(path.indexOf('{') + 1, path.indexOf('}')));
            String encoded = URLEncoder.encode(value.isBlank() ? "x" : value, StandardCharsets.UTF_8)
                    .replace("+", "%20");
            path = path.substring(0, path.indexOf('{')) + encoded + path.substring(path.indexOf('}') + 1);
        }
        StringBuilder query = new StringBuilder();
        operation.query().values().forEach(parameter -> {
            if (random.nextInt(6) == 0 && !parameter.name().equals("follow")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=')
                        .append(URLEncoder.encode(
                                random.nextInt(3) == 0 ? odd() : "" + random.nextInt(20), StandardCharsets.UTF_8));
            }
        });
        return path + query;
    }

    /** Mostly one that may be there. */
    private String of(String parameter) {
        return switch (parameter) {
            case "instance" -> random.nextBoolean() ? "m0" : known();
            case "plugin" -> "momo";
            case "version" -> "1.0.0";
            default -> known();
        };
    }

    private String odd() {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private String known() {
        return known.get(random.nextInt(known.size()));
    }

    private String body(Operation operation) {
        JsonNode paths = description.root().get("paths").get(operation.path()).get(operation.method());
        JsonNode schema =
                paths.get("requestBody").get("content").get("application/json").get("schema");
        if (random.nextInt(15) == 0) {
            return odd();
        }
        String text = Json.text(value(schema, 0));
        if (random.nextInt(15) == 0) {
            int at = random.nextInt(text.length());
            return text.substring(0, at) + odd() + text.substring(at);
        }
        return text;
    }

    /** A value of this schema, now and then not. */
    private Object value(JsonNode schema, int depth) {
        JsonNode meant = schema.has("$ref")
                ? description.root().at(schema.get("$ref").asText().substring(1))
                : schema;
        if (random.nextInt(60) == 0) {
            return random.nextBoolean() ? odd() : random.nextInt();
        }
        if (meant.has("enum")) {
            JsonNode all = meant.get("enum");
            return all.get(random.nextInt(all.size())).asText();
        }
        String type = meant.get("type").isArray()
                ? meant.get("type").get(0).asText()
                : meant.get("type").asText();
        return switch (type) {
            case "integer" -> 1 + random.nextInt(100);
            case "boolean" -> random.nextBoolean();
            case "array" -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0 && depth < 5; i--) {
                    items.add(value(meant.get("items"), depth + 1));
                }
                yield items;
            }
            case "object" -> object(meant, depth);
            default ->
                random.nextInt(4) == 0
                        ? odd()
                        : random.nextInt(3) == 0 ? "platform.data.bar.X.m" + random.nextInt(5) : known();
        };
    }

    private Map<String, Object> object(JsonNode schema, int depth) {
        Map<String, Object> fields = new HashMap<>();
        schema.path("properties").properties().forEach(property -> {
            boolean isNeeded = schema.path("required").toString().contains("\"" + property.getKey() + "\"");
            if (random.nextInt(20) != 0 && (isNeeded || random.nextInt(3) == 0)) {
                fields.put(property.getKey(), value(property.getValue(), depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject() && random.nextInt(3) == 0) {
            fields.put("fast", random.nextBoolean() ? "20" : odd());
        }
        if (random.nextInt(25) == 0) {
            fields.put(odd(), odd());
        }
        return fields;
    }
}
