package io.meridian.sdk.sidecar;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.setting.SettingsSchema;
import io.meridian.sdk.Log;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.Refused;
import io.meridian.sdk.runtime.PluginRuntime;
import io.meridian.sdk.runtime.RuntimeListener;
import io.meridian.sdk.runtime.RuntimeOptions;
import io.meridian.sidecar.Sidecar;
import io.meridian.sidecar.SidecarOptions;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real sidecar on the in-memory bus of this process, and a plugin beside it that the test's thread steps. */
final class RealSidecar implements AutoCloseable {
    private static final AtomicInteger SPACES = new AtomicInteger();
    private static final long PATIENCE_NS = 15_000_000_000L;

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    private final Path folder;
    private final Map<String, String> busSettings = new TreeMap<>();
    private final String pool;
    private final Bus bus;
    private Sidecar sidecar;
    private PluginRuntime runtime;

    RealSidecar(Path folder, String pool, String... grants) {
        this.folder = folder;
        this.pool = pool;
        busSettings.put("bus.backend", "memory");
        busSettings.put("memory.space", "sdk-" + SPACES.incrementAndGet());
        grants(grants);
        bus = Bus.open(new BusContext().settings(busSettings).unrestricted());
        bus.awaitConnected(PATIENCE_NS);
        start();
    }

    void grants(String... grants) {
        try {
            Path half = folder.resolve("grants.half");
            Files.write(half, List.of(grants));
            Files.move(half, folder.resolve("grants"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        Map<String, String> values = new TreeMap<>(busSettings);
        values.put("sidecar.dir", folder.toString());
        values.put("sidecar.instance", "me");
        values.put("sidecar.pool", pool);
        List<SettingsSchema> schemas = new ArrayList<>(BusSettings.schemas());
        schemas.add(SidecarSettings.SCHEMA);
        sidecar = Sidecar.start(new SidecarOptions(Settings.of(schemas, values)).log((level, text) -> lines.add(text)));
    }

    void stopSidecar() {
        sidecar.close();
    }

    Bus bus() {
        return bus;
    }

    /** A new process of the plugin, as it were. */
    PluginRuntime launch(Class<? extends Plugin> type) {
        runtime = new PluginRuntime(RuntimeOptions.of(folder, type).listener(new RuntimeListener() {
            @Override
            public void onRefused(Refused what) {
                refused.add(what);
            }

            @Override
            public void onHandlerFailure(String where, Throwable failure) {
                failures.add(failure);
            }

            @Override
            public void onLine(Log.Level level, String text) {
                lines.add("plugin: " + text);
            }
        }));
        until("it is ready", runtime::isReady);
        return runtime;
    }

    /** Steps the plugin until a condition holds. */
    void until(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (runtime.doWork() == 0) {
                LockSupport.parkNanos(100_000);
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain until " + what + "; lines: " + lines + "; refused: " + refused
                        + "; failures: " + failures);
            }
        }
    }

    @Override
    public void close() {
        if (runtime != null && !runtime.isStopped()) {
            runtime.stop();
            runtime.doWork();
        }
        sidecar.close();
        bus.close();
    }
}
