package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.value.Decimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's own logic, on the in-memory bus. That it survives kills on real engines, {@code KilledKernelTest} shows. */
final class KernelServiceTest {
    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private final String space = "kernel-" + UUID.randomUUID();
    private final Settings settings =
            Settings.of(BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", space));
    private final KernelRig rig = new KernelRig(settings);
    private Bus bus;
    private KernelService kernel;

    private void start(String... more) {
        Map<String, String> given = new java.util.TreeMap<>(
                Map.of("bus.backend", "memory", "memory.space", space, "kernel.dir", folder.toString()));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        Settings all = Settings.reader(PlatformSettings.schemas()).values(given).read();
        bus = Bus.open(new BusContext().settings(all).unrestricted());
        kernel = KernelService.start(bus, all, SystemEpochNanoClock.INSTANCE, log::add);
    }

    @AfterEach
    void close() {
        if (kernel != null) {
            kernel.onClose();
        }
        if (bus != null) {
            bus.close();
        }
        rig.close();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            int work = kernel.doWork() + rig.poll();
            if (work == 0 && System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within 20 s: " + what + "; " + kernel.figures() + " " + log);
            }
        }
    }

    private void define() {
        rig.define();
        until(
                "the instrument is known",
                () -> kernel.hub().kernel().state().instruments().next() > 0);
    }

    @Test
    void shouldTakeAnOrderFromItsWishToItsPosition() {
        start();
        define();
        rig.order("o1", "100");
        until("it is filled", () -> rig.state("o1") == OrderState.FILLED);
        until("it is held", () -> rig.held().compareTo(Decimal.of(100)) == 0);
        assertEquals(List.of(), rig.problems());
    }

    @Test
    void shouldGoOnWhereItWasWhenItIsStartedAgain() {
        start("kernel.snapshot.every", "100");
        define();
        for (int i = 0; i < 50; i++) {
            rig.order("a" + i, "1");
        }
        until("all are filled", () -> rig.filled() == 50);
        long hash = kernel.hub().kernel().hash();
        kernel.onClose();
        bus.close();
        start();
        assertEquals(hash, kernel.hub().kernel().hash());
        rig.order("b", "7");
        until("it is filled", () -> rig.state("b") == OrderState.FILLED);
        until("it is held", () -> rig.held().compareTo(Decimal.of(57)) == 0);
        assertEquals(List.of(), rig.problems());
    }

    @Test
    void shouldBuryAnOrderOfThePastWhenItsDeploymentIsLive() {
        start();
        define();
        Settings past = Settings.of(
                BusSettings.schemas(), Map.of("bus.backend", "memory", "memory.space", space, "bus.replayed", "true"));
        List<String> buried = new ArrayList<>();
        Subscription graves = rig.bus().subscribe(SubscriptionSpec.durable("dlq.**"), message -> {
            buried.add(message.topic().name());
            return Verdict.ACCEPT;
        });
        try (KernelRig player = new KernelRig(past)) {
            player.order("old", "5");
            until("it is buried", () -> {
                graves.poll(10);
                return !buried.isEmpty();
            });
        }
        assertEquals(List.of("dlq.platform.oms.command.alpha"), buried);
        assertNull(rig.state("old"));
        assertTrue(
                kernel.figures().toString().contains("refused=1"),
                kernel.figures().toString());
    }

    @Test
    void shouldRefuseAFolderThatAnotherKernelWorksIn() {
        start();
        KernelService first = kernel;
        Bus firstBus = bus;
        IllegalStateException refused = assertThrows(IllegalStateException.class, this::start);
        assertTrue(refused.getMessage().contains("kernel.dir"), refused.getMessage());
        bus.close();
        kernel = first;
        bus = firstBus;
    }
}
