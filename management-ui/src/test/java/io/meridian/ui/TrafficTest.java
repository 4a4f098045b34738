package io.meridian.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.manager.account.Role;
import io.meridian.plugin.contract.telemetry.Bucket;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.plugin.contract.telemetry.Traffic;
import io.meridian.ui.GatewayRig.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of sidecars, as browsers get them: from the bus to the answer, and who is answered. */
final class TrafficTest {
    private static final List<String> ANSWERS = List.of("/ui/traffic", "/ui/latency");
    private static final long DEADLINE_MS = 30_000;

    @TempDir
    private Path folder;

    private GatewayRig rig;

    @BeforeEach
    void begin() {
        rig = new GatewayRig(folder);
        rig.account("anna", EnumSet.allOf(Role.class));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void shouldAnswerOnlyThoseWhoMaySeeWhatTheStoreKeeps() throws Exception {
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(java.util.Locale.ROOT);
            rig.account(name, Set.of(role));
            Browser browser = rig.browser(name);
            for (String path : ANSWERS) {
                int status = rig.ask("GET", path, browser, null).statusCode();
                assertEquals(role == Role.AUTHOR ? 403 : 200, status, path + " by " + role);
                assertEquals(
                        rig.ask("GET", "/v1/data/telemetry", browser, null).statusCode(),
                        status,
                        "as the manager says");
            }
        }
        for (String path : ANSWERS) {
            assertEquals(401, rig.ask("GET", path, null, null).statusCode());
            Browser anna = rig.browser("anna");
            Map<String, String> elsewhere = Map.of("Sec-Fetch-Site", "cross-site");
            assertEquals(403, rig.ask("GET", path, anna, null, elsewhere).statusCode());
            assertEquals(405, rig.ask("POST", path, anna, null).statusCode());
        }
    }

    @Test
    void shouldTellWhatSidecarsReportedSinceItRunsWhoeverLooked() throws Exception {
        Browser anna = rig.browser("anna");
        String topic = "platform.telemetry.momo-1";
        long nowNs = rig.bus.config().clock().nanoTime();
        SidecarReport report = SidecarReport.newBuilder()
                .setInstance("momo-1")
                .setFromNs(nowNs - 10_000_000_000L)
                .setToNs(nowNs)
                .setState("DEGRADED")
                .addReasons("of whom it is nobody's business")
                .addTraffic(Traffic.newBuilder()
                        .setTopic("platform.data.quote.{venue}.{symbol}")
                        .setDelivered(1_234)
                        .setDenied(5)
                        .setLag(6)
                        .addLatency(Bucket.newBuilder()
                                .setAboveNs(1_000)
                                .setUpToNs(1_500)
                                .setCount(1_234)))
                .build();
        JsonNode told = null;
        long deadline = System.currentTimeMillis() + DEADLINE_MS;
        try (Publisher publisher = rig.bus.publisher(PublisherSpec.fast(topic))) {
            byte[] bytes = report.toByteArray();
            while (told == null || told.get("instances").isEmpty()) {
                assertTrue(System.currentTimeMillis() < deadline, "no report came");
                assertTrue(publisher.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0);
                told = answer("/ui/traffic", anna);
            }
        }
        JsonNode one = told.get("instances").get(0);
        JsonNode traffic = one.get("topics").get(0);
        assertEquals("DEGRADED", one.get("state").asText());
        assertEquals(0, told.get("missed").asLong());
        // Each time that it was published is a report of its own.
        long reports = one.get("coveredMs").asLong() / 10_000;
        assertTrue(reports > 0);
        assertEquals(1_234 * reports, traffic.get("delivered").asLong());
        assertEquals(5 * reports, traffic.get("denied").asLong());
        assertEquals(6, traffic.get("lag").asLong());
        assertTrue(!told.toString().contains("business"), "reasons are masked elsewhere");
        JsonNode hop = answer("/ui/latency", anna).get("hops").get(0);
        assertEquals("momo-1", hop.get("instance").asText());
        long counted = hop.get("counts")
                .valueStream()
                .mapToLong(count -> count.get(2).asLong())
                .sum();
        assertEquals(0, counted % 1_234);
        assertTrue(counted > 0);
    }

    private JsonNode answer(String path, Browser by) throws Exception {
        HttpResponse<String> answer = rig.ask("GET", path, by, null);
        assertEquals(200, answer.statusCode(), answer.body());
        return GatewayRig.JSON.readTree(answer.body());
    }
}
