package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.backtest.replay.Replay;
import io.meridian.backtest.replay.ReplayResult;
import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.server.BusEnvironment;
import io.meridian.platform.server.LocalServer;
import io.meridian.platform.server.LocalServers;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Past;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.record.Recording;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeListener;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that warms up while the market goes on: beside a real sidecar, on a real bus, with the real service and a real store. */
@Tag("server")
@Timeout(value = 150, unit = TimeUnit.SECONDS)
final class HistorySystemTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String TOPIC = "platform.data.quote.XNAS.A";
    private static final int BEFORE = 3_000;
    private static final int AFTER = 400;

    @TempDir
    Path folder;

    private final Map<String, String> busSettings = new TreeMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong published = new AtomicLong();
    private volatile boolean ends;
    private Thread market;

    /** What the plugin heard: sequences, negative of the past. */
    private static final List<Long> HEARD = new ArrayList<>();

    private static final List<String> TOLD = new ArrayList<>();

    @MeridianPlugin(
            id = "warmer",
            pool = Pool.STRATEGY,
            subscribes = "platform.data.quote.XNAS.*",
            replays = "platform.data.quote.XNAS.*")
    static final class Warmer extends Strategy {
        @Override
        public void onStart() {
            subscribeDeclared();
            warmUp(TOPIC, Past.since(Duration.ofDays(1)));
        }

        @Override
        public void onQuote(Quote quote) {
            long sequence = quote.message().sequence();
            // The number is also in the price, so that what the store gives is what was published.
            assertEquals(sequence, Math.round(quote.bid() * 100));
            HEARD.add(quote.isHistorical() ? -sequence : sequence);
        }

        @Override
        public void onNotice(Notice notice) {
            TOLD.add(notice.kind() + " " + notice.count() + " " + notice.text());
        }

        @Override
        public void onRefused(Refused refused) {
            TOLD.add("refused " + refused.text());
        }
    }

    @AfterEach
    void close() throws Exception {
        ends = true;
        if (market != null) {
            market.join();
        }
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "aeron", "nats", "kafka"})
    void shouldHearEachMessageOnceWhateverTheBus(String engine) throws Exception {
        if (engine.equals("memory")) {
            memoryBus();
        } else {
            LocalServer server = opened(LocalServers.of(engine, "history", folder, folder.resolve("server.log")));
            server.start();
            busSettings.putAll(BusEnvironment.settings(server));
        }
        hearEachMessageOnce(Map.of("storage.memory", "64m"), folder.resolve("store"));
    }

    @Test
    void shouldHearEachMessageOnceWithTimescale() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "TimescaleDB is not installed; ./test.sh says why");
        PostgresServer server = opened(PostgresServer.in(folder).start());
        memoryBus();
        hearEachMessageOnce(onServer("timescaledb", server.url(), PostgresServer.NAME), null);
    }

    @Test
    void shouldHearEachMessageOnceWithClickHouse() throws Exception {
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        ClickHouseServer server = opened(ClickHouseServer.in(folder).start());
        memoryBus();
        hearEachMessageOnce(onServer("clickhouse", server.url(), ClickHouseServer.NAME), null);
    }

    private void memoryBus() {
        busSettings.put("bus.backend", "memory");
        busSettings.put("memory.space", "history-" + UUID.randomUUID());
    }

    private static Map<String, String> onServer(String backend, String url, String name) {
        return Map.of("storage.backend", backend, "storage.url", url, "storage.user", name, "storage.password", name);
    }

    private void hearEachMessageOnce(Map<String, String> storage, Path place) throws Exception {
        HEARD.clear();
        TOLD.clear();
        StoreService store = store(storage, place);
        market();
        until(
                "the market has begun",
                () -> published.get() >= BEFORE && store.figures().stored.get() > 0);
        PluginRuntime plugin = plugin();
        until("it is warm", plugin, () -> TOLD.stream().anyMatch(line -> line.startsWith("LIVE")));
        int past = HEARD.size();
        until("much came live", plugin, () -> HEARD.size() >= past + AFTER);
        ends = true;
        market.join();
        until("all came", plugin, () -> Math.abs(HEARD.getLast()) == published.get());
        plugin.stop();
        until("it is stopped", plugin, plugin::isStopped);

        assertEquals(1, TOLD.size(), TOLD::toString);
        assertTrue(past >= BEFORE / 2, "of the past: " + past);
        boolean live = false;
        for (int i = 0; i < HEARD.size(); i++) {
            assertEquals(i + 1, Math.abs(HEARD.get(i)), "a gap or a repeat");
            assertTrue(!live || HEARD.get(i) > 0 || i < past + 50, "the past comes first");
            live |= HEARD.get(i) > 0;
        }
        assertEquals(published.get(), HEARD.size());
        assertReplayedTheSame();
    }

    /** The answers of the store are in the recording, so a replay needs no store. */
    private void assertReplayedTheSame() {
        List<Long> heard = List.copyOf(HEARD);
        HEARD.clear();
        try (Recording recording = Recording.open(recording())) {
            ReplayResult result = Replay.verify(recording, Warmer.class, Map.of());
            assertTrue(result.isSame() && recording.isEnded(), result::toString);
        }
        assertEquals(heard, HEARD);
    }

    private Path recording() {
        return folder.resolve("warmer.rec");
    }

    private StoreService store(Map<String, String> storage, Path place) {
        Map<String, String> given = new TreeMap<>(busSettings);
        given.putAll(storage);
        Settings settings =
                Settings.reader(PlatformSettings.schemas()).values(given).read();
        Bus bus = opened(
                Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE)));
        bus.awaitConnected(PATIENCE_NS);
        StoreService store = StoreService.start(bus, settings, place, SystemEpochNanoClock.INSTANCE, said::add);
        AgentRunner.startOnThread(
                opened(new AgentRunner(RuntimeOptions.parking(), Throwable::printStackTrace, null, store)));
        return store;
    }

    /** Some thousand quotes a second, on a thread of its own. */
    private void market() {
        StoreRig rig = opened(new StoreRig(Settings.of(BusSettings.schemas(), busSettings)));
        rig.bus().awaitConnected(PATIENCE_NS);
        market = Thread.ofPlatform().daemon().start(() -> {
            while (!ends) {
                long next = published.get() + 1;
                rig.quote("A", SystemEpochNanoClock.INSTANCE.nanoTime(), next);
                published.set(next);
                LockSupport.parkNanos(next < BEFORE ? 50_000 : 500_000);
            }
        });
    }

    private PluginRuntime plugin() throws IOException {
        Path own = Files.createDirectories(folder.resolve("me"));
        Files.write(
                own.resolve("grants"),
                List.of(
                        "allow g-1 subscribe platform.data.quote.XNAS.* for instance me",
                        "allow g-2 replay platform.data.quote.XNAS.* for instance me",
                        "allow g-3 request platform.history.quote.XNAS.* for instance me"));
        Map<String, String> values = new TreeMap<>(busSettings);
        values.put("sidecar.dir", own.toString());
        values.put("sidecar.instance", "me");
        values.put("sidecar.pool", Pool.STRATEGY);
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        opened(Sidecar.start(
                new SidecarOptions(Settings.of(schemas, values)).log((level, text) -> said.add("sidecar " + text))));
        return new PluginRuntime(RuntimeOptions.of(own, Warmer.class)
                .recording(recording())
                .listener(new RuntimeListener() {
                    @Override
                    public void onHandlerFailure(String where, Throwable failure) {
                        said.add(where + " threw " + failure + " at " + failure.getStackTrace()[0]);
                    }
                }));
    }

    private void until(String what, BooleanSupplier condition) {
        until(what, null, condition);
    }

    private void until(String what, PluginRuntime plugin, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() - deadlineNs < 0,
                    () -> "waited in vain until " + what + "; published=" + published + " heard=" + HEARD.size() + " "
                            + TOLD + "\n" + String.join("\n", said));
            if (plugin == null || plugin.doWork() == 0) {
                LockSupport.parkNanos(200_000);
            }
        }
    }
}
