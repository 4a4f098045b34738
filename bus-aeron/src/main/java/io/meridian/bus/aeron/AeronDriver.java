package io.meridian.bus.aeron;

import io.meridian.bus.engine.BusEngineProvider;
import io.meridian.bus.engine.BusEngines;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsException;
import io.meridian.bus.setting.SettingsSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A media driver with an archive in a process of its own, for all engines of a deployment that are set to
 * {@code aeron.driver=external}. Takes up the archive of a predecessor, also of one that was killed. Started as
 *
 * <pre>{@code java --add-opens java.base/jdk.internal.misc=ALL-UNNAMED \
 *     --add-opens java.base/java.util.zip=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
 *     io.meridian.bus.aeron.AeronDriver DEPLOYMENT [SETTING=VALUE ...]}</pre>
 *
 * <p>Settings also come from the environment, as everywhere. When it is ready it prints a line that begins with
 * {@code ready}. SIGTERM stops it.
 */
public final class AeronDriver implements AutoCloseable {
    private final ArchivingDriver driver;

    private AeronDriver(ArchivingDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts one in this process.
     *
     * @throws EngineException when it cannot, saying what to do
     */
    public static AeronDriver start(String deployment, Settings settings) {
        // Whatever the engines of this process would do: a driver started by hand is what they call external.
        AeronOptions options = AeronSettings.readForDriver(deployment, settings);
        ArchivingDriver driver = startWhenFree(options);
        try {
            driver.startArchive();
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
        return new AeronDriver(driver);
    }

    /** A driver that was killed looks alive until its last heartbeat is old. */
    private static ArchivingDriver startWhenFree(AeronOptions options) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.driverTimeoutMs() + 2_000);
        while (DriverClient.isDriverThere(options) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return ArchivingDriver.start(options, AeronDriver::report);
    }

    private static void report(Throwable error) {
        System.err.println("aeron driver: " + Failures.plain(error));
    }

    @Override
    public void close() {
        driver.close();
    }

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 0 || !arguments[0].matches("[A-Za-z0-9_-]{1,64}")) {
            System.err.println("Usage: AeronDriver DEPLOYMENT [SETTING=VALUE ...]");
            System.exit(2);
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (AeronDriver driver = start(arguments[0], settings(arguments))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.countDown();
                try {
                    stopped.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.out.println("ready " + driver);
            stop.await();
        } catch (EngineException | SettingsException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } finally {
            stopped.countDown();
        }
    }

    private static Settings settings(String[] arguments) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (equals < 1) {
                throw new EngineException(
                        "argument=" + arguments[i] + " is not SETTING=VALUE. Write, for example, aeron.lanes=4.");
            }
            values.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        List<SettingsSchema> schemas = new ArrayList<>();
        for (BusEngineProvider provider : BusEngines.all()) {
            schemas.add(provider.settings());
        }
        return Settings.reader(schemas)
                .environment(System.getenv())
                .values(values)
                .read();
    }

    @Override
    public String toString() {
        return driver.toString();
    }
}
