package io.meridian.manager;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.BO;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static io.meridian.manager.TestManager.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.basis.FolderTree;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillScope;
import io.meridian.manager.registry.Instance.Desired;
import io.meridian.manager.runtime.UnitRole;
import io.meridian.sidecar.control.ControlSocket;
import io.meridian.sidecar.control.Latch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that is started while it has open orders, beside the real latch of its sidecar. */
final class ObserveModeTest {
    private Path folder;
    private TestManager test;
    private Manager manager;
    private Latch latch;
    private ControlSocket socket;

    @BeforeEach
    void open() throws Exception {
        // A socket's path has at most some hundred characters.
        folder = Files.createTempDirectory(
                "observe", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        test = new TestManager(folder, Mode.DEVELOPMENT);
        manager = test.open();
        create(manager, "m1", register(manager, "momo", "1.0.0"));
        test.runtime.sidecarStarted = this::sidecar;
    }

    /** What a sidecar that is started does first. */
    private void sidecar(Path own) {
        try {
            latch = Latch.open(own, test.clock);
            socket = ControlSocket.open(own, latch, test.clock, event -> {}, () -> "{}");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        if (socket != null) {
            socket.close();
        }
        manager.close();
        FolderTree.delete(folder);
    }

    private void start() {
        manager.instances().desire(ANNA, "m1", Desired.RUNNING, "");
        settle(manager);
        assertTrue(test.runtime.isRunning("m1", UnitRole.PLUGIN));
    }

    private void observing() {
        test.openOrders = "2 orders are open";
        start();
        assertTrue(latch.isSet());
    }

    @Test
    void shouldTradeAtOnceWhenNoOrderIsOpen() {
        start();
        assertFalse(latch.isSet());
        assertThrows(Refusal.class, () -> manager.rearm(BO, "m1", "why not"));
    }

    @Test
    void shouldTradeOnlyWhenAPersonLetsItThatHadOpenOrders() {
        observing();
        assertTrue(
                latch.state().reason().contains("2 orders are open"),
                latch.state().reason());
        assertThrows(Refusal.class, () -> manager.rearm(BO, "m1", " "));
        manager.rearm(BO, "m1", "they are as the venue has them");
        assertFalse(latch.isSet());
        assertEquals("bo", latch.state().by());
        assertFalse(manager.folder("m1").isObserving());
        assertEquals(
                "instance.rearm",
                manager.acts().latest("m1", null, 1).getFirst().action());
    }

    @Test
    void shouldObserveWhenThePluginAloneIsStartedAgain() {
        start();
        test.openOrders = "an order is open";
        test.runtime.end("m1", UnitRole.PLUGIN, 137);
        manager.reconciler().pass(instance -> true);
        assertFalse(latch.isSet());
        test.clock.advance(Duration.ofSeconds(5));
        settle(manager);
        assertTrue(test.runtime.isRunning("m1", UnitRole.PLUGIN));
        assertTrue(latch.isSet());
    }

    @Test
    void shouldGoOnObservingWhenAKillIsReleased() {
        observing();
        manager.close();
        manager = test.open();
        Kill kill = manager.kills()
                .set(ANNA, KillScope.ALL, "", false, "odd prices")
                .kill();
        Refusal held = assertThrows(Refusal.class, () -> manager.rearm(BO, "m1", "looked at"));
        assertTrue(held.getMessage().contains("odd prices"), held.getMessage());
        manager.kills().release(BO, kill.id(), "prices are right");
        assertTrue(latch.isSet());
        manager.rearm(BO, "m1", "looked at");
        assertFalse(latch.isSet());
    }

    @Test
    void shouldObserveNoMoreWhenAPersonReleasedTheLatchAtTheSidecar() throws Exception {
        observing();
        latch.release("cy", "looked at");
        manager.unlatched("m1");
        assertFalse(manager.folder("m1").isObserving());
    }
}
