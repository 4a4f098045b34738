package io.meridian.sidecar.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Grant;
import io.meridian.bus.grant.Principal;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.proto.AttachRequest;
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
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTrailTest {
    @TempDir
    private Path home;

    private final List<String> events = new ArrayList<>();

    private Settings settings(Path folder) {
        return Settings.of(
                WholeSidecar.schemas(),
                Map.of(
                        "bus.backend", "memory",
                        "memory.space", "audit",
                        "bus.deployment", "audit" + Long.toHexString(System.nanoTime()),
                        "sidecar.dir", folder.toString(),
                        "sidecar.instance", "momo-1",
                        "sidecar.pool", "SIGNAL",
                        "sidecar.grpc.port", "0"));
    }

    private Subscription listen(Bus bus) {
        return bus.subscribe(
                SubscriptionSpec.durable("platform.control.act.momo-1").from(StartAt.EARLIEST), message -> {
                    byte[] bytes = new byte[message.length()];
                    message.buffer().getBytes(message.offset(), bytes);
                    events.add(new String(bytes, StandardCharsets.UTF_8));
                    return Verdict.ACCEPT;
                });
    }

    private void await(Subscription subscription, int count) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (events.size() < count && System.nanoTime() - deadlineNs < 0) {
            subscription.poll(10, 1_000_000);
        }
        assertTrue(events.size() >= count, events::toString);
    }

    @Test
    void shouldTellWhichGrantsAPluginBeganWithAndWhatWasChanged() {
        Settings settings = settings(home.resolve("g"));
        Grant old = Grant.allow("g-1", Principal.instance("momo-1"), Action.PUBLISH, TopicPattern.of("test.a"));
        Grant kept = Grant.allow("g-2", Principal.instance("momo-1"), Action.PUBLISH, TopicPattern.of("test.b"));
        Grant fresh = Grant.deny("g-3", Principal.instance("momo-1"), Action.PUBLISH, TopicPattern.of("test.c"));
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted());
                Subscription subscription = listen(bus);
                AuditTrail trail =
                        new AuditTrail(settings, "momo-1", SystemEpochNanoClock.INSTANCE, (level, text) -> {})) {
            AuditedMetrics metrics = new AuditedMetrics(settings, SystemNanoClock.INSTANCE, trail);
            metrics.onGrants(List.of(old, kept));
            metrics.onAttached(
                    AttachRequest.newBuilder()
                            .setPlugin("momo")
                            .setVersion("1.2")
                            .build(),
                    "memory",
                    -7);
            metrics.onGrants(List.of(old, kept));
            metrics.onGrants(List.of(kept, fresh));
            metrics.onDetached("it ended", false);
            await(subscription, 4);
        }
        assertTrue(
                events.get(0).startsWith("{\"act\":\"GRANTS_IN_FORCE\"")
                        && events.get(0).contains("rule g-1 (")
                        && events.get(0).contains("rule g-2 ("),
                events::toString);
        assertTrue(
                events.get(1).startsWith("{\"act\":\"PLUGIN_ATTACHED\"")
                        && events.get(1).contains("\"after\":\"source 4294967289\""),
                events::toString);
        assertTrue(
                events.get(2).matches("\\{\"act\":\"GRANTS_CHANGED\".*\"before\":\"rule g-1 .*\"after\":\"rule g-3 .*")
                        && !events.get(2).contains("g-2"),
                events::toString);
        assertTrue(events.get(3).startsWith("{\"act\":\"PLUGIN_DETACHED\""), events::toString);
        assertEquals(4, events.size(), events::toString);
    }

    @Test
    void shouldWriteWhoStoppedAndReleasedTradingToTheDurableTopic() throws IOException {
        Path folder = Files.createDirectories(home.resolve("s"));
        Files.writeString(folder.resolve("grants"), "allow g-1 publish test.** for instance momo-1\n");
        Settings settings = settings(folder);
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted());
                Subscription subscription = listen(bus);
                WholeSidecar sidecar = WholeSidecar.start(settings, (level, text) -> {})) {
            ControlClient client = new ControlClient(folder, Duration.ofSeconds(10));
            client.latch("Anna \u00e9", "fat finger");
            client.release("Bo", "all is well");
            await(subscription, 2);
            assertTrue(events.get(0).startsWith("{\"act\":\"LATCHED\",\"at\":\"20"), events::toString);
            assertTrue(events.get(0).contains("\"by\":\"Anna \u00e9\""), events::toString);
            assertTrue(
                    events.get(0)
                            .endsWith("\"on\":\"momo-1\",\"before\":\"open\",\"after\":\"latched\",\"why\":\"fat"
                                    + " finger\"}"),
                    events::toString);
            assertTrue(events.get(1).startsWith("{\"act\":\"RELEASED\""), events::toString);
            assertTrue(sidecar.httpPort() > 0);
        }
    }
}
