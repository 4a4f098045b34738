package io.meridian.sidecar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.grant.Action;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Figure;
import io.meridian.plugin.contract.proto.HeartbeatRequest;
import io.meridian.sidecar.session.Refusals;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {
    private final AtomicLong nowNs = new AtomicLong(5_000_000_000L);
    private final AtomicBoolean latched = new AtomicBoolean();
    private final SidecarMetrics metrics = new SidecarMetrics(nowNs::get);
    private final PrometheusText text = new PrometheusText(
            metrics,
            new TreeMap<>(Map.of("deployment", "dev", "plugin", "momo-1")),
            latched::get,
            () -> true,
            meters -> {});

    @Test
    void shouldShowAllThatWasCounted() {
        int waits = metrics.slot(TopicPattern.of("platform.bor.cash.**"));
        metrics.onWaiting(waits, 5);
        metrics.onWaiting(waits, -2);
        assertEquals(3, value("meridian_consumer_lag", "platform.bor.cash.{portfolio}"));
        metrics.onFull(waits, 1);
        assertEquals(1, value("meridian_consumer_full", "platform.bor.cash.{portfolio}"));
        metrics.onDeniedAgain(waits);
        assertEquals(1, value("meridian_acl_denied_total", "platform.bor.cash.{portfolio}", "action=\"publish\""));
        int quotes = metrics.slot(Topic.of("platform.data.quote.XNAS.AAPL"));
        assertEquals(quotes, metrics.slot(Topic.of("platform.data.quote.XNYS.IBM")));
        for (int i = 0; i < 10; i++) {
            metrics.onPublished(quotes, 100);
            metrics.onDelivered(quotes, 50, 2_500);
        }
        metrics.onDelivered(quotes, 50, -3);
        metrics.onRefused(quotes, Refusals.LATCHED);
        metrics.onRefused(quotes, Integer.MIN_VALUE);
        metrics.onBackPressure(quotes);
        metrics.onDropped(TopicPattern.of("platform.data.**"), 7);
        metrics.onGap(Topic.of("platform.data.quote.XNAS.AAPL"), 4, 3);
        metrics.onDuplicate(quotes);
        metrics.onDeadLetter(Topic.of("platform.oms.event.AAPL"));
        metrics.onDenied(Action.SUBSCRIBE, TopicPattern.of("platform.oms.**"), null);
        metrics.onError("malformed_frame");
        metrics.onAttached(AttachRequest.getDefaultInstance(), "grpc", 1);
        metrics.onAttached(AttachRequest.getDefaultInstance(), "grpc", 1);
        nowNs.addAndGet(2_000_000_000L);
        metrics.onHeartbeat(HeartbeatRequest.newBuilder()
                .addFigures(Figure.newBuilder().setName("breaks").setValue(2))
                .addFigures(Figure.newBuilder().setName("{no=\"name\"}").setValue(3))
                .build());
        nowNs.addAndGet(500_000_000L);
        latched.set(true);
        text.scrape();
        System.gc();

        String quote = "topic=\"platform.data.quote.{venue}.{symbol}\"";
        assertEquals(10, value("meridian_bus_published_total", quote));
        assertEquals(1000, value("meridian_bus_published_bytes_total", quote));
        assertEquals(11, value("meridian_bus_delivered_total", quote));
        assertEquals(11, value("meridian_bus_latency_seconds_count", quote));
        assertEquals(2.5e-5, value("meridian_bus_latency_seconds_sum", quote), 1e-12);
        assertEquals(1, value("meridian_bus_latency_seconds_bucket", quote + ",le=\"2.0E-6\""));
        assertEquals(11, value("meridian_bus_latency_seconds_bucket", quote + ",le=\"3.0E-6\""));
        assertEquals(11, value("meridian_bus_latency_seconds_bucket", quote + ",le=\"+Inf\""));
        assertEquals(1, value("meridian_bus_backpressure_total", quote));
        assertEquals(7, value("meridian_bus_dropped_total", "topic=\"platform.data.**\""));
        assertEquals(3, value("meridian_bus_missing_total", quote));
        assertEquals(1, value("meridian_bus_duplicates_total", quote));
        assertEquals(1, value("meridian_dlq_total", "topic=\"platform.oms.event.{portfolio}\""));
        assertEquals(1, value("meridian_acl_denied_total", "topic=\"platform.oms.**\"", "action=\"subscribe\""));
        assertEquals(0, value("meridian_acl_denied_total", "topic=\"platform.oms.**\"", "action=\"publish\""));
        assertEquals(1, value("meridian_errors_total", "type=\"latched\""));
        assertEquals(1, value("meridian_errors_total", "type=\"code_unspecified\""));
        assertEquals(1, value("meridian_errors_total", "type=\"malformed_frame\""));
        assertEquals(2.5, value("meridian_plugin_uptime_seconds"));
        assertEquals(0.5, value("meridian_plugin_heartbeat_age_seconds"));
        assertEquals(1, value("meridian_plugin_restarts_total"));
        assertEquals(1, value("meridian_sidecar_latched"));
        assertEquals(1, value("meridian_plugin_attached"));
        assertEquals(1, value("meridian_bus_connected"));
        assertEquals(0, value("meridian_consumer_lag", quote));
        assertEquals(0, value("meridian_consumer_full", quote));
        assertEquals(2, value("meridian_plugin_figure", "figure=\"breaks\""));
        assertFalse(text.scrape().contains("no="));
        assertFalse(text.scrape().contains("AAPL"));
        assertTrue(text.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .allMatch(line -> line.contains("plugin=\"momo-1\"") && line.contains("deployment=\"dev\"")));
    }

    @Test
    void shouldBoundWhatAPluginSaysOfItselfAndForgetItWithThePlugin() {
        HeartbeatRequest.Builder heartbeat = HeartbeatRequest.newBuilder();
        for (int i = 0; i < 1000; i++) {
            heartbeat.addFigures(Figure.newBuilder().setName("figure" + i).setValue(i));
        }
        metrics.onHeartbeat(heartbeat.build());
        assertEquals(8, figures());
        metrics.onDetached("it ended", false);
        assertEquals(0, figures());
    }

    private long figures() {
        return text.scrape()
                .lines()
                .filter(line -> line.startsWith("meridian_plugin_figure{"))
                .count();
    }

    @Test
    void shouldBoundTheNumberOfErrorTypes() {
        for (int i = 0; i < 1000; i++) {
            metrics.onError("type" + i);
        }
        assertTrue(text.scrape()
                        .lines()
                        .filter(line -> line.startsWith("meridian_errors_total"))
                        .count()
                < 64);
    }

    @Test
    void shouldAllocateNothingForAMessage() {
        int slot = metrics.slot(Topic.of("platform.data.quote.XNAS.AAPL"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        count(slot, 100_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        count(slot, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, () -> "allocated=" + allocated);
    }

    @Test
    void shouldPassTheCheckOfPrometheus() throws IOException, InterruptedException {
        assumeTrue(
                isInstalled(), "promtool is not installed (Debian: apt-get install prometheus): the check is skipped");
        metrics.onDelivered(metrics.slot(Topic.of("platform.data.quote.XNAS.AAPL")), 1, 1000);
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var input = promtool.getOutputStream()) {
            input.write(text.scrape().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(promtool.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, promtool.exitValue(), said);
    }

    private void count(int slot, int messages) {
        for (int i = 0; i < messages; i++) {
            metrics.onPublished(slot, 100);
            metrics.onDelivered(slot, 100, i);
            metrics.onRefused(slot, Refusals.RATE_LIMITED);
        }
    }

    private double value(String name, String... labels) {
        Matcher line = Pattern.compile("(?m)^" + name + "(\\{.*\\})? (\\S+)$").matcher(text.scrape());
        while (line.find()) {
            boolean all = true;
            for (String label : labels) {
                all &= line.group(1).contains(label);
            }
            if (all) {
                return Double.parseDouble(line.group(2));
            }
        }
        throw new AssertionError(name + " " + String.join(" ", labels) + " is not in\n" + text.scrape());
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
