package io.meridian.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.meridian.manager.account.Role;
import io.meridian.manager.basis.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the interface, read. */
public final class ApiDescription {
    private static final String FILE = "openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String JSON_TYPE = "application/json";

    private final String text;
    private final JsonNode root;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final List<Operation> operations = new ArrayList<>();

    private ApiDescription(String text) {
        this.text = text;
        root = Json.MAPPER.valueToTree(
                new Load(LoadSettings.builder().setLabel(FILE).build()).loadFromString(text));
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        operations.add(operation(path.getKey(), path.getValue(), entry.getKey(), entry.getValue()));
                    }
                }));
    }

    /** Reads the program's own. */
    public static ApiDescription load() {
        try (InputStream in = ApiDescription.class.getResourceAsStream(FILE)) {
            return new ApiDescription(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from the program's own files", e);
        }
    }

    /** As it stands in the file. */
    public String text() {
        return text;
    }

    /** As a tree, for tests that make requests from it. */
    public JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    private Operation operation(String path, JsonNode item, String method, JsonNode node) {
        List<Operation.Parameter> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
        node.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        node.path("x-roles").forEach(role -> roles.add(Role.valueOf(role.asText())));
        JsonNode body = node.path("requestBody");
        Set<String> otherTypes = new HashSet<>();
        body.path("content").properties().forEach(content -> otherTypes.add(content.getKey()));
        otherTypes.remove(JSON_TYPE);
        JsonNode bodySchema = body.path("content").path(JSON_TYPE).path("schema");
        String answerType = node.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> response.getValue().path("content").properties().stream())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return new Operation(
                node.get("operationId").asText(),
                method,
                path,
                node.has("security") && node.get("security").isEmpty(),
                roles,
                List.copyOf(parameters),
                bodySchema.isMissingNode() ? null : schema(bodySchema),
                body.path("required").asBoolean(),
                Set.copyOf(otherTypes),
                node.path("x-secret-answer").asBoolean(),
                answerType);
    }

    private Operation.Parameter parameter(JsonNode node) {
        JsonNode schema = node.get("schema");
        JsonNode meant =
                schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
        return new Operation.Parameter(
                node.get("name").asText(),
                node.get("in").asText(),
                node.path("required").asBoolean(),
                meant.path("type").asText(),
                schema(schema),
                meant.get("default"));
    }

    /** One schema, with those it refers to. */
    private Schema schema(JsonNode node) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.set("components", root.get("components"));
        node.properties().forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
        return schemas.getSchema(whole);
    }
}
