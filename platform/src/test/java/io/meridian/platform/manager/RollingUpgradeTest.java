package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.manager.runtime.process.ProcessRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plugins that are upgraded one after the other, while the manager is killed and started again at moments that nobody chose. */
@Tag("server")
final class RollingUpgradeTest {
    private static final long SEED = 20;
    private static final List<String> INSTANCES = List.of("one", "two", "three");
    private static final List<String> VERSIONS = List.of("0.1.0", "0.2.0");

    private ManagedBus managed;
    private ManagerRig rig;
    private StartedParts parts;

    @BeforeEach
    void open() throws Exception {
        managed = new ManagedBus();
        rig = managed.rig();
        parts = new StartedParts(rig.home());
    }

    @AfterEach
    void close() throws Exception {
        if (managed != null) {
            parts.close();
            managed.close();
        }
    }

    @Test
    @Timeout(280)
    void shouldReachWhatIsWantedWhenItIsKilledInAnUpgrade() throws Exception {
        upgradeWithRestarts(8);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void shouldReachWhatIsWantedWhenItIsKilledInUpgradesManyTimes() throws Exception {
        upgradeWithRestarts(100);
    }

    private void upgradeWithRestarts(int restarts) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        start();
        rig.people(Map.of("ann", List.of("AUTHOR"), "oli", List.of("OPERATOR")));
        for (String version : VERSIONS) {
            rig.register("ann", TestPlugins.hello(managed.folder(), version));
        }
        for (String name : INSTANCES) {
            rig.ask(
                    "ann",
                    "POST",
                    "/v1/instances",
                    Map.of("name", name, "plugin", "hello", "version", VERSIONS.getFirst()),
                    201);
            rig.ask("oli", "POST", "/v1/instances/" + name + "/start", null, 200);
        }
        for (String name : INSTANCES) {
            awaitStarts(name, 1);
        }
        long begin = System.nanoTime();
        upgrade(1);
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);
        check(1);
        int inTheMiddle = 0;
        int done = 0;
        int round = 1;
        while (done < restarts) {
            round++;
            inTheMiddle += killWhileItUpgrades(round, random.nextLong(whole.toMillis())) ? 1 : 0;
            done++;
            if (done < restarts && random.nextInt(4) == 0) {
                launch();
                rig.killWithin(Duration.ofMillis(random.nextLong(2000)));
                done++;
            }
            start();
            upgrade(round);
            check(round);
        }
        assertTrue(inTheMiddle * 2 > restarts / 2, "most upgrades were over already: " + inTheMiddle);
        for (String name : INSTANCES) {
            rig.ask("oli", "POST", "/v1/instances/" + name + "/stop", null, 200);
        }
        for (String name : INSTANCES) {
            rig.await(name, now -> now.get("phase").asText().equals("STOPPED"));
        }
        assertFalse(ProcessRuntime.killAll(rig.home().toString()), "nothing is left behind");
        System.out.println(done + " restarts, " + inTheMiddle + " upgrades were under way, " + round + " upgrades of "
                + INSTANCES.size() + " instances, the first in " + whole.toMillis() + " ms");
    }

    private void start() throws Exception {
        rig.start("manager.mode=development");
    }

    private void launch() throws Exception {
        rig.launch("manager.mode=development");
    }

    /** @return whether the upgrade was under way */
    private boolean killWhileItUpgrades(int round, long afterMillis) throws Exception {
        AtomicBoolean complete = new AtomicBoolean();
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        Thread upgrade = Thread.ofPlatform().start(() -> {
            try {
                upgrade(round);
                complete.set(true);
            } catch (IOException managerIsGone) {
                // That is what happens here.
            } catch (Throwable failed) {
                wrong.set(failed);
            }
        });
        upgrade.join(Duration.ofMillis(afterMillis + 1));
        rig.kill();
        upgrade.join();
        if (wrong.get() != null) {
            throw new AssertionError("the upgrade failed before the manager was killed", wrong.get());
        }
        return !complete.get();
    }

    /** One instance after the other. Told again it changes nothing of what is done already. */
    private void upgrade(int round) throws Exception {
        for (String name : INSTANCES) {
            rig.ask("ann", "PATCH", "/v1/instances/" + name, Map.of("version", version(round)), 200);
            awaitStarts(name, round + 1);
        }
    }

    private static String version(int round) {
        return VERSIONS.get(round % VERSIONS.size());
    }

    private void awaitStarts(String name, int starts) throws Exception {
        rig.await(
                name,
                now -> parts.starts(name, "PLUGIN") >= starts
                        && now.get("phase").asText().equals("RUNNING")
                        && now.get("health").get("level").asText().equals("OK"));
    }

    /** What runs is what shall run, each part was started once for each upgrade, and nothing else runs. */
    private void check(int round) throws Exception {
        Map<String, Set<Long>> wanted = new TreeMap<>();
        for (String name : INSTANCES) {
            JsonNode instance = rig.instance(name);
            assertEquals(version(round), instance.get("version").asText(), name);
            assertEquals(0, instance.get("crashes").asInt(), name);
            wanted.put(name + " PLUGIN", Set.of(ManagerRig.pid(instance, "unit")));
            wanted.put(name + " SIDECAR", Set.of(ManagerRig.pid(instance, "sidecar")));
            assertEquals(round + 1, parts.starts(name, "PLUGIN"), () -> "plugins of " + name + "\n" + rig.logged());
            assertEquals(1, parts.starts(name, "SIDECAR"), () -> "sidecars of " + name + "\n" + rig.logged());
        }
        assertEquals(wanted, parts.running(), "these run");
        assertEquals(List.of(), parts.doubles(), "these ran twice at once");
    }
}
