package io.meridian.manager.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.javalin.http.Context;
import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads requests and holds them against the description: what comes out has the right form. */
final class RequestReader {
    /** The largest body that is JSON, in bytes. */
    static final long LARGEST_JSON = 1 << 20;

    private static final int DEEPEST = 50;
    private static final String JSON_TYPE = "application/json";

    private final ObjectMapper strict = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    Call read(Context context, Operation operation, Person person) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (Operation.Parameter parameter : operation.parameters()) {
            readParameter(context, parameter, values, problems);
        }
        Set<String> known = operation.query().keySet();
        context.queryParamMap().forEach((name, given) -> {
            if (!known.contains(name)) {
                problems.add(
                        "there is no parameter '" + shown(name) + "'" + (known.isEmpty() ? "" : "; there is " + known));
            } else if (given.size() > 1) {
                problems.add("the parameter '" + name + "' is there more than once");
            }
        });
        String type = contentType(context);
        JsonNode body = strict.createObjectNode();
        boolean isOther = operation.otherTypes().contains(type);
        if (operation.body() != null && !isOther) {
            body = body(context, operation, type, problems);
        }
        if (!problems.isEmpty()) {
            throw Refusal.invalid("The request is not right: " + String.join("; ", problems) + ".", problems);
        }
        return new Call(person, values, body, type, revision(values), () -> stream(context));
    }

    private static String contentType(Context context) {
        String type = context.contentType();
        return type == null ? "" : type.replaceAll(";.*", "").strip().toLowerCase(java.util.Locale.ROOT);
    }

    private static InputStream stream(Context context) {
        try {
            return context.req().getInputStream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void readParameter(
            Context context, Operation.Parameter parameter, Map<String, String> values, List<String> problems) {
        String text = switch (parameter.in()) {
            case "path" -> context.pathParam(parameter.name());
            case "query" -> context.queryParam(parameter.name());
            default -> context.header(parameter.name());
        };
        if (text == null) {
            if (parameter.preset() != null) {
                values.put(parameter.name(), parameter.preset().asText());
            }
            return;
        }
        JsonNode node = switch (parameter.type()) {
            case "integer" ->
                text.matches("-?\\d{1,18}")
                        ? strict.getNodeFactory().numberNode(Long.parseLong(text))
                        : strict.getNodeFactory().textNode(text);
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? strict.getNodeFactory().booleanNode(text.equals("true"))
                        : strict.getNodeFactory().textNode(text);
            default -> strict.getNodeFactory().textNode(text);
        };
        check(parameter.schema(), node, parameter.name(), problems);
        values.put(parameter.name(), text);
    }

    private JsonNode body(Context context, Operation operation, String type, List<String> problems) throws IOException {
        byte[] bytes = stream(context).readNBytes((int) LARGEST_JSON + 1);
        if (bytes.length > LARGEST_JSON) {
            throw Refusal.invalid("A body has at most " + (LARGEST_JSON >> 20) + " MiB.");
        }
        if (bytes.length == 0) {
            if (operation.bodyRequired()) {
                problems.add("a body is missing");
            }
            return strict.createObjectNode();
        }
        if (!type.equals(JSON_TYPE)) {
            problems.add("the body must be of the type " + JSON_TYPE
                    + (operation.otherTypes().isEmpty() ? "" : " or one of " + operation.otherTypes()) + ", not '"
                    + shown(type) + "'");
            return strict.createObjectNode();
        }
        try {
            JsonNode body = strict.readTree(new String(bytes, StandardCharsets.UTF_8));
            check(operation.body(), body, "body", problems);
            return body;
        } catch (JsonProcessingException e) {
            problems.add("the body is no JSON, at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
            return strict.createObjectNode();
        }
    }

    private static void check(Schema schema, JsonNode node, String what, List<String> problems) {
        for (Error error : schema.validate(node)) {
            String where = error.getInstanceLocation() == null
                    ? ""
                    : error.getInstanceLocation().toString();
            problems.add(what + where + " " + error.getMessage());
        }
    }

    private static long revision(Map<String, String> values) {
        String text = values.get("If-Match");
        if (text == null) {
            return 0;
        }
        String digits = text.replace("W/", "").replace("\"", "");
        if (!digits.matches("\\d{1,18}")) {
            throw Refusal.stale("If-Match=" + shown(text) + " is no ETag that was given out.");
        }
        return Long.parseLong(digits);
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
