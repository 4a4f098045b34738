package io.meridian.manager.runtime.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.meridian.manager.registry.Artifact;
import io.meridian.manager.runtime.InstanceRuntime;
import io.meridian.manager.runtime.Launch;
import io.meridian.manager.runtime.RuntimeConformance;
import io.meridian.manager.runtime.UnitRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real containers of small programs, in the place of sidecars and plugins. */
@Tag("server")
@Timeout(180)
final class DockerRuntimeTest extends RuntimeConformance {
    private static final String SIDECAR = "meridian-test-sidecar:1";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private DockerDaemon daemon;

    @AfterAll
    static void removeImages() {
        TestDocker.removeImages();
    }

    @BeforeEach
    void buildSidecar() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED, it takes root to hand over folders");
        daemon = TestDocker.daemon();
        String id = TestDocker.shell(daemon, folder, "id; exec sleep 1000", Map.of());
        daemon.ask(docker ->
                docker.tagImageCmd(id, "meridian-test-sidecar", "1").withForce().exec());
    }

    @Override
    protected InstanceRuntime open(Path manager) {
        return new DockerRuntime(
                TestDocker.daemon(),
                new DockerOptions(
                        manager.resolve("instances"),
                        manager.toString(),
                        "test",
                        SIDECAR,
                        "none",
                        Map.of("BUS_PASSWORD", "for-sidecars"),
                        List.of(),
                        List.of(),
                        null,
                        1 << 20,
                        (instance, what) -> log.add(instance + ": " + what)));
    }

    @Override
    protected Artifact artifact(String name, String script) throws Exception {
        String id = TestDocker.shell(daemon, folder, script, Map.of());
        return new Artifact(Artifact.Kind.IMAGE, id, id);
    }

    @Override
    protected long processesOf(Launch launch) {
        Integer user = Integer.valueOf(pluginUser(launch));
        return ProcessHandle.allProcesses()
                .filter(process -> user.equals(userOf(process.pid())))
                .count();
    }

    private static Object userOf(long pid) {
        try {
            return Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
        } catch (IOException gone) {
            return null;
        }
    }

    private static String pluginUser(Launch launch) {
        try {
            return Integer.toString(
                    Integer.parseInt(Files.readString(launch.folder().home().resolve("users"))
                                    .strip())
                            + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InspectContainerResponse inspect(String instance, UnitRole role, OwnContainers containers) {
        String id = containers.list().stream()
                .filter(found -> found.instance().equals(instance) && found.role() == role)
                .findFirst()
                .orElseThrow()
                .id();
        return containers.inspect(id).orElseThrow();
    }

    @Test
    void shouldLockUpAPlugin() throws Exception {
        InstanceRuntime runtime = runtime();
        start(runtime, launch("m1", "exec sleep 1000", 128));
        OwnContainers containers = new OwnContainers(daemon, folder.toString(), "test");
        InspectContainerResponse plugin = inspect("m1", UnitRole.PLUGIN, containers);
        HostConfig held = plugin.getHostConfig();
        assertEquals("none", held.getNetworkMode());
        assertEquals("none", held.getIpcMode());
        assertEquals(true, held.getReadonlyRootfs());
        assertEquals(List.of(Capability.ALL), List.of(held.getCapDrop()));
        assertEquals(List.of("no-new-privileges"), held.getSecurityOpts());
        assertEquals(128L << 20, held.getMemory());
        assertEquals(128L << 20, held.getMemorySwap(), "no more by swapping");
        assertEquals(ContainerShape.MOST_TASKS, held.getPidsLimit());
        assertEquals(1_000_000_000L, held.getNanoCPUs());
        assertEquals(1, plugin.getMounts().size(), "it sees one folder");
        String user = plugin.getConfig().getUser();
        assertTrue(Integer.parseInt(user.split(":")[0]) > 10_000, user);
        InspectContainerResponse sidecar = inspect("m1", UnitRole.SIDECAR, containers);
        assertEquals(true, sidecar.getHostConfig().getReadonlyRootfs());
        assertEquals(List.of(Capability.ALL), List.of(sidecar.getHostConfig().getCapDrop()));
        assertTrue(!sidecar.getConfig().getUser().split(":")[0].equals(user.split(":")[0]), "it is another user");
    }

    @Test
    void shouldGiveEachInstanceUsersOfItsOwn() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch one = launch("m1", "exec sleep 1000", 64);
        Launch two = launch("m2", "exec sleep 1000", 64);
        start(runtime, one);
        start(runtime, two);
        assertTrue(!pluginUser(one).equals(pluginUser(two)), "as each other they could do each other harm");
        assertEquals(
                Integer.parseInt(pluginUser(one)) - 1,
                Files.getAttribute(one.folder().sidecar().resolve("settings"), "unix:uid"),
                "the sidecar can read what its manager writes");
    }

    @Test
    void shouldShowAPluginNothingOfItsSidecarButTheWayIn() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch(
                "m1",
                "echo $MERIDIAN_SIDECAR/*; echo no >$MERIDIAN_SIDECAR/new || echo refused; cat() { while read l; do"
                        + " echo $l; done; }; cat <$MERIDIAN_SIDECAR/token; exit 0",
                64);
        runtime.startSidecar(launch);
        Path token = launch.folder().attach().resolve("token");
        Files.writeString(token, "let-me-in\n");
        Files.setAttribute(token, "unix:gid", Integer.parseInt(pluginUser(launch)));
        runtime.startPlugin(launch);
        await("it ends", () -> !unit(runtime, "m1", UnitRole.PLUGIN).running());
        runtime.forget(unit(runtime, "m1", UnitRole.PLUGIN));
        assertTrue(said(launch).contains("let-me-in"), said(launch));
        assertTrue(said(launch).contains("refused"), said(launch));
        assertTrue(said(launch).contains("/meridian/attach/token\n"), said(launch));
    }

    @Test
    void shouldReportAPluginThatIsRefusedProcessesOrFloodsItsLog() throws Exception {
        InstanceRuntime runtime = runtime();
        start(runtime, launch("m1", "perl -e 'for (1..400) { fork // last; } sleep 1000' & exec sleep 1000", 256));
        await("it is reported", () -> {
            runtime.list();
            runtime.tend();
            return log.stream().anyMatch(line -> line.contains("refused a process"));
        });
        start(runtime, launch("m2", "exec perl -e 'print \"flood \" x 100, \"\\n\" while 1'", 64));
        await("it is reported", () -> {
            runtime.list();
            return log.stream().anyMatch(line -> line.startsWith("m2: ALARM") && line.contains("floods"));
        });
    }

    @Test
    void shouldNotTouchAContainerThatIsNotItsOwn() throws Exception {
        String image = TestDocker.shell(daemon, folder, "exec sleep 1000", Map.of());
        String foreign = daemon.ask(docker -> docker.createContainerCmd(image)
                        .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                        .exec())
                .getId();
        try {
            daemon.ask(docker -> docker.startContainerCmd(foreign).exec());
            OwnContainers containers = new OwnContainers(daemon, folder.toString(), "test");
            assertTrue(containers.inspect(foreign).isEmpty());
            assertThrows(IllegalArgumentException.class, () -> containers.signal(foreign, "KILL"));
            assertThrows(IllegalArgumentException.class, () -> containers.remove(foreign));
            assertEquals(List.of(), containers.list());
            assertEquals(
                    true,
                    daemon.ask(docker -> docker.inspectContainerCmd(foreign).exec())
                            .getState()
                            .getRunning());
        } finally {
            daemon.ask(
                    docker -> docker.removeContainerCmd(foreign).withForce(true).exec());
        }
    }

    @Test
    void shouldSayHowToBuildTheImageOfSidecarsWhenThereIsNone() throws Exception {
        InstanceRuntime runtime = runtime();
        Launch launch = launch("m1", "exec sleep 1000", 64);
        daemon.ask(docker -> docker.removeImageCmd(SIDECAR).exec());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> runtime.startSidecar(launch));
        assertTrue(refused.getMessage().contains("meridian image sidecar"), refused.getMessage());
    }

    @Test
    void shouldSayThatDockerIsAwayWhenItDoesNotAnswer() {
        DockerDaemon away = DockerDaemon.at("unix://" + folder.resolve("nobody.sock"));
        assertTrue(away.trouble().contains("does not answer"), away.trouble());
    }
}
