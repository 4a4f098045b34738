package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.platform.Alone;
import io.meridian.platform.manager.ManagerPlace;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.stack.StackBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages in a real browser, on a stack as a person starts it: {@code npm run test:browser} tells each step. */
@Tag("server")
@Timeout(value = 1_600, unit = TimeUnit.SECONDS)
@Alone({Alone.STACK, Alone.NETWORK})
final class BrowserSystemTest extends StackTerminals {
    private static final Pattern FILLS = Pattern.compile("\"fills\":(\\d+)");
    private static final Path WEB = REPOSITORY.resolve("management-ui/web");
    private static final Path BROWSER = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

    @Test
    void shouldShowEachPageAndDoWhatItIsToldWhenPeopleUseABrowser() throws Exception {
        assumeTrue(Files.isExecutable(BROWSER), "Chromium is not installed; ./test.sh says why");
        assumeTrue(
                Files.exists(WEB.resolve("node_modules/playwright-core")), "the pages are not built: npm is missing");
        String missing = LocalServers.missing("nats");
        assumeTrue(missing == null, () -> missing);
        start("launch_dev.sh", Map.of("BUS_BACKEND", "nats"), "--name", stack, "--rate", "20", "--json");
        awaitRunning("watch");
        Path manager = StackBus.manager(folder());
        Path address = ManagerPlace.pages(manager);
        await(() -> Files.exists(address), "the gateway is not ready");
        backtest();
        backtest("--setting", "venue.takerFee=0.0005");
        Path said = outputs.resolve("browser");
        ProcessBuilder tests = new ProcessBuilder("npm", "run", "--silent", "test:browser")
                .directory(WEB.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        tests.environment().put("MERIDIAN_UI", Files.readString(address).strip());
        tests.environment()
                .put(
                        "MERIDIAN_UI_SETUP",
                        Files.readString(ManagerSettings.firstPassword(manager)).strip());
        Process process = tests.start();
        try {
            assertTrue(
                    process.waitFor(1_500, TimeUnit.SECONDS), () -> "the browser's tests did not end: " + read(said));
            assertEquals(0, process.exitValue(), () -> read(said));
            // All orders were stopped and released on the way.
            long before = fills();
            await(() -> fills() > before, "no order is filled after a kill that was released");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A run that the pages show. */
    private void backtest(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "backtest",
                REPOSITORY.resolve("examples/hello-strategy").toString(),
                "--name",
                stack,
                "--report",
                outputs.resolve("page.html").toString()));
        arguments.addAll(List.of(more));
        Run run = run("meridian", Map.of(), arguments.toArray(String[]::new));
        assertEquals(0, run.exit(), run::toString);
    }

    private long fills() {
        return numbers(FILLS, read(outputs.resolve("out1"))).getLast();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
