package io.meridian.sidecar.assembly;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.setting.Settings;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTrailTest {
    @TempDir
    private Path home;

    @Test
    void shouldWriteWhoStoppedAndReleasedTradingToTheDurableTopic() throws IOException {
        Path folder = Files.createDirectories(home.resolve("s"));
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        Settings settings = Settings.of(
                WholeSidecar.schemas(),
                Map.of(
                        "bus.backend", "memory",
                        "memory.space", "audit",
                        "bus.deployment", "audit" + Long.toHexString(System.nanoTime()),
                        "sidecar.dir", folder.toString(),
                        "sidecar.instance", "momo-1",
                        "sidecar.pool", "SIGNAL",
                        "sidecar.grpc.port", "0"));
        List<String> events = new ArrayList<>();
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted());
                Subscription subscription =
                        bus.subscribe(SubscriptionSpec.durable(AuditTrail.TOPIC).from(StartAt.EARLIEST), message -> {
                            byte[] bytes = new byte[message.length()];
                            message.buffer().getBytes(message.offset(), bytes);
                            events.add(new String(bytes, StandardCharsets.UTF_8));
                            return Verdict.ACCEPT;
                        });
                WholeSidecar sidecar = WholeSidecar.start(settings, (level, text) -> {})) {
            ControlClient client = new ControlClient(folder, Duration.ofSeconds(10));
            client.latch("Anna \u00e9", "fat finger");
            client.release("Bo", "all is well");
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (events.size() < 2 && System.nanoTime() - deadlineNs < 0) {
                subscription.poll(10, 1_000_000);
            }
            assertTrue(
                    events.get(0).startsWith("{\"event\":\"LATCHED\",\"instance\":\"momo-1\",\"at\":\"20"),
                    events::toString);
            assertTrue(events.get(0).contains("\"by\":\"Anna \u00e9\""), events::toString);
            assertTrue(events.get(1).startsWith("{\"event\":\"RELEASED\""), events::toString);
            assertTrue(sidecar.httpPort() > 0);
        }
    }
}
