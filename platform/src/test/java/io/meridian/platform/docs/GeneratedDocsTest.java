package io.meridian.platform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meridian.bus.delivery.AckLevel;
import io.meridian.bus.delivery.Capabilities;
import io.meridian.bus.delivery.Capability;
import io.meridian.platform.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedDocsTest {
    @Test
    void shouldFindThePagesOfTheRepositoryUpToDate() throws IOException {
        Path repository = Path.of("").toAbsolutePath().getParent();
        assertEquals(
                List.of(),
                new GeneratedDocs(repository).stale(),
                "generated pages are stale; run " + GeneratedDocs.COMMAND + " and commit what it writes");
    }

    @Test
    void shouldWriteOnlyWhatIsStale(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("README.md"),
                "before\n<!-- guarantees:begin -->\nold\n<!-- guarantees:end -->\nafter\n");
        GeneratedDocs docs = new GeneratedDocs(folder);
        assertEquals(
                List.of(
                        "docs/reference/settings.md",
                        "docs/reference/sidecar-protocol.md",
                        "docs/reference/telemetry.md",
                        "docs/reference/trading-schema.md",
                        "docs/reference/manifest.md",
                        "docs/reference/metrics.md",
                        "monitoring/grafana/dashboards/platform.json",
                        "monitoring/grafana/dashboards/bus.json",
                        "monitoring/grafana/dashboards/sidecar.json",
                        "monitoring/grafana/dashboards/plugin.json",
                        "monitoring/grafana/dashboards/trading.json",
                        "monitoring/grafana/dashboards/storage.json",
                        "monitoring/grafana/dashboards/audit-and-clock.json",
                        "monitoring/grafana/dashboards/cluster.json",
                        "monitoring/grafana/dashboards/objectives.json",
                        "README.md"),
                docs.write());
        assertEquals(List.of(), docs.stale());
        String readme = Files.readString(folder.resolve("README.md"));
        assertEquals("before", readme.lines().findFirst().orElseThrow());
        assertEquals("after", readme.lines().toList().getLast());
        Files.writeString(folder.resolve("docs/reference/settings.md"), "changed by hand");
        assertEquals(List.of("docs/reference/settings.md"), docs.write());
    }

    @Test
    void shouldSayWhatTheReadmeLacksWhenItHasNoPlaceForTheTable() {
        assertThrows(CommandException.class, () -> GeneratedDocs.withTable("no marks", "table"));
    }

    @Test
    void shouldNumberLimitsAndPutTheEngineForUnitTestsLast() {
        Capabilities memory =
                new Capabilities("memory", Set.of(Capability.FAST), Map.of(), AckLevel.QUEUED, AckLevel.QUEUED, 1000);
        Capabilities other = new Capabilities(
                "zeta",
                Set.of(Capability.FAST, Capability.DURABLE),
                Map.of(Capability.FAST, "slowly", Capability.GROUPS, "never"),
                AckLevel.RECEIVED,
                AckLevel.STORED,
                2000);
        String table = GuaranteesTable.markdown(List.of(memory, other));
        List<String> lines = table.lines().toList();
        assertEquals("| under default settings | zeta | memory |", lines.getFirst());
        assertEquals("| Fast profile | yes (1) | yes |", lines.get(2));
        assertEquals("| Durable profile: stored, acknowledged, replayed | yes | no |", lines.get(5));
        assertEquals(
                1,
                lines.stream()
                        .filter("| A confirmed message on the durable profile is | STORED |  |"::equals)
                        .count());
        assertEquals(List.of("", "1. zeta: slowly", "2. zeta: never"), lines.subList(lines.size() - 3, lines.size()));
    }
}
