package io.meridian.manager.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.account.Person;
import io.meridian.manager.basis.Refusal;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A request that is allowed and has the right form.
 *
 * @param person who asks; null where no token is needed
 * @param values parameters of the path and the query, defaults among them
 * @param body an empty object when there is none
 * @param contentType of the body
 * @param revision that the asker has read, or 0
 * @param content the body as it comes, where it is not JSON
 */
record Call(
        Person person,
        Map<String, String> values,
        JsonNode body,
        String contentType,
        long revision,
        Supplier<InputStream> content) {
    /** A parameter that is always there. */
    String value(String name) {
        return values.get(name);
    }

    int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    /** A text of the body, or null. */
    String text(String name) {
        JsonNode node = body.get(name);
        return node == null || node.isNull() ? null : node.asText();
    }

    String text(String name, String preset) {
        String text = text(name);
        return text == null ? preset : text;
    }

    /** Why, for the record. */
    String why() {
        return text("why", "");
    }

    /** A time of the body, or null. */
    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.invalid(name + "=" + text + " is no time such as 2026-12-31T00:00:00Z.");
        }
    }

    /** An object of texts of the body, or null. Null values stay. */
    Map<String, String> texts(String name) {
        JsonNode node = body.get(name);
        if (node == null) {
            return null;
        }
        Map<String, String> texts = new HashMap<>();
        node.properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        entry.getValue().isNull() ? null : entry.getValue().asText()));
        return texts;
    }
}
