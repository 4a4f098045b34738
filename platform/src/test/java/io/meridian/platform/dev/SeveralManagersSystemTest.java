package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.devservers.NatsServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.Alone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./launch_dev.sh --managers 3}: the one that leads is killed, another goes on, and who watches is told what is so. */
@Tag("server")
@Alone(Alone.STACK)
@Timeout(value = 400, unit = TimeUnit.SECONDS)
final class SeveralManagersSystemTest extends StackTerminals {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PLUGINS = Set.of("book", "compliance", "hello", "market", "router", "venue");
    private static final Pattern FILLS = Pattern.compile("\"fills\":(\\d+)");

    @Test
    void shouldTradeOnWhenTheManagerThatLeadsIsKilled() throws Exception {
        assumeTrue(NatsServer.isInstalled(), "nats-server is not there; ./test.sh says why");
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        Process launcher = start(
                "launch_dev.sh",
                Map.of("BUS_BACKEND", "nats", "UI_PORT", "0"),
                "--name",
                stack,
                "--rate",
                "50",
                "--managers",
                "3",
                "--json");
        awaitRunning("watch");
        Process watching = start("meridian", Map.of(), "cluster", "watch", "--name", stack, "--json");
        try {
            until(30, "not all plugins are told of", () -> told().keySet().equals(PLUGINS));
            assertTrue(
                    Files.readString(outputs.resolve("err1")).contains("./meridian plugin open hello --name " + stack),
                    "a newcomer is not told what to try");
            JsonNode before = status();
            String first = before.path("leader").asText();

            signal("KILL", "manager-" + first);
            long killedNs = System.nanoTime();
            until(
                    40,
                    () -> "nobody else leads: " + status(),
                    () -> status().path("term").asLong() > before.path("term").asLong()
                            && !status().path("leader").asText().equals(first));
            System.out.printf(
                    "managers of a stack: another leads %d ms after the kill%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs));

            until(60, () -> "it is not there again: " + status(), () -> isThere(first));
            long fills = fills();
            until(60, "no order is filled any more", () -> fills() > fills);
            String after = status().path("leader").asText();
            until(
                    60,
                    () -> "the new one tells of none: " + told(),
                    () -> told().keySet().equals(PLUGINS)
                            && told().values().stream()
                                    .allMatch(
                                            each -> each.path("toldBy").asText().equals(after)));
            assertEquals(
                    0,
                    launch(Map.of(), "restart", "manager-" + after, "--name", stack)
                            .exit());
        } finally {
            watching.destroyForcibly().waitFor();
        }
        Run down = launch(Map.of(), "down", "--name", stack);
        assertEquals(0, down.exit(), down::toString);
        assertTrue(launcher.waitFor(60, TimeUnit.SECONDS), "the launcher does not end");
        assertNothingIsLeft();
    }

    @Test
    void shouldSayHowManyThereCanBe() throws Exception {
        Run two = launch(Map.of(), "--name", stack, "--managers", "2");
        assertEquals(2, two.exit(), two::toString);
        assertTrue(two.err().contains("there are 3 or 5"), two::toString);
    }

    private JsonNode status() {
        try {
            Run status = run("meridian", Map.of(), "cluster", "status", "--name", stack, "--json");
            return JSON.readTree(status.out().isEmpty() ? "{}" : status.out());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isThere(String node) {
        for (JsonNode member : status().path("members")) {
            if (member.path("name").asText().equals(node)) {
                return member.path("state").asText().equals("ALIVE");
            }
        }
        return false;
    }

    private long fills() {
        try {
            return numbers(FILLS, Files.readString(outputs.resolve("out1"))).getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What somebody has who puts together what {@code meridian cluster watch} says; each change fits to those before. */
    private Map<String, JsonNode> told() {
        Map<String, JsonNode> told = new TreeMap<>();
        try (Stream<String> lines = Files.lines(outputs.resolve("out2"))) {
            lines.forEach(line -> {
                JsonNode change = change(line);
                String name = change.path("name").asText();
                String kind = change.path("kind").asText();
                assertEquals(kind.equals("ENTER"), !told.containsKey(name), line);
                if (kind.equals("LEAVE")) {
                    told.remove(name);
                } else {
                    told.put(name, change.path("fields"));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }

    private static JsonNode change(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
