package io.meridian.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.meridian.ui.json.StrictJson;
import io.meridian.ui.problem.UiProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the small bodies that the gateway itself takes, and writes what it answers. */
final class Bodies {
    private static final int LARGEST = 16 << 10;
    private static final int LONGEST_TEXT = 1_000;

    /** An object of exactly these texts. */
    JsonNode read(Context context, List<String> names) {
        Gate.requireJson(context);
        JsonNode body = parse(context);
        List<String> problems = new ArrayList<>();
        if (!body.isObject()) {
            throw UiProblem.invalid("Send a JSON object with " + String.join(", ", names) + ".");
        }
        for (String name : names) {
            JsonNode value = body.get(name);
            if (value == null || !value.isTextual() || value.asText().length() > LONGEST_TEXT) {
                problems.add(name + " must be a text of at most " + LONGEST_TEXT + " characters");
            }
        }
        body.propertyStream()
                .filter(entry -> !names.contains(entry.getKey()))
                .findFirst()
                .ifPresent(entry -> problems.add("there is more than " + String.join(", ", names)));
        if (!problems.isEmpty()) {
            throw new UiProblem(
                    400,
                    "It makes no sense",
                    "The request is not right: " + String.join("; ", problems) + ".",
                    problems);
        }
        return body;
    }

    private JsonNode parse(Context context) {
        try {
            byte[] bytes = context.req().getInputStream().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw UiProblem.tooMuch(413, "Such a body has at most " + LARGEST + " bytes.");
            }
            return StrictJson.MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw UiProblem.invalid("The body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw UiProblem.invalid("The body did not come whole.");
        }
    }

    void answer(Context context, Object value) {
        try {
            answer(context, StrictJson.MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What is JSON already. */
    void answer(Context context, byte[] json) {
        context.header("Cache-Control", "no-store");
        context.contentType("application/json").result(json);
    }
}
