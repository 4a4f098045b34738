package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meridian.platform.Alone;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole stack under load, of which every ten seconds a plugin or a sidecar is killed, whichever chance names. Whoever is killed too often is put in quarantine and released, as
 * a person would do. Then nothing that was acknowledged is lost, what was recorded is whole, and the money is where the fills say.
 */
@Tag("server")
@Alone(Alone.STACK)
final class SoakSystemTest extends StackTerminals {
    private static final int KILL_EVERY_S = 10;
    private static final int WARM_UP_S = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal OPENING_CASH = new BigDecimal("1000000");
    private static final Duration TRADES_WITHIN = Duration.ofMinutes(4);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final long SEED = 20_261_130;

    private Process up;

    @Test
    @Timeout(value = 400, unit = TimeUnit.SECONDS)
    void shouldKeepItsBooksWhileItsPartsAreKilled() throws Exception {
        start(2_000);
        killFor(50);
        settleAndProve();
    }

    @Test
    @Tag("long")
    @Timeout(value = 50, unit = TimeUnit.MINUTES)
    void shouldNotGrowInHalfAnHour() throws Exception {
        start(20_000);
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        Footprints footprints = new Footprints(folder().processes());
        killFor(60 * Integer.getInteger("meridian.soak.minutes", 30), footprints);
        System.out.println(footprints.report());
        settleAndProve();
        assertEquals(List.of(), footprints.growth());
    }

    private void start(int rate) throws Exception {
        up = start(
                "launch_dev.sh",
                Map.of("BUS_BACKEND", "aeron", "UI_PORT", "0"),
                "--name",
                stack,
                "--rate",
                Integer.toString(rate),
                "--json");
        // The first start on a machine builds, and makes what later starts are fast with.
        until(
                300,
                "nothing was filled",
                () -> last().path("trading").path("fills").asInt() > 0);
    }

    /** The last whole line of figures. */
    private JsonNode last() {
        try {
            List<String> lines = Files.readAllLines(outputs.resolve("out1"));
            return lines.size() < 2 ? JSON.createObjectNode() : JSON.readTree(lines.get(lines.size() - 2));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void killFor(int seconds) throws Exception {
        killFor(seconds, null);
    }

    private void killFor(int seconds, Footprints footprints) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> killed = new ArrayList<>();
        long beganNs = System.nanoTime();
        long before = last().path("received").asLong();
        for (int second = KILL_EVERY_S; second <= seconds; second += KILL_EVERY_S) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, beganNs + TimeUnit.SECONDS.toNanos(second) - System.nanoTime()));
            assertTrue(up.isAlive(), "the stack ended by itself");
            List<Map.Entry<String, Optional<ProcessHandle>>> parts =
                    new ArrayList<>(folder().managed().entrySet());
            // Who is away has nothing open at the others': only whole stacks can be compared.
            if (!isWhole()) {
                releaseWhatIsInQuarantine();
            } else if (footprints != null) {
                footprints.take();
            }
            if (!parts.isEmpty()) {
                Map.Entry<String, Optional<ProcessHandle>> victim = parts.get(random.nextInt(parts.size()));
                victim.getValue().ifPresent(ProcessHandle::destroyForcibly);
                killed.add(victim.getKey());
            }
        }
        long received = last().path("received").asLong() - before;
        System.out.printf(
                "soak: %d kills in %d s, %d messages seen (%d a second): %s%n",
                killed.size(), seconds, received, received / seconds, killed);
    }

    private void releaseWhatIsInQuarantine() throws Exception {
        Run list = run("meridian", Map.of(), "plugin", "list", "--json", "--name", stack);
        assertEquals(0, list.exit(), list::toString);
        for (JsonNode instance : rows(list.out())) {
            if (instance.path("phase").asText().equals("QUARANTINED")) {
                String name =
                        instance.path("name").asText(instance.path("instance").asText());
                Run release =
                        run("meridian", Map.of(), "plugin", "release", name, "--why", "the soak", "--name", stack);
                assertEquals(0, release.exit(), release::toString);
            }
        }
    }

    private static List<JsonNode> rows(String text) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            JsonNode row = JSON.readTree(line);
            if (row.isArray()) {
                row.forEach(rows::add);
            } else {
                rows.add(row);
            }
        }
        return rows;
    }

    /** All parts work again; the strategy is stopped; what was under way comes to its end. */
    private void settleAndProve() throws Exception {
        // Until whoever was killed last is known to be gone.
        TimeUnit.SECONDS.sleep(3);
        int fills = last().path("trading").path("fills").asInt();
        long deadlineNs = System.nanoTime() + TRADES_WITHIN.toNanos();
        // One that was killed often waits up to a minute, or is in quarantine since, which may be known a little later.
        while (!isWhole() || last().path("trading").path("fills").asInt() <= fills) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw tellingAll(new AssertionError("it does not trade again"), "orders", "fills", "positions");
            }
            releaseWhatIsInQuarantine();
            TimeUnit.SECONDS.sleep(2);
        }
        Run stop = run(
                "meridian",
                Map.of(),
                "desk",
                "stop",
                "--strategy",
                "hello",
                "--cancel",
                "--by",
                "soak",
                "--reason",
                "its end",
                "--name",
                stack);
        assertEquals(0, stop.exit(), stop::toString);
        try {
            awaitTheBooks();
        } catch (AssertionError wrong) {
            throw tellingAll(wrong, "fills", "cash", "positions", "values");
        }
        assertEquals(
                0, last().at("/durable/lost").asLong(), "durable messages that one who watches all of them missed");
        Run verify = run("meridian", Map.of(), "audit", "verify", "--json", "--name", stack);
        assertEquals(0, verify.exit(), verify::toString);
        assertTrue(verify.out().contains("\"good\":true"), verify::toString);
        String recorder = Files.readString(folder().log("audit"));
        assertFalse(recorder.contains("ALARM"), recorder);
        assertEquals(0, launch(Map.of(), "down", "--name", stack).exit());
        assertTrue(up.waitFor(60, TimeUnit.SECONDS), "the launcher goes on after down");
        assertNothingIsLeft();
    }

    /** With how it stood: all is deleted when the test ends. */
    private AssertionError tellingAll(AssertionError wrong, String... stored) throws Exception {
        wrong.addSuppressed(new AssertionError(last().toString()));
        wrong.addSuppressed(new AssertionError(
                launch(Map.of(), "logs", "-n", "40", "--name", stack).out()));
        wrong.addSuppressed(new AssertionError(
                run("meridian", Map.of(), "plugin", "list", "--name", stack).out()));
        for (String what : stored) {
            wrong.addSuppressed(new AssertionError(what + " at " + Instant.now() + " were\n"
                    + run("meridian", Map.of(), "data", "show", what, "--last", "6", "--name", stack)
                            .out()));
        }
        return wrong;
    }

    private boolean isWhole() {
        return last().path("plugins").size() == 6
                && last().path("plugins").findValuesAsText("state").stream().allMatch("READY"::equals);
    }

    /** The last orders end, and the store, which is behind under load, catches up. */
    private void awaitTheBooks() throws Exception {
        long beganNs = System.nanoTime();
        while (true) {
            TimeUnit.SECONDS.sleep(5);
            try {
                booksAreWhatTheFillsSay();
                System.out.printf("soak: after %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs));
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - beganNs > SETTLED_WITHIN.toNanos()) {
                    throw notYet;
                }
            }
        }
    }

    /** The kernel's books, as they were told last and stored, beside the sum of all fills that were stored. */
    private void booksAreWhatTheFillsSay() throws Exception {
        Instant then = Instant.now();
        BigDecimal cash = OPENING_CASH;
        Map<String, BigDecimal> held = new TreeMap<>();
        List<JsonNode> fills = rows(show("fills", "--to", then.toString(), "--last", "0"));
        assertFalse(fills.isEmpty());
        for (JsonNode fill : fills) {
            BigDecimal quantity = new BigDecimal(fill.path("quantity").asText());
            BigDecimal signed = fill.path("side").asText().equals("BUY") ? quantity : quantity.negate();
            held.merge(fill.path("symbol").asText(), signed, BigDecimal::add);
            cash = cash.subtract(
                            signed.multiply(new BigDecimal(fill.path("price").asText())))
                    .subtract(new BigDecimal(fill.path("fee").asText()));
        }
        assertEquals(
                fills.size(),
                fills.stream()
                        .map(fill -> fill.path("trade_id").asText())
                        .distinct()
                        .count(),
                "each trade once");
        assertSame(cash, one(rows(show("cash", "--as-of", then.toString()))), "balance");
        for (JsonNode position : rows(show("positions", "--as-of", then.toString()))) {
            if (position.path("view").asText().equals("TRADE_DATE")) {
                assertSame(held.remove(position.path("symbol").asText()), position, "quantity");
            }
        }
        assertEquals(Map.of(), held, "traded and not held");
        JsonNode value = one(rows(show("values", "--as-of", then.toString())));
        assertSame(cash, value, "cash");
        System.out.printf(
                "soak: %d fills, cash %s as the kernel has it, worth %s%n",
                fills.size(), cash.toPlainString(), value.path("value").asText());
    }

    private static void assertSame(BigDecimal expected, JsonNode row, String field) {
        assertEquals(
                0,
                expected.compareTo(new BigDecimal(row.path(field).asText())),
                () -> expected + " is not that of " + row);
    }

    private static JsonNode one(List<JsonNode> rows) {
        List<JsonNode> traded = rows.stream()
                .filter(row -> row.path("view").asText().equals("TRADE_DATE"))
                .toList();
        assertEquals(1, traded.size(), rows::toString);
        return traded.getFirst();
    }
}
