package io.meridian.manager.kill;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.BO;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static io.meridian.manager.TestManager.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.health.Level;
import io.meridian.manager.health.Neighbour;
import io.meridian.manager.registry.Instance.Desired;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.sidecar.control.ControlSocket;
import io.meridian.sidecar.control.Latch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real control sockets of sidecars, whose latches are looked at. */
final class KillSwitchTest {
    private Path folder;
    private TestManager test;
    private Manager manager;
    private final Map<String, Latch> latches = new LinkedHashMap<>();
    private final Map<String, ControlSocket> sockets = new LinkedHashMap<>();

    @BeforeEach
    void open() throws Exception {
        // A socket's path has at most some hundred characters.
        folder = Files.createTempDirectory(
                "kill", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        test = new TestManager(folder, Mode.DEVELOPMENT);
        manager = test.open();
        PluginVersion momo = register(manager, "momo", "1.0.0");
        PluginVersion other = register(manager, "other", "1.0.0");
        for (String name : new String[] {"m1", "m2"}) {
            run(name, momo);
        }
        run("o1", other);
        create(manager, "idle", momo);
        look();
    }

    private void run(String name, PluginVersion version) throws Exception {
        create(manager, name, version);
        manager.instances().desire(ANNA, name, Desired.RUNNING, "");
        settle(manager);
        Path own = manager.folder(name).sidecar();
        Latch latch = Latch.open(own, test.clock);
        latches.put(name, latch);
        sockets.put(name, ControlSocket.open(own, latch, test.clock, event -> {}, () -> "{}"));
    }

    /** What the loop does each second: another manager looks when it begins. */
    private void look() {
        manager.close();
        manager = test.open();
    }

    @AfterEach
    void close() {
        sockets.values().forEach(ControlSocket::close);
        manager.close();
    }

    private List<String> set() {
        return latches.entrySet().stream()
                .filter(entry -> entry.getValue().isSet())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void shouldLatchWhatTheScopeIsAboutAndTellOfEach() {
        KillReport report = manager.kills().set(ANNA, KillScope.PLUGIN, "momo", false, "odd prices");
        assertEquals(List.of("m1", "m2"), set());
        assertEquals(List.of("m1", "m2"), report.latched());
        assertEquals(List.of("idle"), report.notRunning());
        assertEquals(Map.of(), report.failed());
        assertEquals("anna", latches.get("m1").state().by());
    }

    @Test
    void shouldStopAndReleaseSidecarsThatSomebodyElseStarted() throws Exception {
        Path other = Files.createDirectories(folder.resolve("neighbours").resolve("n1"));
        Files.createDirectories(folder.resolve("neighbours").resolve("not-running"));
        // Of this name there is an own one.
        Files.createDirectories(folder.resolve("neighbours").resolve("m1"));
        Latch latch = Latch.open(other, test.clock);
        latches.put("n1", latch);
        String health = "{\"state\":\"READY\",\"attached\":true,\"latched\":false}";
        sockets.put("n1", ControlSocket.open(other, latch, test.clock, event -> {}, () -> health));
        Path dead = Files.createDirectories(folder.resolve("neighbours").resolve("n0"));
        Files.createFile(dead.resolve(ControlSocket.FILE));
        look();
        List<Neighbour> neighbours = Neighbour.ask(manager.neighbours(), test.clock.instant());
        assertEquals(new Neighbour("n1", Level.OK, List.of(), false), neighbours.getLast());
        assertEquals("n0", neighbours.getFirst().name());
        assertTrue(neighbours.getFirst().reasons().getFirst().contains("does not answer"));
        Files.delete(dead.resolve(ControlSocket.FILE));
        look();
        KillReport all = manager.kills().set(ANNA, KillScope.ALL, "", false, "odd prices");
        assertEquals(List.of("m1", "m2", "n1", "o1"), all.latched());
        assertTrue(latch.isSet());
        KillReport released = manager.kills().release(BO, all.kill().id(), "mended");
        assertEquals(List.of("m1", "m2", "n1", "o1"), released.latched());
        assertEquals(List.of(), set());
        assertEquals(
                List.of("n1"),
                manager.kills()
                        .set(ANNA, KillScope.INSTANCE, "n1", false, "odd prices")
                        .latched());
        assertEquals(List.of("n1"), set());
    }

    @Test
    void shouldTellTheBusWhomItIsAboutAndAgainWhileItHolds() {
        test.bus.trouble = "the bus is away";
        KillReport report = manager.kills().set(ANNA, KillScope.PLUGIN, "momo", false, "odd prices");
        assertEquals("the bus is away", report.onBus());
        assertEquals(List.of("m1", "m2"), report.latched(), "that stops nothing from being stopped");
        manager.kills().set(ANNA, KillScope.ALL, "", true, "monthly drill");
        manager.kills().remind();
        manager.kills().release(BO, report.kill().id(), "mended");
        manager.kills().remind();
        assertEquals(
                List.of(
                        "kernel: let go plugin momo",
                        "kernel: stop plugin momo",
                        "sidecars: stop plugin momo [idle, m1, m2]",
                        "sidecars: stop plugin momo [idle, m1, m2]"),
                test.bus.told.stream().sorted().toList());
    }

    @Test
    void shouldTellWhoDidNotAnswer() {
        sockets.remove("m2").close();
        KillReport report = manager.kills().set(ANNA, KillScope.ALL, "", false, "odd prices");
        assertEquals(List.of("m1", "o1"), report.latched());
        assertTrue(
                report.failed().get("m2").contains("does not answer"),
                report.failed().toString());
    }

    @Test
    void shouldFindThoseThatMaySendThere() {
        manager.kills().set(ANNA, KillScope.POOL, "SIGNAL", false, "x");
        assertEquals(3, set().size());
        KillReport report = manager.kills().set(ANNA, KillScope.VENUE, "XNAS", false, "x");
        assertEquals(List.of(), report.latched(), "signals send to no venue");
    }

    @Test
    void shouldLatchNothingInADrill() {
        KillReport report = manager.kills().set(ANNA, KillScope.ALL, "", true, "monthly drill");
        assertEquals(3, report.latched().size());
        assertEquals(List.of(), set());
        assertEquals(List.of(), manager.kills().list(true));
        assertThrows(
                Refusal.class, () -> manager.kills().release(BO, report.kill().id(), "x"));
    }

    @Test
    void shouldReleaseOnlyWhatNoOtherKillHolds() {
        Kill all = manager.kills().set(ANNA, KillScope.ALL, "", false, "x").kill();
        manager.kills().set(ANNA, KillScope.INSTANCE, "m1", false, "y");
        manager.kills().release(BO, all.id(), "all is well");
        assertEquals(List.of("m1"), set());
        assertEquals("bo", manager.kills().get(all.id()).releasedBy());
    }

    @Test
    void shouldHoldAcrossAManagerAndOverALatchThatWasLost() throws Exception {
        manager.kills().set(ANNA, KillScope.ALL, "", false, "x");
        look();
        assertEquals(1, manager.kills().list(true).size());
        latches.get("m1").release("somebody", "by hand");
        assertFalse(latches.get("m1").isSet());
        manager.kills().tend("m1", false);
        assertTrue(latches.get("m1").isSet());
    }

    @Test
    void shouldStartLatchedWhatStartsWhileAKillHolds() {
        manager.kills().set(ANNA, KillScope.PLUGIN, "momo", false, "x");
        manager.instances().desire(ANNA, "idle", Desired.RUNNING, "");
        settle(manager);
        assertTrue(Latch.open(manager.folder("idle").sidecar(), test.clock).isSet());
    }

    @Test
    void shouldNeedAReason() {
        assertThrows(Refusal.class, () -> manager.kills().set(ANNA, KillScope.ALL, "", false, " "));
    }
}
