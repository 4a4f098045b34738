package io.meridian.ui.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meridian.plugin.contract.schema.PersonalFields;
import java.math.BigDecimal;
import java.util.Map;

/** Fields as JSON. Numbers that a browser would round are texts; of those who only look, some are hidden. */
final class Shown {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Shown() {}

    static ObjectNode fields(Map<String, Object> fields, boolean masked) {
        ObjectNode object = JSON.objectNode();
        fields.forEach((name, value) -> put(object, name, value, masked));
        return object;
    }

    private static void put(ObjectNode object, String name, Object value, boolean masked) {
        if (masked && PersonalFields.isPersonal(name)) {
            object.put(name, PersonalFields.HIDDEN);
        } else {
            object.set(name, node(value, masked));
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode node(Object value, boolean masked) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Long number -> JSON.textNode(number.toString());
            case BigDecimal number -> JSON.textNode(number.toPlainString());
            case Integer number -> JSON.numberNode(number);
            case Boolean flag -> JSON.booleanNode(flag);
            case Map<?, ?> map -> {
                ObjectNode object = JSON.objectNode();
                map.forEach((name, each) -> put(object, name.toString(), each, masked));
                yield object;
            }
            case Iterable<?> items -> {
                ArrayNode array = JSON.arrayNode();
                items.forEach(each -> array.add(node(each, masked)));
                yield array;
            }
            default -> JSON.textNode(value.toString());
        };
    }
}
