package io.meridian.sidecar.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.telemetry.SidecarReport;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TelemetryTest {
    @TempDir
    private Path home;

    private final List<SidecarReport> heard = new ArrayList<>();

    private Settings settings(Path folder, String interval) {
        return Settings.of(
                WholeSidecar.schemas(),
                new TreeMap<>(Map.of(
                        "bus.backend", "memory",
                        "memory.space", "telemetry",
                        "bus.deployment", "telemetry" + Long.toHexString(System.nanoTime()),
                        "sidecar.dir", folder.toString(),
                        "sidecar.instance", "momo-1",
                        "sidecar.pool", "SIGNAL",
                        "sidecar.grpc.port", "0",
                        "sidecar.telemetry.interval", interval)));
    }

    private Subscription hear(Bus bus) {
        return bus.subscribe(SubscriptionSpec.fast("platform.telemetry.*"), message -> {
            byte[] bytes = new byte[message.length()];
            message.buffer().getBytes(message.offset(), bytes);
            try {
                heard.add(SidecarReport.parseFrom(bytes));
            } catch (InvalidProtocolBufferException broken) {
                throw new AssertionError(broken);
            }
            return Verdict.ACCEPT;
        });
    }

    private void await(Subscription subscription, Predicate<SidecarReport> last) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (heard.isEmpty() || !last.test(heard.getLast())) {
            assertTrue(System.nanoTime() - deadlineNs < 0, heard::toString);
            subscription.poll(10, 1_000_000);
        }
    }

    @Test
    void shouldTellHowItIsWithoutAPauseBetweenReports() throws IOException {
        Path folder = Files.createDirectories(home.resolve("s"));
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        Settings settings = settings(folder, "20ms");
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted());
                Subscription subscription = hear(bus)) {
            try (WholeSidecar sidecar = WholeSidecar.start(settings, (level, text) -> {})) {
                await(subscription, report -> report.getState().equals("READY"));
                assertTrue(!heard.getLast().getLatched() && !heard.getLast().getAttached(), heard::toString);
                new ControlClient(folder, Duration.ofSeconds(10)).latch("Anna", "fat finger");
                assertTrue(sidecar.latch().isSet());
                await(subscription, SidecarReport::getLatched);
            }
            for (int i = 1; i < heard.size(); i++) {
                assertEquals(heard.get(i - 1).getToNs(), heard.get(i).getFromNs());
            }
            assertTrue(heard.stream().allMatch(report -> report.getInstance().equals("momo-1")), heard::toString);
        }
    }

    @Test
    void shouldTellNothingWhenItIsTurnedOff() throws IOException {
        Path folder = Files.createDirectories(home.resolve("s"));
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        Settings settings = settings(folder, "0s");
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted());
                Subscription subscription = hear(bus)) {
            try (WholeSidecar sidecar = WholeSidecar.start(settings, (level, text) -> {})) {
                // An event, so that its connection opens and the end of it is reached.
                new ControlClient(folder, Duration.ofSeconds(10)).latch("Anna", "fat finger");
                assertTrue(sidecar.latch().isSet());
            }
            subscription.poll(10, 1_000_000);
            assertEquals(List.of(), heard);
        }
    }
}
