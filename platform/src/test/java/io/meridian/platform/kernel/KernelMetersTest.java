package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.kernel.state.State;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.sidecar.metrics.Meters;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelMetersTest {
    @TempDir
    private Path folder;

    private KernelRig rig;
    private Bus bus;
    private KernelService kernel;
    private final Meters meters = new Meters(Map.of("deployment", "dev"));

    @BeforeEach
    void start() {
        Map<String, String> memory = Map.of("bus.backend", "memory", "memory.space", "meters-" + UUID.randomUUID());
        rig = new KernelRig(Settings.of(BusSettings.schemas(), memory));
        Map<String, String> given = new java.util.TreeMap<>(memory);
        given.put("kernel.dir", folder.toString());
        Settings all = Settings.reader(PlatformSettings.schemas()).values(given).read();
        bus = Bus.open(new BusContext().settings(all).unrestricted());
        kernel = KernelService.start(bus, all, SystemEpochNanoClock.INSTANCE, line -> {});
        kernel.meters().addTo(meters);
    }

    @AfterEach
    void close() {
        kernel.onClose();
        bus.close();
        rig.close();
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (kernel.doWork() + rig.poll() == 0 && System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within 20 s: " + what + "\n" + meters.scrape());
            }
        }
    }

    private double value(String series) {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(meters.scrape());
        assertTrue(line.find(), () -> series + " is not in\n" + meters.scrape());
        return Double.parseDouble(line.group(1));
    }

    private State state() {
        return kernel.hub().kernel().state();
    }

    @Test
    void shouldShowOrdersRefusalsAndHowNearALimitIs() {
        rig.define();
        until("the instrument is known", () -> state().instruments().next() > 0);
        state().risk().limits().set(LimitRule.POSITION.value(), 0, 0, -1, 0, Long.MIN_VALUE, 0, 125, 0, 0);
        rig.order("o1", "100");
        until("it is filled", () -> rig.state("o1") == OrderState.FILLED);
        rig.order("o2", "50");
        until("it is refused", () -> value("meridian_kernel_orders_total{answer=\"refused\",deployment=\"dev\"}") == 1);
        assertEquals(1, value("meridian_kernel_orders_total{answer=\"taken\",deployment=\"dev\"}"));
        assertEquals(1, value("meridian_kernel_order_moves_total{deployment=\"dev\",state=\"filled\"}"));
        assertEquals(
                1,
                value("meridian_kernel_limit_reached_total{deployment=\"dev\",rule=\"position\",severity=\"breach\"}"));
        assertTrue(value("meridian_kernel_decide_seconds_count{deployment=\"dev\"}")
                >= value("meridian_kernel_orders_total{answer=\"taken\",deployment=\"dev\"}"));
        until(
                "four fifths of the limit are used",
                () -> value("meridian_kernel_limit_use_ratio{deployment=\"dev\",rule=\"position\"}") == 0.8);
    }

    @Test
    void shouldShowWhatIsStopped() {
        assertEquals(0, value("meridian_kernel_stops{deployment=\"dev\"}"));
        state().risk().stops().set(1, 0, true);
        until("it is seen", () -> value("meridian_kernel_stops{deployment=\"dev\"}") == 1);
    }

    @Test
    void shouldAllocateNothingForAMessage() {
        UnsafeBuffer message = new UnsafeBuffer(new byte[128]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        note(message, 200_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        note(message, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, () -> "allocated=" + allocated);
    }

    private void note(UnsafeBuffer message, int count) {
        for (int i = 0; i < count; i++) {
            kernel.meters().decided(message, 0, 128, i % 3 - 1, i);
            kernel.meters().onEvent(message, 0);
            kernel.meters().look(state(), i);
        }
    }
}
