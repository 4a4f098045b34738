package io.meridian.platform.manager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meridian.manager.basis.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The answer to a live question, as told by one manager after another. Each begins with all of it; of that only what is different from what was shown is a change.
 */
final class FollowedAnswer {
    private static final String DATA = "data: ";
    /** A manager says each five seconds that it is there. */
    private static final int SILENT_S = 12;

    private static final String END = "";

    private final Consumer<JsonNode> told;
    private final Map<String, JsonNode> shown = new TreeMap<>();
    private boolean isBegun;

    /** @param told hears of each change: its kind, name and fields */
    FollowedAnswer(Consumer<JsonNode> told) {
        this.told = told;
    }

    /** Whether a manager has ever answered. */
    boolean isBegun() {
        return isBegun;
    }

    /** Takes what one manager says, until it ends or is silent for too long. */
    void hear(InputStream stream) throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        try (stream) {
            Thread.ofVirtual().start(() -> read(stream, lines));
            boolean isFirst = true;
            String data = lines.poll(SILENT_S, TimeUnit.SECONDS);
            while (data != null && !data.equals(END)) {
                if (data.startsWith(DATA)) {
                    JsonNode changes = Json.MAPPER.readTree(data.substring(DATA.length()));
                    if (isFirst) {
                        leaveAllBut(changes);
                    }
                    isFirst = false;
                    isBegun = true;
                    changes.forEach(this::take);
                }
                data = lines.poll(SILENT_S, TimeUnit.SECONDS);
            }
        } catch (IOException over) {
            // The next one tells what this one did not.
        }
    }

    private static void read(InputStream stream, BlockingQueue<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
        } catch (IOException over) {
            // What is read so far counts.
        } finally {
            lines.add(END);
        }
    }

    private void leaveAllBut(JsonNode whole) {
        Set<String> gone = new TreeSet<>(shown.keySet());
        whole.forEach(change -> gone.remove(change.path("name").asText()));
        gone.forEach(name -> tell("LEAVE", name, shown.remove(name)));
    }

    private void take(JsonNode change) {
        String name = change.path("name").asText();
        JsonNode fields = change.path("fields");
        if (change.path("kind").asText().equals("LEAVE")) {
            JsonNode before = shown.remove(name);
            if (before != null) {
                tell("LEAVE", name, before);
            }
            return;
        }
        JsonNode before = shown.put(name, fields);
        if (!fields.equals(before)) {
            tell(before == null ? "ENTER" : "UPDATE", name, fields);
        }
    }

    private void tell(String kind, String name, JsonNode fields) {
        ObjectNode change = Json.MAPPER.createObjectNode();
        change.put("kind", kind);
        change.put("name", name);
        change.set("fields", fields);
        told.accept(change);
    }
}
