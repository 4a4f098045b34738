package io.meridian.platform.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.devservers.ClickHouseServer;
import io.meridian.platform.settings.PlatformSettings;
import io.meridian.storage.MarketStore;
import io.meridian.storage.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server of the store is away for longer than memory lasts. */
@Tag("server")
@Timeout(180)
final class SpooledStoreTest {
    private static final long PATIENCE_NS = 90_000_000_000L;
    /** More than there is memory for. */
    private static final int MANY = 300_000;

    private static final int AT_ONCE = 500;

    @TempDir
    private Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final String space = "spooled-" + UUID.randomUUID();
    private ClickHouseServer server;
    private StoreRig rig;
    private Bus bus;
    private StoreService service;
    private int published;

    @BeforeEach
    void begin() {
        assumeTrue(ClickHouseServer.isInstalled(), "The engine of ClickHouse is not there; ./test.sh says why");
        server = ClickHouseServer.in(folder).start();
        rig = new StoreRig(Settings.of(BusSettings.schemas(), memory()));
    }

    @AfterEach
    void end() {
        endService();
        if (rig != null) {
            rig.close();
            server.close();
        }
    }

    private Map<String, String> memory() {
        return Map.of("bus.backend", "memory", "memory.space", space);
    }

    private Settings settings(String... more) {
        Map<String, String> given = new TreeMap<>(memory());
        given.putAll(Map.of(
                "storage.backend",
                "clickhouse",
                "storage.url",
                server.url(),
                "storage.user",
                ClickHouseServer.NAME,
                "storage.password",
                ClickHouseServer.NAME,
                "storage.batch.time",
                "5ms",
                "storage.spool.dir",
                folder.resolve("spool").toString()));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return Settings.reader(PlatformSettings.schemas()).values(given).read();
    }

    private void startService(String... more) {
        Settings settings = settings(more);
        bus = Bus.open(new BusContext().settings(settings).unrestricted().clock(SystemEpochNanoClock.INSTANCE));
        service = StoreService.start(bus, settings, null, SystemEpochNanoClock.INSTANCE, log::add);
    }

    private void endService() {
        if (service != null) {
            service.onClose();
            bus.close();
            service = null;
        }
    }

    /** As fast as the service takes them. */
    private void publish(int count) {
        for (int i = 0; i < count; i += AT_ONCE) {
            for (int k = 0; k < AT_ONCE; k++) {
                rig.quote("A", SystemEpochNanoClock.INSTANCE.nanoTime(), published++);
            }
            for (int turn = 0; turn < 4; turn++) {
                service.doWork();
            }
        }
    }

    private void until(String what, BooleanSupplier condition) {
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

    /** Rows that are stored, or on the disk, or in memory in a batch that is full. */
    private long taken() {
        return service.figures().stored.get() + service.figures().waiting.get();
    }

    private boolean isSaid(String what) {
        synchronized (log) {
            return log.stream().anyMatch(line -> line.contains(what));
        }
    }

    private void assertEachIsStoredOnce(long rows) {
        assertEquals(
                rows + "\t" + rows + "\t1\t" + rows,
                server.sql(
                        ClickHouseServer.NAME,
                        "SELECT count(), uniqExact(sequence), min(sequence), max(sequence) FROM quotes"));
        // In the order of their coming as well.
        assertEquals(
                "0",
                server.sql(
                        ClickHouseServer.NAME,
                        "SELECT countIf(sequence < before) FROM (SELECT sequence, lagInFrame(sequence) OVER (ORDER BY"
                                + " came) AS before FROM quotes)"));
    }

    private List<Path> spoolFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".spool")).toList();
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheStoreIsAwayForLongerThanMemoryLasts() throws IOException {
        startService();
        publish(1_000);
        until("stored", () -> service.figures().stored.get() == 1_000);
        assertEquals(List.of(), spoolFiles());
        server.kill();
        for (int i = 0; i < MANY; i += 10_000) {
            publish(10_000);
            // Less than the bus holds.
            until("it is taken", () -> taken() > published - 20_000);
        }
        until("all is on the disk or in memory", () -> taken() == published);
        until("most of it is on the disk", () -> service.figures().spoolBytes.get() > MANY * 100L);
        assertTrue(isSaid("ALARM: the store does not take what comes soon enough"), log::toString);
        server.start();
        until("all is stored", () -> service.figures().stored.get() == published);
        until("the spool is empty", () -> isSaid("the spool is empty"));
        publish(1_000);
        until("what comes later is stored", () -> service.figures().stored.get() == published);
        assertEquals(0, service.figures().lost.get() + service.figures().failed.get(), log::toString);
        assertEquals(List.of(), spoolFiles());
        assertEachIsStoredOnce(published);
    }

    @Test
    void shouldStoreTheSpoolFirstWhenTheServiceIsStartedAnew() throws IOException {
        startService();
        publish(1_000);
        until("stored", () -> service.figures().stored.get() == 1_000);
        server.kill();
        publish(50_000);
        until("all is taken", () -> service.figures().waiting.get() == 50_000);
        endService();
        assertTrue(isSaid("the spool keeps batches="), log::toString);
        assertTrue(!spoolFiles().isEmpty());
        server.start();
        startService();
        publish(1_000);
        until(
                "all is stored",
                () -> isSaid("the spool is empty") && service.figures().waiting.get() == 0);
        assertEachIsStoredOnce(published);
    }

    @Test
    void shouldSayThatItIsFullAndKeepTheRestInMemoryWhenThereIsNoMoreRoom() {
        startService("storage.spool.size", "1m", "storage.batch.rows", "500");
        server.kill();
        publish(40_000);
        until("it is full", () -> isSaid("ALARM: the spool is full, bytes="));
        assertTrue(isSaid("ALARM: more than 80 % of the spool"), log::toString);
        assertTrue(service.figures().spoolBytes.get() <= 1 << 20);
        until("all is taken", () -> taken() == published);
        server.start();
        until("all is stored", () -> service.figures().stored.get() == published);
        assertEachIsStoredOnce(published);
    }

    @Test
    void shouldGoOnWhenTheDiskOfTheSpoolIsFull() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0,
                "this user may not make a small disk");
        try {
            startService("storage.spool.dir", small.toString());
            server.kill();
            publish(100_000);
            until("the disk is full", () -> isSaid("the disk does not take it"));
            assertTrue(
                    service.figures().waiting.get() == 100_000,
                    () -> service.figures().toString());
            server.start();
            until("all is stored", () -> service.figures().stored.get() == 100_000);
            assertEachIsStoredOnce(100_000);
            endService();
        } finally {
            endService();
            run("umount", small.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void shouldRefuseTheSpoolOfAnotherStore() {
        startService();
        server.kill();
        publish(20_000);
        endService();
        server.start();
        server.sql("default", "CREATE DATABASE other");
        Settings other = settings("storage.url", server.url("other"));
        try (Bus second =
                Bus.open(new BusContext().settings(other).unrestricted().clock(SystemEpochNanoClock.INSTANCE))) {
            StoreService.start(second, other, null, SystemEpochNanoClock.INSTANCE, log::add);
            throw new AssertionError("it started");
        } catch (StoreException refused) {
            assertTrue(refused.getMessage().contains("has data for the store " + server.url()), refused::getMessage);
        }
        try (MarketStore store = StorePlace.open(other, null, false)) {
            assertEquals(0, store.total().rows(), "it was let go of");
        }
    }
}
