package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.devservers.DevServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.storage.MarketStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store on a server that goes away while the service runs. */
@Tag("server")
final class ServerStoreTest {
    private static final long PATIENCE_NS = 60_000_000_000L;

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(180)
    void shouldLoseAndDoubleNothingWhenTheServerIsKilledAndComesAgain() {
        assumeTrue(PostgresServer.isInstalled(), "TimescaleDB is not installed; ./test.sh says why");
        try (PostgresServer server = PostgresServer.in(folder).start()) {
            loseAndDoubleNothing(server, "timescaledb", server.url(), PostgresServer.NAME, "TimescaleDB 2.");
        }
    }

    @Test
    @Timeout(180)
    void shouldLoseAndDoubleNothingWhenClickHouseIsKilledAndComesAgain() {
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        try (ClickHouseServer server = ClickHouseServer.in(folder).start()) {
            loseAndDoubleNothing(server, "clickhouse", server.url(), ClickHouseServer.NAME, "ClickHouse ");
        }
    }

    /** @param name of the user, and its password */
    private void loseAndDoubleNothing(DevServer server, String backend, String url, String name, String description) {
        Map<String, String> memory = Map.of("bus.backend", "memory", "memory.space", "store-" + UUID.randomUUID());
        try (StoreRig rig = new StoreRig(Settings.of(BusSettings.schemas(), memory))) {
            Map<String, String> given = new TreeMap<>(memory);
            given.putAll(Map.of(
                    "storage.backend",
                    backend,
                    "storage.url",
                    url,
                    "storage.user",
                    name,
                    "storage.password",
                    name,
                    "storage.batch.time",
                    "5ms"));
            Settings settings =
                    Settings.reader(PlatformSettings.schemas()).values(given).read();
            try (Bus bus =
                    Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE))) {
                StoreService service = StoreService.start(bus, settings, null, SystemEpochNanoClock.INSTANCE, log::add);
                try {
                    assertTrue(log.getFirst().contains(url + ": " + description), log::toString);
                    publish(rig, 0);
                    until(service, "stored", () -> service.figures().stored.get() == 1_000);
                    server.kill();
                    publish(rig, 1_000);
                    until(
                            service,
                            "tried again",
                            () -> service.figures().retried.get() > 1);
                    assertEquals(1_000, service.figures().stored.get());
                    server.start();
                    until(service, "all stored", () -> service.figures().stored.get() == 2_000);
                } finally {
                    service.onClose();
                }
                assertEquals(0, service.figures().failed.get(), log::toString);
                assertTrue(log.stream().anyMatch(line -> line.contains("what comes waits")), log::toString);
                assertTrue(log.contains("the store takes rows again"), log::toString);
            }
            try (MarketStore store = StorePlace.open(settings, null, true)) {
                assertEquals(2_000, store.total().rows());
                assertEquals(2_000, store.contents().getFirst().rows());
                assertEquals(2_000, store.marks().getFirst().sequence());
            }
        }
    }

    private static void publish(StoreRig rig, int from) {
        for (int i = 0; i < 1_000; i++) {
            rig.quote("A", SystemEpochNanoClock.INSTANCE.nanoTime(), from + i);
        }
    }

    private void until(StoreService service, String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (service.doWork() == 0) {
                LockSupport.parkNanos(200_000);
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("not in time: " + what + "; " + service.figures() + " " + log);
                }
            }
        }
    }
}
