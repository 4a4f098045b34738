package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.platform.Alone;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.span.OtlpReceiver;
import io.meridian.platform.span.OtlpReceiver.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real stack sends spans of its orders to a receiver that reads with OpenTelemetry's own types; then the receiver goes, and orders are filled as before. */
@Tag("server")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class SpansSystemTest extends StackTerminals {
    private static final Pattern FILLS = Pattern.compile("\"fills\":(\\d+)");
    /** From the quote to the book: whose each is, and what it is called. */
    private static final List<String> STEPS = List.of(
            "market: publish platform.data.quote.{venue}.{symbol}",
            "hello: process platform.data.quote.{venue}.{symbol}",
            "hello: publish platform.portfolio.target.{portfolio}",
            "compliance: process platform.portfolio.target.{portfolio}",
            "kernel: deliver platform.oms.command.{portfolio}",
            "bus: route platform.ems.command.{portfolio}",
            "router: deliver platform.ems.command.{portfolio}",
            "venue: process platform.ccm.{venue}.command",
            "venue: publish platform.ccm.{venue}.event",
            "book: publish platform.bor.position.{portfolio}");

    @Test
    void shouldTellAnOrderFromTheQuoteToTheBookAndCostNothingWhenNobodyListens() throws Exception {
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, missing);
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Process up = start(
                    "launch_dev.sh",
                    Map.of("BUS_BACKEND", "nats", "OTEL_ENDPOINT", receiver.endpoint()),
                    "--name",
                    stack,
                    "--rate",
                    "20",
                    "--no-ui",
                    "--no-store",
                    "--json");
            awaitRunning("watch");
            await(() -> whole(receiver) != null, "no trace has each step of an order");
            isOneTree(whole(receiver));
            receiver.goAway();
            long before = fills();
            await(() -> figure("meridian_spans_dropped_total", "reason=\"unreachable\"") > 0, "nothing is counted");
            assertTrue(figure("meridian_spans_sent_total", "") > 0);
            await(() -> fills() > before, "no order is filled while the receiver is away");
            assertEquals(0, launch(Map.of(), "down", "--name", stack).exit());
            assertTrue(up.waitFor(40, TimeUnit.SECONDS), "the launcher goes on after down");
            assertNothingIsLeft();
        }
    }

    private static Map<String, List<Received>> traces(OtlpReceiver receiver) {
        return receiver.spans().stream().collect(Collectors.groupingBy(Received::trace));
    }

    /** A trace that has each step; null: there is none yet. */
    private static List<Received> whole(OtlpReceiver receiver) {
        return traces(receiver).values().stream()
                .filter(trace -> STEPS.stream()
                        .allMatch(step ->
                                trace.stream().anyMatch(span -> span.toString().startsWith(step + " "))))
                .findFirst()
                .orElse(null);
    }

    private static void isOneTree(List<Received> trace) {
        Map<String, Received> byId = new HashMap<>();
        for (Received span : trace) {
            assertEquals(null, byId.put(span.id(), span), () -> "twice: " + span);
        }
        List<Received> roots = new ArrayList<>();
        for (Received span : trace) {
            if (span.parent().isEmpty()) {
                roots.add(span);
            } else {
                Received parent = byId.get(span.parent());
                assertTrue(parent != null, () -> "its parent is not there: " + span + " in " + trace);
                // Both are of one machine, whose processes have one clock.
                assertTrue(
                        parent.span().getStartTimeUnixNano() <= span.span().getStartTimeUnixNano(),
                        () -> span + " begins before " + parent);
            }
        }
        assertEquals(1, roots.size(), roots::toString);
        assertEquals("market", roots.getFirst().service());
        assertEquals(
                "publish platform.data.quote.{venue}.{symbol}",
                roots.getFirst().span().getName());
    }

    private long fills() {
        try {
            return numbers(FILLS, Files.readString(outputs.resolve("out1"))).getLast();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of who sends the spans. */
    private double figure(String name, String label) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String port = Files.readString(folder().services().resolve("spans.http.port"))
                    .strip();
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + "{") && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
