package io.meridian.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.NatsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the pages can be measured: each figure for a moment, at the product as it is. How good they are is not asked here. */
@Tag("server")
@Timeout(value = 500, unit = TimeUnit.SECONDS)
final class UiBenchTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final Set<String> FIGURES = Set.of(
            "ui.script",
            "ui.overview.interactive",
            "ui.list.plugins",
            "ui.list.plugins.frame.worst",
            "ui.list.topics",
            "ui.list.topics.frame.long",
            "ui.tail.paints",
            "ui.tail.counted",
            "ui.tail.growth",
            "ui.tabs.rss",
            "ui.tabs.heap",
            "ui.tabs.frames.least");

    private final Map<String, Figure> told = new LinkedHashMap<>();

    @Test
    void shouldTellEachFigureWhenThePagesAreMeasuredForAMoment() throws Exception {
        assumeTrue(Files.isExecutable(BrowserRun.browser()), "Chromium is not installed; ./test.sh says why");
        assumeTrue(
                Files.exists(REPOSITORY.resolve("management-ui/web/node_modules/playwright-core")),
                "the pages are not built: npm is missing");
        assumeTrue(NatsServer.isInstalled(), "nats-server is not installed: apt-get install nats-server");
        // The jars are not made yet when tests run.
        Product product = new Product(
                REPOSITORY,
                Map.of(
                        "MERIDIAN_CLASS_PATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        UiScale scale = UiScale.SMOKE;
        UiBench bench = new UiBench(scale, figure -> told.put(figure.name(), figure));
        try (UiRig rig = new UiRig(product)) {
            bench.script(rig);
            bench.overview(rig);
            bench.lists(rig);
            bench.tail(rig);
            bench.tabs(rig);
        }
        assertTrue(told.keySet().containsAll(FIGURES), () -> told.keySet().toString());
        told.values().forEach(figure -> assertTrue(Double.isFinite(figure.ours()), figure::toLine));
        // What would be measured of pages that are not there.
        assertTrue(told.get("ui.script").ours() > 50, told.get("ui.script")::toLine);
        assertEquals(scale.tailSeconds * 2_000, told.get("ui.tail.counted").ours());
        assertTrue(told.get("ui.tail.paints").ours() > 1, told.get("ui.tail.paints")::toLine);
        assertTrue(told.get("ui.tabs.frames.least").ours() > 1, told.get("ui.tabs.frames.least")::toLine);
    }
}
