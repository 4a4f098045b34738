package io.meridian.platform.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugins.replay.ReplayGateway;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past, played on a real bus between real sidecars, is never taken for live, and is traded on only where a deployment lives on it. */
@Tag("server")
@SuppressWarnings("try") // Some plugins need only be there until the test ends.
final class ReplayedDataTest {
    private static final long PATIENCE_NS = 20_000_000_000L;

    @TempDir
    Path folder;

    private final List<PluginRuntime> runtimes = new ArrayList<>();
    private final List<Boolean> quotes = new ArrayList<>();
    private final List<Boolean> targets = new ArrayList<>();

    private Map<String, String> embedded(boolean replayed) {
        return new TreeMap<>(Map.of(
                "bus.backend",
                "aeron",
                "bus.replayed",
                Boolean.toString(replayed),
                "aeron.dir",
                "/dev/shm/meridian-replay-" + ProcessHandle.current().pid(),
                "aeron.archive.dir",
                folder.resolve("archive").toString(),
                "aeron.term.length",
                "512k",
                "aeron.archive.segment.length",
                "1m"));
    }

    @Test
    void shouldSendNothingThatFollowsFromThePastWhenTheDeploymentIsLive() throws IOException {
        Map<String, String> settings = embedded(false);
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted())) {
            Subscription[] heard = listen(bus);
            try (Sidecar me = strategy(settings);
                    Sidecar player = player(settings)) {
                until("all was played", heard, () -> quotes.size() == 3);
                assertEquals(List.of(true, true, true), quotes, "flagged as replayed");
                Publisher live = bus.publisher(PublisherSpec.fast("platform.data.quote.XNYS.AAPL")
                        .schema(QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION));
                UnsafeBuffer payload = new UnsafeBuffer(new byte[EventWriter.QUOTE]);
                new EventWriter().quote(payload, 0, 1, "XNYS", "AAPL", "USD", 150, 1, 150.01, 1);
                until("the live quote is taken", heard, () -> live.offer(payload, 0, EventWriter.QUOTE) > 0);
                until("what follows from it is said", heard, () -> !targets.isEmpty());
                stop();
            }
            assertEquals(List.of(false), targets, "one target, of the live quote");
            assertEquals(List.of(true, true, true, false), quotes);
        }
    }

    @Test
    void shouldTradeOnThePastAndSaySoWhenTheDeploymentLivesOnIt() throws IOException {
        Map<String, String> settings = embedded(true);
        try (Bus bus = Bus.open(new BusContext().settings(settings).unrestricted())) {
            Subscription[] heard = listen(bus);
            try (Sidecar me = strategy(settings);
                    Sidecar player = player(settings)) {
                until("it decided three times", heard, () -> targets.size() == 3);
                stop();
            }
        }
        assertEquals(List.of(true, true, true), targets, "what follows from the past is of the past");
    }

    private Subscription[] listen(Bus bus) {
        bus.awaitConnected(PATIENCE_NS);
        return new Subscription[] {
            bus.subscribe(SubscriptionSpec.fast("platform.data.quote.**"), message -> {
                quotes.add(message.isReplayed());
                return Verdict.ACCEPT;
            }),
            bus.subscribe(SubscriptionSpec.durable("platform.portfolio.target.hello"), message -> {
                targets.add(message.isReplayed());
                return Verdict.ACCEPT;
            })
        };
    }

    private Sidecar strategy(Map<String, String> settings) throws IOException {
        return start(
                settings,
                "me",
                Pool.STRATEGY,
                HelloStrategy.class,
                List.of(
                        "allow g-1 subscribe platform.data.quote.** for instance me",
                        "allow g-2 publish platform.portfolio.target.hello for instance me"));
    }

    private Sidecar player(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("quotes.csv");
        Files.writeString(file, """
            time,symbol,venue,bid,bid_size,ask,ask_size
            2026-01-30T14:31:00Z,AAPL,XNAS,100.01,1000,100.02,1000
            2026-01-30T14:31:01Z,AAPL,XNAS,101.01,1000,101.02,1000
            2026-01-30T14:31:02Z,AAPL,XNAS,99.01,1000,99.02,1000
            """);
        Files.createDirectories(folder.resolve("player"));
        Files.writeString(folder.resolve("player/settings"), "file=" + file + "\nspeed=max\nstartAfter=200ms\n");
        return start(
                settings,
                "player",
                Pool.REPLAY,
                ReplayGateway.class,
                List.of("allow g-1 publish platform.data.** for instance player"));
    }

    private Sidecar start(
            Map<String, String> embedded,
            String instance,
            String pool,
            Class<? extends Plugin> plugin,
            List<String> grants)
            throws IOException {
        Files.createDirectories(folder.resolve(instance));
        Files.write(folder.resolve(instance).resolve("grants"), grants);
        Map<String, String> values = new TreeMap<>(embedded);
        values.put("aeron.driver", "external");
        values.put("sidecar.dir", folder.resolve(instance).toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", pool);
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        Sidecar sidecar = Sidecar.start(new SidecarOptions(Settings.of(schemas, values)));
        PluginRuntime runtime =
                new PluginRuntime(RuntimeOptions.of(sidecar.options().folder(), plugin));
        runtimes.add(runtime);
        until(instance + " is ready", new Subscription[0], runtime::isReady);
        return sidecar;
    }

    private void stop() {
        for (PluginRuntime runtime : runtimes) {
            runtime.stop();
            until("it is stopped", new Subscription[0], runtime::isStopped);
        }
    }

    private void until(String what, Subscription[] heard, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, "waited in vain until " + what);
            int work = 0;
            for (PluginRuntime runtime : runtimes) {
                work += runtime.doWork();
            }
            for (Subscription subscription : heard) {
                work += subscription.poll(10);
            }
            if (work == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }
}
