package io.meridian.platform.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Grafana's own types, and a real TypeScript compiler, think of the dashboards. */
@Tag("server")
@Timeout(180)
final class GrafanaSchemaTest {
    private static final Path WEB = RuleFiles.REPOSITORY.resolve("management-ui/web");

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        assumeTrue(
                Files.exists(WEB.resolve("node_modules/@grafana/schema")),
                "Grafana's types are not installed: Node or npm is missing, or the pages were never built");
        for (Dashboard each : Dashboards.all()) {
            Files.writeString(folder.resolve(each.file()), each.json());
        }
    }

    private String check(int exit) throws Exception {
        Process process = new ProcessBuilder("npm", "run", "--silent", "check:dashboards", "--", folder.toString())
                .directory(WEB.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), said);
        return said;
    }

    @Test
    void shouldBeWhatGrafanaReads() throws Exception {
        String said = check(0);
        assertTrue(said.contains(Dashboards.all().size() + " dashboards are what Grafana reads"), said);
    }

    @Test
    void shouldNameThePlaceOfWhatGrafanaDoesNotRead() throws Exception {
        spoil("bus.json", "\"sort\" : \"desc\"", "\"sort\" : \"falling\"");
        spoil("sidecar.json", "\"wideLayout\" : true", "\"wideLayout\" : \"yes\"");
        spoil("trading.json", "\"placement\" : \"bottom\"", "\"placement\" : \"bottom\", \"colour\" : \"red\"");
        spoil("storage.json", "\"schemaVersion\" : 39", "\"schemaVersion\" : 39, \"owner\" : \"me\"");
        spoil("plugin.json", "\"legendFormat\" : ", "\"legendForm\" : ");
        spoil("audit-and-clock.json", "\"type\" : \"timeseries\"", "\"type\" : \"timeline\"");
        String said = check(1);
        for (String name : List.of("bus", "sidecar", "trading", "storage", "plugin", "audit-and-clock")) {
            assertTrue(said.contains(name + ".json:"), said);
        }
        assertTrue(said.contains("\"colour\"' does not exist in type"), said);
        assertFalse(said.contains("platform.json:") || said.contains("objectives.json:"), said);
    }

    private void spoil(String file, String right, String wrong) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(right), file + " has no " + right);
        Files.writeString(path, text.replace(right, wrong));
    }
}
