package io.meridian.platform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.backtest.replay.DifferenceText;
import io.meridian.backtest.replay.Replay;
import io.meridian.backtest.replay.ReplayResult;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.examples.hello.HelloStrategy;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.plugin.contract.schema.HistoryTopics;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugins.bor.BookOfRecord;
import io.meridian.plugins.compliance.ComplianceManager;
import io.meridian.plugins.equalweight.EqualWeightOptimizer;
import io.meridian.plugins.meanreversion.MeanReversionSignal;
import io.meridian.plugins.momentum.MomentumSignal;
import io.meridian.plugins.paper.PaperVenue;
import io.meridian.plugins.riskparity.RiskParityOptimizer;
import io.meridian.plugins.router.Router;
import io.meridian.plugins.simulator.MarketSimulator;
import io.meridian.sdk.Log;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.record.Entry;
import io.meridian.sdk.record.Kind;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.runtime.Manifest;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeListener;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records the reference plugins while they trade on paper, with real sidecars between them, and replays each: the same bytes. */
@Tag("server")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class RecordedPipelineTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final String SCORES = "source=quote lookback=2 enter=0.1 exit=0.01 period=1s";
    private static final String LOOKS = "look=200ms rebalance=1s";

    @TempDir
    Path folder;

    private final Map<String, String> busSettings = new TreeMap<>();
    private final Map<String, PluginRuntime> runtimes = new LinkedHashMap<>();
    private final Map<String, Class<? extends Plugin>> types = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"memory", "aeron"})
    void shouldSayTheSameBytesAgainWhenEachReferencePluginIsReplayed(String engine) throws Exception {
        try {
            busOf(engine);
            Bus bus = opened(Bus.open(new BusContext().settings(busSettings).unrestricted()));
            bus.awaitConnected(PATIENCE_NS);
            kernel();
            start("compliance", ComplianceManager.class, "pause=1s");
            start("router", Router.class, "");
            start("venue", PaperVenue.class, "venue=XNAS takerFee=0.0001");
            start("book", BookOfRecord.class, "");
            start("equal", EqualWeightOptimizer.class, LOOKS);
            start("parity", RiskParityOptimizer.class, LOOKS + " sample=100ms lookback=5");
            start("momentum", MomentumSignal.class, SCORES);
            start("reversion", MeanReversionSignal.class, SCORES);
            start("hello", HelloStrategy.class, "");
            start("market", MarketSimulator.class, "rate=300 venues=XNAS");
            Map<String, Integer> heard = new TreeMap<>();
            List<Subscription> listening = new ArrayList<>();
            for (String pattern : List.of(
                    "platform.bor.position.*",
                    "platform.portfolio.target.optimizer-equal-weight",
                    "platform.portfolio.target.optimizer-risk-parity",
                    "platform.signal.insight.signal-momentum.*",
                    "platform.signal.insight.signal-mean-reversion.*")) {
                heard.put(pattern, 0);
                SubscriptionSpec spec =
                        pattern.contains("signal") ? SubscriptionSpec.fast(pattern) : SubscriptionSpec.durable(pattern);
                listening.add(bus.subscribe(spec, message -> {
                    heard.merge(pattern, 1, Integer::sum);
                    return Verdict.ACCEPT;
                }));
            }
            until("each has spoken", () -> {
                listening.forEach(each -> each.poll(64));
                return heard.values().stream().allMatch(count -> count >= 3);
            });
            for (PluginRuntime runtime : runtimes.values()) {
                runtime.stop();
            }
            until("all are stopped", () -> runtimes.values().stream().allMatch(PluginRuntime::isStopped));
        } finally {
            for (AutoCloseable each : open.reversed()) {
                each.close();
            }
        }
        for (Map.Entry<String, Class<? extends Plugin>> each : types.entrySet()) {
            assertSame(each.getKey(), each.getValue());
        }
        assertTrue(fills("venue") > 0, "the venue filled nothing");
    }

    private void busOf(String engine) {
        if (engine.equals("memory")) {
            busSettings.put("bus.backend", engine);
            busSettings.put("memory.space", "recorded-" + UUID.randomUUID());
        } else {
            LocalServer server = opened(LocalServers.of(engine, "recorded", folder, folder.resolve("server.log")));
            server.start();
            busSettings.putAll(BusEnvironment.settings(server));
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private void kernel() {
        Map<String, String> given = new TreeMap<>(busSettings);
        given.put("kernel.dir", folder.resolve("kernel").toString());
        Settings settings =
                Settings.reader(PlatformSettings.schemas()).values(given).read();
        Bus bus = opened(Bus.open(new BusContext().settings(settings).unrestricted()));
        bus.awaitConnected(PATIENCE_NS);
        KernelService kernel = KernelService.start(bus, settings, SystemEpochNanoClock.INSTANCE, said::add);
        AgentRunner.startOnThread(
                opened(new AgentRunner(RuntimeOptions.parking(), Throwable::printStackTrace, null, kernel)));
    }

    /** A sidecar and its plugin, each with a thread of its own. All that the manifest asks for is granted. */
    private void start(String instance, Class<? extends Plugin> type, String pluginSettings) throws IOException {
        Manifest manifest = Manifest.of(type);
        Path own = Files.createDirectories(folder.resolve(instance));
        List<String> grants = new ArrayList<>();
        allow(grants, "publish", manifest.publishes(), instance);
        allow(grants, "subscribe", manifest.subscribes(), instance);
        allow(grants, "subscribe", manifest.answers(), instance);
        allow(grants, "request", manifest.requests(), instance);
        allow(grants, "replay", manifest.replays(), instance);
        allow(
                grants,
                "request",
                manifest.replays().stream()
                        .flatMap(pattern -> HistoryTopics.pattern(pattern).stream())
                        .toList(),
                instance);
        Files.write(own.resolve("grants"), grants);
        Files.write(own.resolve("settings"), List.of(pluginSettings.split(" ")));
        Map<String, String> values = new TreeMap<>(busSettings);
        values.put("sidecar.dir", own.toString());
        values.put("sidecar.instance", instance);
        values.put("sidecar.pool", manifest.pool());
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        opened(Sidecar.start(new SidecarOptions(Settings.of(schemas, values))
                .log((level, text) -> said.add(instance + "-sidecar " + text))));
        PluginRuntime runtime = new PluginRuntime(RuntimeOptions.of(own, type)
                .recording(recording(instance))
                .listener(new RuntimeListener() {
                    @Override
                    public void onLine(Log.Level level, String text) {
                        said.add(instance + " " + text);
                    }
                }));
        runtimes.put(instance, runtime);
        types.put(instance, type);
        AgentRunner.startOnThread(
                opened(new AgentRunner(RuntimeOptions.parking(), Throwable::printStackTrace, null, runtime)));
        until(instance + " is ready", () -> runtime.isReady() || runtime.isStopped());
        assertEquals(null, runtime.failure(), instance);
    }

    private static void allow(List<String> grants, String action, List<String> patterns, String instance) {
        for (String pattern : patterns) {
            grants.add("allow g-%d %s %s for instance %s".formatted(grants.size(), action, pattern, instance));
        }
    }

    private Path recording(String instance) {
        return folder.resolve(instance + ".rec");
    }

    private void assertSame(String instance, Class<? extends Plugin> type) {
        try (Recording recording = Recording.open(recording(instance))) {
            ReplayResult result = Replay.verify(recording, type, Map.of());
            assertTrue(
                    result.isSame() && recording.isEnded(),
                    () -> instance + ": " + result
                            + (result.difference() == null ? "" : "\n" + DifferenceText.of(result.difference())));
            assertTrue(result.published() > 0, () -> instance + " published nothing: " + result);
        }
    }

    private long fills(String instance) {
        long fills = 0;
        try (Recording recording = Recording.open(recording(instance))) {
            for (Entry entry = recording.next(); entry != null; entry = recording.next()) {
                fills += entry.kind() == Kind.PUBLISHED && entry.number("schemaId") == FillDecoder.TEMPLATE_ID ? 1 : 0;
            }
        }
        return fills;
    }

    private void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() - deadlineNs < 0,
                    () -> "waited in vain until " + what + "; lines:\n" + String.join("\n", said));
            LockSupport.parkNanos(5_000_000);
        }
    }
}
