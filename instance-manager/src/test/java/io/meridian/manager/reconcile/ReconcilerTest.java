package io.meridian.manager.reconcile;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static io.meridian.manager.TestManager.settle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.registry.Instance.Desired;
import io.meridian.manager.registry.Instances;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.manager.runtime.Unit;
import io.meridian.manager.runtime.UnitRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReconcilerTest {
    @TempDir
    private Path folder;

    private TestManager test;
    private Manager manager;
    private PluginVersion first;

    @BeforeEach
    void open() {
        test = new TestManager(folder, Mode.PRODUCTION);
        manager = test.open();
        first = register(manager, "momo", "1.0.0");
    }

    @AfterEach
    void close() {
        manager.close();
        assertEquals(List.of(), test.runtime.wrongs());
    }

    private void start(String instance) {
        manager.instances().desire(ANNA, instance, Desired.RUNNING, "");
        settle(manager);
    }

    private Phase phase(String instance) {
        return manager.reconciler().states().get(instance).phase();
    }

    private Unit plugin(String instance) {
        return manager.reconciler().states().get(instance).plugin();
    }

    private Unit sidecar(String instance) {
        return manager.reconciler().states().get(instance).sidecar();
    }

    @Test
    void shouldStartSidecarThenPluginAndStopThemTheOtherWayRound() {
        create(manager, "m1", first);
        settle(manager);
        assertEquals(Phase.STOPPED, phase("m1"));
        start("m1");
        assertEquals(Phase.RUNNING, phase("m1"));
        manager.instances().desire(ANNA, "m1", Desired.STOPPED, "");
        settle(manager);
        assertEquals(Phase.STOPPED, phase("m1"));
        assertEquals(List.of(), test.runtime.list());
    }

    @Test
    void shouldLeaveAllAsItIsWhileItsRuntimeCannotBeAsked() {
        create(manager, "m1", first);
        create(manager, "m2", first);
        create(manager, "m3", first);
        start("m1");
        start("m3");
        Unit before = plugin("m1");
        test.runtime.away = "Docker does not answer";
        manager.instances().desire(ANNA, "m1", Desired.STOPPED, "");
        manager.instances().desire(ANNA, "m2", Desired.RUNNING, "");
        settle(manager);
        assertEquals(Phase.RUNNING, phase("m1"));
        assertEquals(before, plugin("m1"));
        assertEquals(
                "Docker does not answer",
                manager.reconciler().states().get("m2").why());
        assertEquals(0, manager.reconciler().states().get("m2").crashes(), "it is not its fault");
        test.runtime.away = "";
        settle(manager);
        assertEquals(Phase.STOPPED, phase("m1"));
        assertEquals(Phase.RUNNING, phase("m2"));
        assertEquals("", manager.reconciler().states().get("m2").why());
        assertEquals("", manager.reconciler().states().get("m3").why(), "nothing was to be done for it");
    }

    @Test
    void shouldKillWhatDoesNotEndInTimeAndNotCallItACrash() {
        create(manager, "m1", first);
        start("m1");
        test.runtime.obedient = false;
        manager.instances().desire(ANNA, "m1", Desired.STOPPED, "");
        manager.reconciler().pass(instance -> true);
        manager.reconciler().pass(instance -> true);
        assertEquals(Phase.STOPPING, phase("m1"));
        test.clock.advance(Duration.ofSeconds(11));
        for (int i = 0; i < 10; i++) {
            manager.reconciler().pass(instance -> true);
            test.clock.advance(Duration.ofSeconds(6));
        }
        assertEquals(Phase.STOPPED, phase("m1"));
        assertEquals(0, manager.reconciler().states().get("m1").crashes());
    }

    @Test
    void shouldWaitLongerAfterEachCrashAndQuarantineAfterFive() {
        create(manager, "m1", first);
        start("m1");
        int[] pauses = {1, 2, 4, 8};
        for (int pause : pauses) {
            test.runtime.end("m1", UnitRole.PLUGIN, 1);
            settle(manager);
            assertEquals(Phase.BACKING_OFF, phase("m1"));
            test.clock.advance(Duration.ofMillis(pause * 1000 - 10));
            settle(manager);
            assertEquals(Phase.BACKING_OFF, phase("m1"), "after " + pause + " s less a moment");
            test.clock.advance(Duration.ofMillis(10 + pause * 201));
            settle(manager);
            assertEquals(Phase.RUNNING, phase("m1"), "after " + pause + " s and its jitter");
        }
        test.runtime.end("m1", UnitRole.PLUGIN, 1);
        settle(manager);
        settle(manager);
        assertEquals(Phase.QUARANTINED, phase("m1"));
        assertTrue(manager.instances().get("m1").quarantineReason().contains("exit code 1"));
        test.clock.advance(Duration.ofHours(1));
        settle(manager);
        assertEquals(Phase.QUARANTINED, phase("m1"));

        manager.instances().release(ANNA, "m1", "mended");
        manager.reconciler().forget("m1");
        settle(manager);
        assertEquals(Phase.RUNNING, phase("m1"));
        assertEquals(0, manager.reconciler().states().get("m1").crashes());
    }

    @Test
    void shouldForgetCrashesAfterTenGoodMinutes() {
        create(manager, "m1", first);
        start("m1");
        for (int i = 0; i < 8; i++) {
            test.runtime.end("m1", UnitRole.PLUGIN, 1);
            settle(manager);
            test.clock.advance(Duration.ofMinutes(11));
            // Another manager, which knows only what is written down.
            manager.close();
            manager = test.open();
            settle(manager);
            assertEquals(Phase.RUNNING, phase("m1"));
        }
    }

    @Test
    void shouldReplaceAPluginWhoseSidecarIsGone() {
        create(manager, "m1", first);
        start("m1");
        String before = plugin("m1").id();
        test.runtime.end("m1", UnitRole.SIDECAR, 139);
        settle(manager);
        assertNull(plugin("m1"));
        test.clock.advance(Duration.ofSeconds(2));
        settle(manager);
        assertEquals(Phase.RUNNING, phase("m1"));
        assertFalse(plugin("m1").id().equals(before));
        assertEquals(1, manager.reconciler().states().get("m1").crashes(), "one crash, not two");
    }

    @Test
    void shouldReplaceWhatRunsWhenTheVersionChangesAndGoBack() {
        create(manager, "m1", first);
        start("m1");
        String old = plugin("m1").generation();
        String sidecar = sidecar("m1").id();
        register(manager, "momo", "1.1.0");
        manager.instances().change(ANNA, "m1", 0, new Instances.Change("1.1.0", null, null), "");
        settle(manager);
        assertEquals(Phase.RUNNING, phase("m1"));
        assertFalse(plugin("m1").generation().equals(old));
        manager.instances().rollBack(ANNA, "m1", "slower");
        settle(manager);
        assertEquals(old, plugin("m1").generation());
        assertEquals(sidecar, sidecar("m1").id(), "what its sidecar has seen stays");
        manager.instances().restart(ANNA, "m1", "");
        settle(manager);
        assertFalse(sidecar("m1").id().equals(sidecar));
        assertEquals(0, manager.reconciler().states().get("m1").crashes());
    }

    @Test
    void shouldStartWhatIsNeededFirst() {
        create(manager, "market", first);
        create(manager, "m1", first, "market");
        manager.instances().desire(ANNA, "m1", Desired.RUNNING, "");
        manager.reconciler().pass(instance -> false);
        assertEquals(Phase.WAITING, phase("m1"));
        assertTrue(manager.reconciler().states().get("m1").why().contains("market"));
        manager.instances().desire(ANNA, "market", Desired.RUNNING, "");
        settle(manager);
        assertEquals(Phase.RUNNING, phase("m1"));
    }

    @Test
    void shouldEndWhatBelongsToNoInstance() {
        create(manager, "m1", first);
        start("m1");
        manager.instances().desire(ANNA, "m1", Desired.STOPPED, "");
        manager.instances().remove(ANNA, "m1", "");
        for (int i = 0; i < 6; i++) {
            manager.reconciler().pass(instance -> true);
        }
        assertEquals(List.of(), test.runtime.list());
    }

    /** A thousand managers, each killed at a random moment of whatever was going on. */
    @Test
    void shouldReachWhatIsWantedWheneverTheManagerIsReplaced() {
        Random random = new Random(7);
        register(manager, "momo", "1.1.0");
        for (int i = 0; i < 4; i++) {
            create(manager, "m" + i, first);
        }
        for (int round = 0; round < 300; round++) {
            String instance = "m" + random.nextInt(4);
            switch (random.nextInt(6)) {
                case 0 -> manager.instances().desire(ANNA, instance, Desired.STOPPED, "");
                case 1 ->
                    manager.instances()
                            .change(
                                    ANNA,
                                    instance,
                                    0,
                                    new Instances.Change(random.nextBoolean() ? "1.0.0" : "1.1.0", null, null),
                                    "");
                case 2 -> test.runtime.end(instance, UnitRole.PLUGIN, 1);
                case 3 -> test.runtime.end(instance, UnitRole.SIDECAR, 1);
                case 4 -> test.runtime.obedient = random.nextBoolean();
                default -> {
                    manager.instances().release(ANNA, instance, "");
                    manager.reconciler().forget(instance);
                    manager.instances().desire(ANNA, instance, Desired.RUNNING, "");
                }
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                manager.reconciler().pass(name -> true);
                test.clock.advance(Duration.ofMillis(random.nextInt(3000)));
            }
            if (random.nextInt(5) == 0) {
                manager.close();
                manager = test.open();
            }
        }
        test.runtime.obedient = true;
        for (int i = 0; i < 200; i++) {
            manager.reconciler().pass(name -> true);
            test.clock.advance(Duration.ofSeconds(2));
        }
        for (var instance : manager.instances().all()) {
            Phase expected = instance.quarantinedAt() != null
                    ? Phase.QUARANTINED
                    : instance.desired() == Desired.RUNNING ? Phase.RUNNING : Phase.STOPPED;
            assertEquals(expected, phase(instance.name()), instance.toString());
            if (expected == Phase.RUNNING) {
                assertNotNull(plugin(instance.name()));
                assertNotNull(sidecar(instance.name()));
            }
        }
        Map<String, InstanceState> states = manager.reconciler().states();
        assertEquals(4, states.size());
    }
}
