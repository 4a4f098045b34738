package io.meridian.manager.runtime.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.registry.Artifact;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.RuntimeConformance;
import io.meridian.manager.runtime.UnitRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With real processes of small programs, in the place of sidecars and plugins. */
final class ProcessRuntimeTest extends RuntimeConformance {
    @Override
    protected InstanceRuntime open(Path manager) {
        return new ProcessRuntime(new ProcessOptions(
                manager.resolve("instances"),
                manager.toString(),
                List.of("sh", "-c", "exec sleep 1000", "sidecar"),
                Map.of("PATH", System.getenv("PATH"), "BUS_PASSWORD", "for-sidecars"),
                List.of("java"),
                List.of(),
                Map.of("PATH", System.getenv("PATH")),
                null,
                4 << 20,
                1 << 20));
    }

    @Override
    protected Artifact artifact(String name, String script) throws Exception {
        Path home = Files.createDirectories(folder.resolve("artifact-" + name));
        Files.writeString(home.resolve("run.sh"), script);
        return new Artifact(Artifact.Kind.BUNDLE, home.toString(), "sha256:1");
    }

    @Override
    protected long processesOf(Launch launch) {
        return Marker.all(folder.toString()).stream()
                .filter(marked -> marked.marker().role() == UnitRole.PLUGIN)
                .count();
    }

    @Test
    void shouldKnowThatAProcessIsGoneWhoseNumberAnotherHas() throws Exception {
        Launch launch = launch("m1", "exit 0", 256);
        new ProcessRecord(ProcessHandle.current().pid(), Instant.ofEpochMilli(5), "g1", 0)
                .write(launch.folder().record(UnitRole.PLUGIN));
        assertFalse(unit(runtime(), "m1", UnitRole.PLUGIN).running());
    }

    @Test
    void shouldTellThePluginWhereItsSidecarIs() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "env", 256);
        runtime.startPlugin(launch);
        await(
                "it is told",
                () -> said(launch)
                        .contains("MERIDIAN_SIDECAR=" + launch.folder().sidecar()));
        assertTrue(said(launch).contains(Marker.VARIABLE), said(launch));
    }
}
