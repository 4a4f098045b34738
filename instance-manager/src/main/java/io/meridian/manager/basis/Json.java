package io.meridian.manager.basis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** JSON as the database and the network have it. */
public final class Json {
    /** Of everything here; safe for any thread. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private Json() {}

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What {@link #text} wrote of a map of texts. */
    public static Map<String, String> texts(String json) {
        try {
            return MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored is no JSON object of texts: " + e.getOriginalMessage(), e);
        }
    }
}
