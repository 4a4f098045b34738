package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.value.Decimal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel's process is killed again and again while orders are on their way, on each engine: no order is lost, none is filled twice, and a
 * kernel rebuilt from its folder is the one that was killed.
 */
@Tag("server")
final class KilledKernelTest {
    private static final long SEED = 20_261_128;
    private static final long PATIENCE_NS = 90_000_000_000L;
    private static final int MOST_OPEN = 200;
    private static final KernelOptions OPTIONS = new KernelOptions(1 << 16, 1 << 14, 1 << 18);

    @TempDir
    private Path home;

    private Map<String, String> environment;
    private KernelRig rig;
    private Process kernel;
    private int sent;

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Timeout(240)
    void shouldLoseNoOrderAndDoubleNoneWhenTheKernelIsKilled(String engine) throws IOException {
        kill(engine, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron", "nats", "kafka"})
    @Tag("long")
    @Timeout(1800)
    void shouldLoseNoOrderAndDoubleNoneWhenTheKernelIsKilledManyTimes(String engine) throws IOException {
        kill(engine, 100);
    }

    private void kill(String engine, int times) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        try (LocalServer server = LocalServers.of(engine, "killed", home.resolve("data"), home.resolve("server.log"))) {
            server.start();
            environment = new TreeMap<>(server.environment());
            environment.put("BUS_BACKEND", engine);
            environment.put("BUS_DEPLOYMENT", "killed");
            try (KernelRig opened = new KernelRig(settings())) {
                rig = opened;
                start();
                awaitFirstFill();
                for (int i = 0; i < times; i++) {
                    long filled = rig.filled();
                    int more = random.nextInt(1, 60);
                    until("more is filled", () -> {
                        turn();
                        return rig.filled() > filled + more;
                    });
                    kernel.destroyForcibly().onExit().join();
                    start();
                }
                until("all is filled", () -> {
                    rig.poll();
                    return rig.filled() == sent;
                });
                until("all is held", () -> {
                    rig.poll();
                    return rig.held().compareTo(Decimal.of(sent)) == 0;
                });
                assertEquals(List.of(), rig.problems());
                assertEquals(sent, rig.trades().size());
                assertTrue(
                        rig.repeats() > 0, "nothing was told twice, so nothing was killed in the middle of anything");
                kernel.destroyForcibly().onExit().join();
            } finally {
                if (kernel != null) {
                    kernel.destroyForcibly().onExit().join();
                }
            }
        }
        requireSameFromEverywhere();
    }

    /** Orders in an instrument that the kernel has not heard of yet are refused: tries again. */
    private void awaitFirstFill() {
        int[] probes = {0};
        until("the first order is filled", () -> {
            rig.poll();
            OrderState last = rig.state("probe" + probes[0]);
            if (probes[0] == 0 || last == OrderState.REJECTED) {
                rig.define();
                rig.order("probe" + ++probes[0], "1");
            }
            return rig.filled() == 1;
        });
        sent = 1;
    }

    /** From snapshot and journal, and from the journal alone. */
    private void requireSameFromEverywhere() throws IOException {
        long hash = hash();
        Files.deleteIfExists(home.resolve("kernel/snapshot"));
        assertEquals(hash, hash());
    }

    private long hash() {
        try (KernelStore store = KernelStore.open(home.resolve("kernel"), OPTIONS)) {
            KernelHub hub = store.recover((_, _, _) -> {}, (_, _, _, _, _) -> {}, (_, _) -> {});
            assertEquals(sent, hub.kernel().state().orders().count());
            for (int i = 0; i < sent; i++) {
                assertEquals(OrderState.FILLED, hub.kernel().state().orders().state(i));
            }
            return hub.kernel().hash();
        }
    }

    private Settings settings() {
        return Settings.of(BusSettings.schemas(), BusEnvironment.settings(environment));
    }

    private void turn() {
        if (sent - rig.filled() < MOST_OPEN) {
            rig.order("o" + sent++, "1");
        }
        rig.poll();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain until " + what + ": sent=" + sent + " filled=" + rig.filled()
                        + " held=" + rig.held() + " problems=" + rig.problems() + " kernel=" + kernel.isAlive() + "\n"
                        + log());
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(home.resolve("kernel.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void start() throws IOException {
        kernel = ServiceProcess.start(
                environment,
                home.resolve("kernel.log"),
                "kernel",
                "--dir",
                home.resolve("kernel").toString(),
                "--set",
                "kernel.snapshot.every=500",
                "--set",
                "kernel.kept.answers=" + OPTIONS.keptAnswers());
    }
}
